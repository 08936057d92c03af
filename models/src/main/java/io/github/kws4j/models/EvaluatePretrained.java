package io.github.kws4j.models;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Prediction;
import io.github.kws4j.Score;
import io.github.kws4j.SpecialLabels;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.cli.Program;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.evaluate.ClassifiedClips;
import io.github.kws4j.evaluate.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The model card's figures on clips: models trained from several seeds, on speakers that none of them learnt from. */
@Command(
        name = "EvaluatePretrained",
        mixinStandardHelpOptions = true,
        description =
                "Measures models that TrainPretrained wrote. Of each: shares with Wilson's 95 % intervals; of two "
                        + "or more: means with Student's.")
public final class EvaluatePretrained implements Callable<Integer> {
    private static final int[] NOISE = {20, 10, 0};
    private static final int[] REFLECTIONS = {6, 0, -6};
    private static final int SOUNDS = 3000;
    private static final double CERTAIN = 0.9;

    @Mixin
    private Recordings recordings;

    @Option(
            names = "--lists",
            required = true,
            paramLabel = "FOLDER",
            description = "folder of the published validation_list.txt and testing_list.txt of v0.02")
    private Path lists;

    @Parameters(arity = "1..*", paramLabel = "MODEL", description = "ONNX files, one a seed")
    private List<Path> models;

    private final Map<String, SummaryStatistics> figures = new LinkedHashMap<>();

    /**
     * Runs the program.
     *
     * @param arguments {@code --base FOLDER --gathered FOLDER --spoken FOLDER --lists FOLDER MODEL...}
     */
    public static void main(String[] arguments) {
        Program.run(new EvaluatePretrained(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        var data = new PretrainedData(recordings);
        for (Path model : models) {
            try (KeywordClassifier classifier = KeywordClassifier.load(model)) {
                System.out.println(model);
                clips(classifier, data);
                impaired(classifier, data);
                others(classifier, data);
            }
        }
        figures.forEach((name, values) -> System.out.println(line(name, values)));
        return 0;
    }

    private void clips(KeywordClassifier classifier, PretrainedData data) throws IOException {
        AudioDataset validation = data.validation();
        Evaluation evaluation = ClassifiedClips.of(classifier, validation).evaluation();
        System.out.println("validation: " + evaluation);
        add(
                "ten classes in equal share",
                evaluation.words().stream()
                        .mapToDouble(Evaluation.Word::recall)
                        .average()
                        .orElseThrow());
        evaluation
                .words()
                .forEach(word ->
                        add("recall of " + word.label(), Math.round(word.recall() * word.clips()), word.clips()));
        add("expected calibration error", evaluation.calibrationError());
        forcedChoice("validation", classifier, data.validationKeywords());
        forcedChoice("test speakers of the mini set", classifier, data.testKeywords());
        addRejected("unknown: words never trained on", classifier, data.untrained());
    }

    /** The keywords' clips in which the best keyword is the right one, of all and of those of v0.02. */
    private void forcedChoice(String name, KeywordClassifier classifier, AudioDataset clips) throws IOException {
        addForcedChoice("eight words, " + name, classifier, clips);
        AudioDataset kept = PretrainedData.listed(clips, lists);
        addForcedChoice("eight words, " + name + ", clips of v0.02", classifier, kept);
    }

    private void addForcedChoice(String name, KeywordClassifier classifier, AudioDataset clips) {
        List<Prediction> answers = classifier.classifyAll(Speech.sound(clips));
        int right = 0;
        for (int clip = 0; clip < answers.size(); clip++) {
            right += best(classifier, answers.get(clip))
                            .label()
                            .equals(clips.clips().get(clip).word())
                    ? 1
                    : 0;
        }
        add(name, right, answers.size());
    }

    private static Score best(KeywordClassifier classifier, Prediction answer) {
        return answer.top(classifier.labels().size()).stream()
                .filter(score -> !SpecialLabels.contains(score.label()))
                .findFirst()
                .orElseThrow();
    }

    private void impaired(KeywordClassifier classifier, PretrainedData data) throws IOException {
        AudioDataset words = data.validationKeywords();
        for (int ratio : NOISE) {
            addForcedChoice("eight words in noise at " + ratio + " dB", classifier, data.noisy(words, ratio));
        }
        for (int ratio : REFLECTIONS) {
            addForcedChoice(
                    "eight words, direct to reflected " + ratio + " dB",
                    classifier,
                    PretrainedData.reverberant(words, ratio));
        }
    }

    /** What is no English, and what is no speech. */
    private void others(KeywordClassifier classifier, PretrainedData data) throws IOException {
        for (String folder : PretrainedData.ACCENTS) {
            addRejected("unknown: " + folder, classifier, data.accent(folder));
        }
        var random = new SplittableRandom(1);
        var tones = Tones.clips(PretrainedData.RATE, PretrainedData.RATE);
        addTaken(
                "tones",
                classifier,
                Stream.generate(() -> Audio.of(tones.draw(random), PretrainedData.RATE))
                        .limit(SOUNDS)
                        .toList());
        addTaken(
                "seconds of synthetic music",
                classifier,
                Music.pieces(SOUNDS / 10, 10 * PretrainedData.RATE, PretrainedData.RATE).stream()
                        .flatMap(EvaluatePretrained::seconds)
                        .toList());
    }

    private static Stream<Audio> seconds(Audio piece) {
        int rate = piece.sampleRate();
        return IntStream.range(0, piece.length() / rate).mapToObj(second -> {
            var samples = new float[rate];
            piece.copyTo(second * rate, samples, 0, rate);
            return Audio.of(samples, rate);
        });
    }

    private void addTaken(String name, KeywordClassifier classifier, List<Audio> clips) {
        long taken = classifier.classifyAll(clips).stream()
                .filter(answer -> best(classifier, answer).probability() > CERTAIN)
                .count();
        add(name + " taken for a word with over " + CERTAIN, taken, clips.size());
    }

    /** The clips in which no keyword is the best answer. */
    private void addRejected(String name, KeywordClassifier classifier, List<Audio> clips) {
        int window = classifier.windowSamples();
        List<Audio> windows = clips.stream().map(clip -> clip.fitTo(window)).toList();
        long rejected = classifier.classifyAll(windows).stream()
                .filter(answer -> SpecialLabels.contains(answer.label()))
                .count();
        add(name, rejected, clips.size());
    }

    private void add(String name, long hits, int trials) {
        var interval = new WilsonScoreInterval().createInterval(trials, (int) hits, 0.95);
        System.out.printf(
                Locale.ROOT,
                "  %-58s %.4f (%.4f to %.4f; %d of %d)%n",
                name,
                (double) hits / trials,
                interval.getLowerBound(),
                interval.getUpperBound(),
                hits,
                trials);
        add(name, (double) hits / trials);
    }

    private void add(String name, double value) {
        figures.computeIfAbsent(name, n -> new SummaryStatistics()).addValue(value);
    }

    private static String line(String name, SummaryStatistics values) {
        long n = values.getN();
        if (n < 2) {
            return String.format(Locale.ROOT, "%-60s %.4f", name, values.getMean());
        }
        double half = new TDistribution(n - 1).inverseCumulativeProbability(0.975)
                * values.getStandardDeviation()
                / Math.sqrt(n);
        return String.format(Locale.ROOT, "%-60s %.4f +- %.4f", name, values.getMean(), half);
    }
}
