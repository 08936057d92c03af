package io.github.kws4j.words;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The recordings of one word as an embedding sees them: of each the mean window after the word, at several speeds,
 * alone, in noise and over talk, and the windows at which it may be found.
 *
 * @param label the word
 * @param recordings in the order given
 * @param examples one a recording, in the same order
 */
record WordTakes(String label, List<Recording> recordings, List<Example> examples) {
    private static final long SEED = 20_02_01322;
    private static final int VARIANTS_IN_ALL = 15;
    private static final double[] SPEEDS = {1, 0.87, 1.16};
    private static final int RECORDINGS_AT_ONCE = 32;

    /** A recording's mean windows, and those at which the word may be found in it as it is. */
    record Example(double[] clean, double[] inNoise, double[] overTalk, List<double[]> around) {
        /** What detectors are made of, one each. */
        List<double[]> means() {
            return List.of(clean, inNoise, overTalk);
        }
    }

    WordTakes {
        recordings = List.copyOf(recordings);
        examples = List.copyOf(examples);
    }

    /**
     * Embeds the recordings of a word, some at a time; of few recordings more is made each.
     *
     * @param progress takes the number of recordings each time; what it throws ends this
     */
    static WordTakes of(
            String label,
            List<Recording> recordings,
            SpeechEmbedding embedding,
            LagCovariances speech,
            Progress progress)
            throws IOException {
        var random = new SplittableRandom(SEED);
        int variants = Math.max(1, Math.min(SPEEDS.length, VARIANTS_IN_ALL / recordings.size()));
        int each = variants * (1 + Background.values().length);
        var timing = Timing.of(embedding);
        var examples = new ArrayList<Example>();
        for (int from = 0; from < recordings.size(); from += RECORDINGS_AT_ONCE) {
            var some = recordings.subList(from, Math.min(recordings.size(), from + RECORDINGS_AT_ONCE));
            var takes = takes(some, variants, embedding.sampleRate(), random);
            var vectors = embedding.embed(takes.stream().map(Take::samples).toList()).stream()
                    .map(speech::standardise)
                    .toList();
            for (int first = 0; first < takes.size(); first += each) {
                examples.add(example(takes.subList(first, first + each), vectors.subList(first, first + each), timing));
            }
            progress.add(some.size());
        }
        return new WordTakes(label, recordings, examples);
    }

    /** Random numbers are drawn in one order, whatever runs at once. */
    private static List<Take> takes(List<Recording> recordings, int variants, int sampleRate, SplittableRandom random) {
        var atSpeeds = IntStream.range(0, recordings.size() * SPEEDS.length)
                .parallel()
                .mapToObj(i -> recordings.get(i / SPEEDS.length).atSpeed(SPEEDS[i % SPEEDS.length], sampleRate))
                .toList();
        var takes = new ArrayList<Supplier<Take>>();
        for (int i = 0; i < recordings.size(); i++) {
            double loudness = recordings.get(i).loudness();
            var clean = atSpeeds.subList(i * SPEEDS.length, (i + 1) * SPEEDS.length).stream()
                    .map(recording -> Take.clean(recording, sampleRate, random))
                    .toList();
            clean.subList(0, variants).forEach(take -> takes.add(() -> take));
            for (Background background : Background.values()) {
                for (int v = 0; v < variants; v++) {
                    int speed = (i + v + background.ordinal()) % SPEEDS.length;
                    takes.add(clean.get(speed).in(background, loudness, random));
                }
            }
        }
        return takes.parallelStream().map(Supplier::get).toList();
    }

    private static Example example(List<Take> takes, List<float[][]> vectors, Timing timing) {
        int variants = takes.size() / (1 + Background.values().length);
        var after = new ArrayList<double[]>();
        for (int i = 0; i < takes.size(); i++) {
            after.add(takes.get(i).after(vectors.get(i), timing));
        }
        return new Example(
                Take.mean(after.subList(0, variants)),
                Take.mean(after.subList(variants, 2 * variants)),
                Take.mean(after.subList(2 * variants, takes.size())),
                takes.get(0).around(vectors.get(0), timing));
    }

    int size() {
        return examples.size();
    }

    /** These without the recording of a name. */
    WordTakes without(String name) {
        var kept = IntStream.range(0, size())
                .filter(i -> !recordings.get(i).name().equals(name))
                .boxed()
                .toList();
        return new WordTakes(
                label,
                kept.stream().map(recordings::get).toList(),
                kept.stream().map(examples::get).toList());
    }
}
