package io.github.kws4j.words;

import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Sounds that are not to be taken for a word: of each, the windows of an embedding at every step.
 *
 * @param windows of all sounds
 */
record UnwantedSounds(List<double[]> windows) {
    private static final int MOST_PUSHED = 60;

    /** Embeds the sounds as they are, with a second of silence after each. */
    static UnwantedSounds read(List<Material> materials, SpeechEmbedding embedding, LagCovariances speech)
            throws IOException {
        var windows = new ArrayList<double[]>();
        for (Material material : materials) {
            for (int i = 0; i < material.size(); i++) {
                Audio sound = material.sound(i).resample(embedding.sampleRate());
                float[] samples =
                        sound.fitTo(sound.length() + embedding.sampleRate()).samples();
                float[][] vectors =
                        speech.standardise(embedding.embed(List.of(samples)).get(0));
                windows.addAll(Take.windows(vectors, 0, vectors.length));
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
