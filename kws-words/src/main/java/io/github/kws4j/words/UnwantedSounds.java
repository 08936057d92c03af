package io.github.kws4j.words;

import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Sounds that are not to be taken for a word: of each, the windows of an embedding at every step.
 *
 * @param windows of all sounds
 */
record UnwantedSounds(List<double[]> windows) {
    private static final long SEED = 1;
    private static final int MOST_PUSHED = 60;

    /** Embeds the sounds as a stream has them, with faint noise before and after each. */
    static UnwantedSounds read(List<Material> materials, SpeechEmbedding embedding, LagCovariances speech)
            throws IOException {
        var windows = new ArrayList<double[]>();
        var random = new SplittableRandom(SEED);
        for (Material material : materials) {
            for (int i = 0; i < material.size(); i++) {
                Audio sound = material.sound(i).resample(embedding.sampleRate());
                Take take = Take.of(sound.samples(), embedding.sampleRate(), random);
                float[][] vectors = speech.standardise(
                        embedding.embed(List.of(take.samples())).get(0));
                int from = Timing.of(embedding).stepAt(take.began());
                windows.addAll(Take.windows(vectors, from, vectors.length, embedding.window()));
            }
        }
        return new UnwantedSounds(windows);
    }

    boolean isEmpty() {
        return windows.isEmpty();
    }

    /** The windows most like a word: those its detectors say most of. */
    List<double[]> nearest(Detectors word) {
        return windows.stream()
                .sorted(Comparator.comparingDouble((double[] window) -> -word.logit(window)))
                .limit(MOST_PUSHED)
                .toList();
    }

    /** The largest logit of a word in them; a very low one where there are none. */
    double largest(Detectors word) {
        return windows.stream().mapToDouble(word::logit).max().orElse(-100);
    }
}
