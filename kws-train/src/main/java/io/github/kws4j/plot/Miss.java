package io.github.kws4j.plot;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A clip that was heard wrong.
 *
 * @param clip which
 * @param heard the likeliest word
 * @param probability of it
 * @param truth probability of the word that was said
 */
record Miss(int clip, int heard, double probability, double truth) {
    /** The clips heard wrong, first those in which the word said is least likely. */
    static List<Miss> of(float[][] logits, int[] truth) {
        return IntStream.range(0, logits.length)
                .mapToObj(clip -> of(clip, logits[clip], truth[clip]))
                .filter(miss -> miss.heard() != truth[miss.clip()])
                .sorted(Comparator.comparingDouble(Miss::truth))
                .toList();
    }

    private static Miss of(int clip, float[] logits, int truth) {
        int heard = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[heard]) {
                heard = i;
            }
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp((double) logit - logits[heard]);
        }
        return new Miss(clip, heard, 1 / sum, Math.exp((double) logits[truth] - logits[heard]) / sum);
    }
}
