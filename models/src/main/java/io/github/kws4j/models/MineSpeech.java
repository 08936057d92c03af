package io.github.kws4j.models;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Prediction;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds what a model takes for keywords in speech that has none: the hard negatives of the next round of training. */
@Command(
        name = "MineSpeech",
        mixinStandardHelpOptions = true,
        description = "Writes what a model takes for a keyword in the training readers' speech, two seconds each.")
public final class MineSpeech implements Callable<Integer> {
    private static final int HOP = PretrainedData.RATE / 10;
    private static final int AROUND = PretrainedData.RATE / 4;
    private static final int BATCH = 64;

    @Mixin
    private Recordings recordings;

    @Option(names = "--model", description = "model file (default: that in the jar)")
    private @Nullable Path model;

    @Option(names = "--least", defaultValue = "0.3", description = "least probability of a keyword (${DEFAULT-VALUE})")
    private double least;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FOLDER",
            description = "folder to write to: its folders english and other")
    private Path out;

    private record Hit(int at, String label, double probability) {}

    /**
     * Runs the program.
     *
     * @param arguments {@code --base FOLDER --gathered FOLDER --spoken FOLDER --out FOLDER [--model FILE]
     *     [--least 0.3]}
     */
    public static void main(String[] arguments) {
        Program.run(new MineSpeech(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        var speech = new Speech(recordings, PretrainedData.KEYWORDS);
        var builder = KeywordClassifier.builder().threads(1);
        try (KeywordClassifier classifier = model == null ? builder.pretrained() : builder.load(model)) {
            int english = mine(classifier, speech.training(), Set.of(), out.resolve("english"));
            // 'no' is a word, or sounds like one, in many languages.
            int others = mine(classifier, speech.languages(false), Set.of("no"), out.resolve("other"));
            System.out.printf("%d windows of English, %d of other languages%n", english, others);
        }
        return 0;
    }

    private int mine(KeywordClassifier classifier, List<Audio> utterances, Set<String> without, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        List<List<Hit>> hits = IntStream.range(0, utterances.size())
                .parallel()
                .mapToObj(i -> hits(classifier, utterances.get(i), without))
                .toList();
        int written = 0;
        for (int i = 0; i < hits.size(); i++) {
            for (Hit hit : hits.get(i)) {
                String file = String.format(
                        Locale.ROOT, "%05d_%07d_%s_%02.0f.wav", i, hit.at(), hit.label(), 100 * hit.probability());
                cut(utterances.get(i), hit.at() - AROUND, PretrainedData.WINDOW + 2 * AROUND)
                        .write(folder.resolve(file));
                written++;
            }
        }
        return written;
    }

    /** The windows in which a keyword is likely, the likeliest of those that overlap by more than half. */
    private List<Hit> hits(KeywordClassifier classifier, Audio utterance, Set<String> without) {
        var all = new ArrayList<Hit>();
        var windows = new ArrayList<Audio>();
        int last = Math.max(0, utterance.length() - PretrainedData.WINDOW);
        for (int at = 0; at <= last; at += HOP) {
            windows.add(cut(utterance, at, PretrainedData.WINDOW));
            if (windows.size() == BATCH || at + HOP > last) {
                int first = at - (windows.size() - 1) * HOP;
                List<Prediction> answers = classifier.classifyAll(windows);
                for (int i = 0; i < answers.size(); i++) {
                    Prediction answer = answers.get(i);
                    int place = first + i * HOP;
                    answer.top(3).stream()
                            .filter(score -> PretrainedData.KEYWORDS.contains(score.label()))
                            .filter(score -> !without.contains(score.label()) && score.probability() >= least)
                            .findFirst()
                            .ifPresent(score -> all.add(new Hit(place, score.label(), score.probability())));
                }
                windows.clear();
            }
        }
        all.sort((a, b) -> Double.compare(b.probability(), a.probability()));
        var kept = new ArrayList<Hit>();
        for (Hit hit : all) {
            if (kept.stream().noneMatch(other -> Math.abs(other.at() - hit.at()) < PretrainedData.RATE / 2)) {
                kept.add(hit);
            }
        }
        return kept;
    }

    /** A part of a sound, with silence for what lies outside. */
    private static Audio cut(Audio sound, int from, int length) {
        var samples = new float[length];
        int first = Math.max(0, from);
        int count = Math.min(sound.length(), from + length) - first;
        sound.copyTo(first, samples, first - from, Math.max(0, count));
        return Audio.of(samples, sound.sampleRate());
    }
}
