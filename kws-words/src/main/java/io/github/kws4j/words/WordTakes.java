package io.github.kws4j.words;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The recordings of one word as an embedding sees them: of each the mean window after the word as it is, in noise and
 * over talk, and the windows at which it may be found.
 *
 * @param label the word
 * @param recordings in the order given
 * @param examples one a recording, in the same order
 */
record WordTakes(String label, List<Recording> recordings, List<Example> examples) {
    private static final long SEED = 20_02_01322;
    private static final int VARIANTS_IN_ALL = 10;
    private static final int MOST_VARIANTS = 3;

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

    /** Embeds the recordings of a word; few recordings are laid into more backgrounds each. */
    static WordTakes of(String label, List<Recording> recordings, SpeechEmbedding embedding, LagCovariances speech) {
        var random = new SplittableRandom(SEED);
        int variants = Math.min(MOST_VARIANTS, (VARIANTS_IN_ALL + recordings.size() - 1) / recordings.size());
        var takes = new ArrayList<Take>();
        for (Recording recording : recordings) {
            Take clean = Take.clean(recording, embedding.sampleRate(), random);
            takes.add(clean);
            for (Background background : Background.values()) {
                for (int i = 0; i < variants; i++) {
                    takes.add(clean.in(background, recording.loudness(), random));
                }
            }
        }
        var vectors = embedding.embed(takes.stream().map(Take::samples).toList()).stream()
                .map(speech::standardise)
                .toList();
        var timing = Timing.of(embedding);
        var examples = new ArrayList<Example>();
        int each = 1 + variants * Background.values().length;
        for (int first = 0; first < takes.size(); first += each) {
            examples.add(example(takes.subList(first, first + each), vectors.subList(first, first + each), timing));
        }
        return new WordTakes(label, recordings, examples);
    }

    private static Example example(List<Take> takes, List<float[][]> vectors, Timing timing) {
        int variants = (takes.size() - 1) / 2;
        var after = new ArrayList<double[]>();
        for (int i = 0; i < takes.size(); i++) {
            after.add(takes.get(i).after(vectors.get(i), timing));
        }
        return new Example(
                after.get(0),
                Take.mean(after.subList(1, 1 + variants)),
                Take.mean(after.subList(1 + variants, takes.size())),
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
