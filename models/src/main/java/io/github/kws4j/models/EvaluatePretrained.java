package io.github.kws4j.models;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordStream;
import io.github.kws4j.Prediction;
import io.github.kws4j.Softmax;
import io.github.kws4j.SpecialLabels;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.cli.Program;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.evaluate.ClassifiedClips;
import io.github.kws4j.evaluate.Evaluation;
import io.github.kws4j.evaluate.PoissonRate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The figures of the model card: models trained from several seeds, on clips of speakers that none of them learnt from. */
@Command(
        name = "EvaluatePretrained",
        mixinStandardHelpOptions = true,
        description =
                "Measures models that TrainPretrained wrote: a line a figure: its mean over the models and, of two or more, its 95 % interval.")
public final class EvaluatePretrained implements Callable<Integer> {
    private static final int[] NOISE = {20, 10, 5, 0};
    private static final int[] REFLECTIONS = {6, 0, -6};
    private static final double FOUND = 0.9;
    private static final Duration SMOOTHING = Duration.ofMillis(300);

    @Parameters(
            index = "0",
            paramLabel = "RECORDINGS",
            description = "folder of mini_speech_commands and extra_audio, as WAV")
    private Path recordings;

    @Parameters(index = "1", paramLabel = "SPOKEN", description = "folder that models/speak.sh wrote")
    private Path spoken;

    @Parameters(index = "2..*", arity = "1..*", paramLabel = "MODEL", description = "ONNX files, one a seed")
    private List<Path> models;

    @Option(names = "--test", description = "measure on the test part, not on the validation part")
    private boolean test;

