package io.github.kws4j.bench;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Prediction;
import io.github.kws4j.SpecialLabels;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.data.Split;
import io.github.kws4j.graph.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * What do smaller forms of a model gain, and what do they cost? Converts the model to each {@link Precision}, with
 * ranges from the validation words of the speaker-disjoint split, and prints a table: bytes; time on one thread as a
 * share of {@code FLOAT32}'s, measured in turns; the share of test words that are the best of the keywords; how far
 * logits and answers are from {@code FLOAT32}'s.
 *
 * <pre>{@code java -cp kws-bench/target/benchmarks.jar io.github.kws4j.bench.PrecisionComparison DATA}</pre>
 *
 * <p>{@code DATA} holds {@code mini_speech_commands} as WAV.
 */
public final class PrecisionComparison {
    private static final int ROUNDS = 200;
    private static final int WARM_UP = 20;
    /** In a turn where one clip is classified, so that the clock's steps weigh nothing. */
    private static final int CALLS = 20;

    private static final int BATCH = 64;

    private final Map<Precision, byte[]> models = new EnumMap<>(Precision.class);
    private final AudioDataset test;

    PrecisionComparison(byte[] model, List<Audio> calibration, AudioDataset test) {
        for (Precision precision : Precision.values()) {
            models.put(precision, precision.convert(model, calibration.stream()));
        }
        this.test = test;
    }

    /** Takes the folder of the data. */
    public static void main(String[] args) throws IOException {
        Split words = AudioDataset.ofFolders(Path.of(args[0]).resolve("mini_speech_commands"))
                .splitBySpeaker(10, 10);
        System.out.print(new PrecisionComparison(BenchmarkedModel.bytes(), audio(words.validation()), words.test())
                .table(ROUNDS));
    }

    private static List<Audio> audio(AudioDataset clips) {
        return clips.clips().stream().map(LabelledClip::audio).toList();
    }

    String table(int rounds) {
        Map<Precision, Double> one = times(model -> new Variant.Bare(model, 1, 1, false), rounds, CALLS);
        Map<Precision, Double> many = times(model -> new Variant.Bare(model, BATCH, 1, false), rounds, 1);
        Map<Precision, Double> whole = times(model -> new Variant.Ours(model, 1, 1), rounds, CALLS);
        var predictions = new EnumMap<Precision, List<Prediction>>(Precision.class);
        models.forEach((precision, model) -> predictions.put(precision, predictions(model)));
        List<Prediction> original = of(Precision.FLOAT32, predictions);
        var table = new StringBuilder("| precision | bytes | network, 1 clip | network, " + BATCH
                + " clips | waveform to answer | right | largest, mean difference of a logit | other answers |\n"
                + "|---|---:|---:|---:|---:|---:|---:|---:|\n");
        models.forEach((precision, model) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %,d | %.2f | %.2f | %.2f | %.4f | %s | %d of %d |%n",
                precision,
                model.length,
                of(precision, one),
                of(precision, many),
                of(precision, whole),
                right(of(precision, predictions)),
                difference(of(precision, predictions), original),
                otherAnswers(of(precision, predictions), original),
                test.size())));
        return table.toString();
    }

    /** The median, over rounds in which each takes its turn, of its time as a share of {@code FLOAT32}'s. */
    private Map<Precision, Double> times(Function<byte[], Variant.Answers> open, int rounds, int calls) {
        var answers = new EnumMap<Precision, Variant.Answers>(Precision.class);
        models.forEach((precision, model) -> answers.put(precision, open.apply(model)));
        var shares = new EnumMap<Precision, double[]>(Precision.class);
        models.keySet().forEach(precision -> shares.put(precision, new double[rounds]));
        for (int round = -Math.min(WARM_UP, rounds); round < rounds; round++) {
            long original = nanoseconds(of(Precision.FLOAT32, answers), calls);
            for (Precision precision : models.keySet()) {
                long time = precision == Precision.FLOAT32 ? original : nanoseconds(of(precision, answers), calls);
                if (round >= 0) {
                    of(precision, shares)[round] = (double) time / original;
                }
            }
        }
        answers.values().forEach(Variant.Answers::close);
        var medians = new EnumMap<Precision, Double>(Precision.class);
        shares.forEach((precision, values) -> medians.put(precision, StatUtils.percentile(values, 50)));
        return medians;
    }

    private static <T> T of(Precision precision, Map<Precision, T> values) {
        return Objects.requireNonNull(values.get(precision));
    }

    private static long nanoseconds(Variant.Answers answers, int calls) {
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            answers.logits();
        }
        return System.nanoTime() - start;
    }

    private List<Prediction> predictions(byte[] model) {
        try (var classifier = KeywordClassifier.builder().load(model)) {
            return classifier.classifyAll(audio(test));
        }
    }

    private double right(List<Prediction> predictions) {
        long right = IntStream.range(0, test.size())
                .filter(clip -> bestWord(predictions.get(clip))
                        .equals(test.clips().get(clip).word()))
                .count();
        return (double) right / test.size();
    }

    private static String bestWord(Prediction prediction) {
        return prediction.top(prediction.scores().size()).stream()
                .map(score -> score.label())
                .filter(label -> !SpecialLabels.contains(label))
                .findFirst()
                .orElseThrow();
    }

    private static String difference(List<Prediction> predictions, List<Prediction> original) {
        double[] differences = IntStream.range(0, predictions.size())
                .boxed()
                .flatMapToDouble(clip -> IntStream.range(
                                0, predictions.get(clip).scores().size())
                        .mapToDouble(i -> Math.abs(predictions.get(clip).logits()[i]
                                - original.get(clip).logits()[i])))
                .toArray();
        return String.format(Locale.ROOT, "%.4f, %.4f", StatUtils.max(differences), StatUtils.mean(differences));
    }

    private static long otherAnswers(List<Prediction> predictions, List<Prediction> original) {
        return IntStream.range(0, predictions.size())
                .filter(clip ->
                        !predictions.get(clip).label().equals(original.get(clip).label()))
                .count();
    }
}
