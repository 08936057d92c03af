package io.github.kws4j.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The detectors of one word: each a direction in the last vectors of an embedding, with an offset.
 * What the network says of the word is the largest of their values, made a logit that is 0 at the threshold for one
 * false alarm an hour.
 *
 * @param label the word
 * @param weights of each detector, {@code n x size}, the oldest vector's first, for vectors of mean 0 and
 *     deviation 1
 * @param offsets of each detector, added to its weighted sum
 */
record Detectors(String label, List<float[]> weights, float[] offsets) {
    Detectors {
        weights = List.copyOf(weights);
        offsets = offsets.clone();
    }

    /** The logits of each word at every vector of a track; before the first, vectors are 0. */
    static List<float[]> logits(List<Detectors> words, EmbeddingTrack track) {
        float[][] sums = track.scores(
                words.stream().flatMap(word -> word.weights().stream()).toList());
        var logits = new ArrayList<float[]>();
        int from = 0;
        for (Detectors word : words) {
            int to = from + word.offsets.length;
            logits.add(word.largest(Arrays.copyOfRange(sums, from, to)));
            from = to;
        }
        return logits;
    }

    private float[] largest(float[][] sums) {
        float[] largest = new float[sums[0].length];
        for (int t = 0; t < largest.length; t++) {
            largest[t] = largest(sums, t);
        }
        return largest;
    }

    private float largest(float[][] sums, int t) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int d = 0; d < offsets.length; d++) {
            largest = Math.max(largest, sums[d][t] + offsets[d]);
        }
        return largest;
    }

    /** As {@link #logits(List, EmbeddingTrack)}, at one window of {@code n x size} numbers. */
    double logit(double[] window) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int d = 0; d < offsets.length; d++) {
            double sum = offsets[d];
            float[] weight = weights.get(d);
            for (int i = 0; i < window.length; i++) {
                sum += weight[i] * window[i];
            }
            largest = Math.max(largest, sum);
        }
        return largest;
    }
}
