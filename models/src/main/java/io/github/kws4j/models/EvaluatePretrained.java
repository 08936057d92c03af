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
import io.github.kws4j.evaluate.PoissonRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The model card's figures on clips: models trained from several seeds, on speakers that none of them learnt from. */
@Command(
        name = "EvaluatePretrained",
        mixinStandardHelpOptions = true,
        description = "Measures models that TrainPretrained wrote: a line a figure, its mean and, of two or more, its "
                + "95 % interval.")
public final class EvaluatePretrained implements Callable<Integer> {
    private static final int[] NOISE = {20, 10, 0};
    private static final int[] REFLECTIONS = {6, 0, -6};
    private static final int TONES = 3000;
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
        Set<String> listed = new HashSet<>(Files.readAllLines(lists.resolve("validation_list.txt")));
        listed.addAll(Files.readAllLines(lists.resolve("testing_list.txt")));
        for (Path model : models) {
            try (KeywordClassifier classifier = KeywordClassifier.load(model)) {
                System.out.println(model);
                clips(classifier, data, listed);
                impaired(classifier, data);
                others(classifier, data);
            }
        }
        figures.forEach((name, values) -> System.out.println(line(name, values)));
        return 0;
    }

    private void clips(KeywordClassifier classifier, PretrainedData data, Set<String> listed) throws IOException {
        AudioDataset validation = data.validation();
        Evaluation evaluation = ClassifiedClips.of(classifier, validation).evaluation();
        System.out.println("validation: " + evaluation);
        add(
                "ten classes in equal share",
                evaluation.words().stream()
                        .mapToDouble(Evaluation.Word::recall)
                        .average()
                        .orElseThrow());
        evaluation.words().forEach(word -> add("recall of " + word.label(), word.recall()));
        add("expected calibration error", evaluation.calibrationError());
        forcedChoice("validation", classifier, data.validationKeywords(), listed);
        forcedChoice("test speakers of the mini set", classifier, data.testKeywords(), listed);
        add("unknown: words never trained on", rejected(classifier, data.unheard()));
    }

    /** The share of the keywords' clips in which the best keyword is the right one, and the share in those of v0.02. */
    private void forcedChoice(String name, KeywordClassifier classifier, AudioDataset clips, Set<String> listed) {
        add("eight words, " + name + ", " + clips.size() + " clips", forcedChoice(classifier, clips));
        AudioDataset kept = clips.where(clip -> listed.contains(clip.name()));
        add("eight words, " + name + ", " + kept.size() + " clips of v0.02", forcedChoice(classifier, kept));
    }

    private static double forcedChoice(KeywordClassifier classifier, AudioDataset clips) {
        List<Prediction> answers = classifier.classifyAll(Speech.sound(clips));
        int right = 0;
        for (int clip = 0; clip < answers.size(); clip++) {
            right += best(classifier, answers.get(clip))
                            .label()
                            .equals(clips.clips().get(clip).word())
                    ? 1
                    : 0;
        }
        return (double) right / answers.size();
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
            add("eight words in noise at " + ratio + " dB", forcedChoice(classifier, data.noisy(words, ratio)));
        }
        for (int ratio : REFLECTIONS) {
            add(
                    "eight words, direct to reflected " + ratio + " dB",
                    forcedChoice(classifier, PretrainedData.reverberant(words, ratio)));
        }
    }

    /** What is no English, and what is no speech. */
    private void others(KeywordClassifier classifier, PretrainedData data) throws IOException {
        for (String folder : PretrainedData.ACCENTS) {
            add("unknown: " + folder, rejected(classifier, data.accent(folder)));
        }
        PoissonRate alarms = alarms(classifier, data.speech().languages(true));
        System.out.println("false alarms in other languages: " + alarms);
        add("false alarms an hour in other languages", alarms.perHour());
        var random = new SplittableRandom(1);
        var tones = Tones.clips(PretrainedData.RATE, PretrainedData.RATE);
        List<Audio> clips = Stream.generate(() -> Audio.of(tones.draw(random), PretrainedData.RATE))
                .limit(TONES)
                .toList();
        long taken = classifier.classifyAll(clips).stream()
                .filter(answer -> best(classifier, answer).probability() > CERTAIN)
                .count();
        add("tones of " + TONES + " taken for a word with over " + CERTAIN, taken);
    }

    /** The share of clips in which no keyword is the best answer. */
    private static double rejected(KeywordClassifier classifier, List<Audio> clips) {
        int window = classifier.windowSamples();
        List<Audio> windows = clips.stream().map(clip -> clip.fitTo(window)).toList();
        return classifier.classifyAll(windows).stream()
                        .filter(answer -> SpecialLabels.contains(answer.label()))
                        .count()
                / (double) clips.size();
    }

    /** What streams report at the thresholds for one false alarm an hour in speech without keywords. */
    private static PoissonRate alarms(KeywordClassifier classifier, List<Audio> speech) {
        try (var stream = classifier.stream().open()) {
            int count = 0;
            for (Audio part : speech) {
                count += stream.accept(part.samples()).size();
            }
            return new PoissonRate(count, stream.position().toMillis() / 3.6e6);
        }
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