    /**
     * Runs the program.
     *
     * @param arguments {@code RECORDINGS SPOKEN MODEL... [--test]}
     */
    public static void main(String[] arguments) {
        Program.run(new EvaluatePretrained(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        var data = new PretrainedData(recordings, spoken);
        AudioDataset clips = test ? data.test() : data.validation();
        Map<String, AudioDataset> impaired = impaired(data);
        var figures = new LinkedHashMap<String, SummaryStatistics>();
        for (Path model : models) {
            try (KeywordClassifier classifier = KeywordClassifier.load(model)) {
                System.out.println(model + ": " + measure(classifier, clips, impaired, data, figures));
            }
        }
        figures.forEach((name, values) -> System.out.println(line(name, values)));
        return 0;
    }

    private Evaluation measure(
            KeywordClassifier classifier,
            AudioDataset clips,
            Map<String, AudioDataset> impaired,
            PretrainedData data,
            Map<String, SummaryStatistics> figures) {
        List<Prediction> heard = classifier.classifyAll(audio(clips));
        Evaluation evaluation = evaluation(classifier, clips, heard);
        add(figures, "eight words, one must be chosen", forcedChoice(classifier, clips, heard));
        add(
                figures,
                "ten classes in equal share",
                evaluation.words().stream()
                        .mapToDouble(Evaluation.Word::recall)
                        .average()
                        .orElseThrow());
        for (Evaluation.Word word : evaluation.words()) {
            add(figures, "recall of " + word.label(), word.recall());
        }
        add(figures, "expected calibration error", evaluation.calibrationError());
        impaired.forEach((name, words) ->
                add(figures, name, forcedChoice(classifier, words, classifier.classifyAll(audio(words)))));
        alarms(classifier, data, figures);
        return evaluation;
    }

    /** The words in noise and across rooms, by the names of their figures. */
    private Map<String, AudioDataset> impaired(PretrainedData data) {
        AudioDataset words = keywords(data);
        var sets = new LinkedHashMap<String, AudioDataset>();
        for (int ratio : NOISE) {
            sets.put("eight words in noise at " + ratio + " dB", data.noisy(words, ratio, test));
        }
        for (int ratio : REFLECTIONS) {
            sets.put("eight words, direct to reflected " + ratio + " dB", PretrainedData.reverberant(words, ratio));
        }
        return sets;
    }

    private AudioDataset keywords(PretrainedData data) {
        return test ? data.testKeywords() : data.validationKeywords();
    }

    /** What streams take for words in other speech, at the threshold where a share of the words is still found. */
    private void alarms(KeywordClassifier classifier, PretrainedData data, Map<String, SummaryStatistics> figures) {
        double threshold = threshold(classifier, keywords(data));
        PoissonRate alarms = alarms(classifier, threshold, test ? data.testSpeech(false) : data.thresholdSpeech());
        System.out.printf("threshold %.4f: %s%n", threshold, alarms);
        if (test) {
            PoissonRate homophones = alarms(classifier, threshold, data.testSpeech(true));
            System.out.println("  in utterances with know, knows, write, wright: " + homophones);
            alarms = new PoissonRate(alarms.count() + homophones.count(), alarms.hours() + homophones.hours());
        }
        add(figures, "false alarms an hour, 90 % found", alarms.perHour());
    }

    /** The highest threshold at which {@value #FOUND} of the clips, each with a quiet second on both sides, are found. */
    private static double threshold(KeywordClassifier classifier, AudioDataset clips) {
        double found = 0;
        double missed = 1;
        while (missed - found > 0.002) {
            double threshold = (found + missed) / 2;
            if (found(classifier, clips, threshold) >= FOUND) {
                found = threshold;
            } else {
                missed = threshold;
            }
        }
        return found;
    }

    private static double found(KeywordClassifier classifier, AudioDataset clips, double threshold) {
        var quiet = new float[classifier.sampleRate()];
        try (var stream = stream(classifier, threshold)) {
            return clips.clips().stream()
                            .filter(clip -> {
                                stream.reset();
                                return Stream.of(quiet, clip.audio().samples(), quiet)
                                        .flatMap(sound -> stream.accept(sound).stream())
                                        .toList()
                                        .stream()
                                        .anyMatch(word -> word.label().equals(clip.word()));
                            })
                            .count()
                    / (double) clips.size();
        }
    }

    private static PoissonRate alarms(KeywordClassifier classifier, double threshold, List<Audio> speech) {
        try (var stream = stream(classifier, threshold)) {
            int count = speech.stream()
                    .mapToInt(part -> stream.accept(part.samples()).size())
                    .sum();
            return new PoissonRate(count, stream.position().toMillis() / 3.6e6);
        }
    }

    private static KeywordStream stream(KeywordClassifier classifier, double threshold) {
        return classifier.stream().smoothing(SMOOTHING).threshold(threshold).open();
    }

    private static List<Audio> audio(AudioDataset clips) {
        return clips.clips().stream().map(LabelledClip::audio).toList();
    }

    private static Evaluation evaluation(KeywordClassifier classifier, AudioDataset clips, List<Prediction> heard) {
        float[][] logits = heard.stream().map(Prediction::logits).toArray(float[][]::new);
        var softmax = new Softmax(classifier.metadata().temperature());
        return ClassifiedClips.of(classifier.labels(), clips, logits, softmax).evaluation();
    }

    /** The share of the keywords' clips in which the best keyword is the right one. */
    private static double forcedChoice(KeywordClassifier classifier, AudioDataset clips, List<Prediction> heard) {
        int words = 0;
        int right = 0;
        for (int clip = 0; clip < clips.size(); clip++) {
            String word = clips.clips().get(clip).word();
            if (!SpecialLabels.contains(word)) {
                String best = heard.get(clip).top(classifier.labels().size()).stream()
                        .map(score -> score.label())
                        .filter(label -> !SpecialLabels.contains(label))
                        .findFirst()
                        .orElseThrow();
                words++;
                right += best.equals(word) ? 1 : 0;
            }
        }
        return (double) right / words;
    }

    private static void add(Map<String, SummaryStatistics> figures, String name, double value) {
        figures.computeIfAbsent(name, n -> new SummaryStatistics()).addValue(value);
    }

    private static String line(String name, SummaryStatistics values) {
        long n = values.getN();
        if (n < 2) {
            return String.format(Locale.ROOT, "%-40s %.4f", name, values.getMean());
        }
        double half = new TDistribution(n - 1).inverseCumulativeProbability(0.975)
                * values.getStandardDeviation()
                / Math.sqrt(n);
        return String.format(Locale.ROOT, "%-40s %.4f +- %.4f", name, values.getMean(), half);
    }
}
