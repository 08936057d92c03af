package io.github.kws4j.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the detectors of a word from its recordings and from what is not to be taken for it. */
final class Learner {
    /** Logits a deviation of other speech: makes the probabilities of usual scores lie well within 0 and 1. */
    static final double SLOPE = 2;

    private static final double ALIGNED_RATE = 10;
    private static final int PAUSE_STEPS = 9;
    private static final double UNLIKE_SHARE = 0.35;
    private static final double UNLIKE_MOST = 4;
    private static final int LEAST_TO_COMPARE = 4;

    private final OtherSpeech speech;

    Learner(OtherSpeech speech) {
        this.speech = speech;
    }

    /** The detectors, with values of deviation 1 made logits that are 0 at one false alarm an hour. */
    Detectors detectors(String label, Directions directions) {
        List<float[]> unit = directions.detectors(-1);
        float[][] scores = speech.track().scores(unit);
        float[] largest = new float[speech.track().steps()];
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
        float[] offsets = new float[unit.size()];
        for (int d = 0; d < offsets.length; d++) {
            offsets[d] = -threshold(scores[d], ALIGNED_RATE * speech.hours());
            for (int t = 0; t < largest.length; t++) {
                largest[t] = Math.max(largest[t], scores[d][t] + offsets[d]);
            }
        }
        float zero = threshold(largest, speech.hours());
        var weights = new ArrayList<float[]>();
        for (int d = 0; d < offsets.length; d++) {
            weights.add(scaled(unit.get(d)));
            offsets[d] = (float) (SLOPE * (offsets[d] - zero));
        }
        return new Detectors(label, weights, offsets);
    }

    /** Detectors made without one recording, with the offsets of those made of all. */
    static Detectors without(int except, Directions directions, Detectors all) {
        var weights = directions.detectors(except).stream().map(Learner::scaled).toList();
        return new Detectors(all.label(), weights, all.offsets());
    }

    private static float[] scaled(float[] weights) {
        float[] scaled = weights.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= (float) SLOPE;
        }
        return scaled;
    }

    /** The indices of recordings that the others' detector finds far less in than in the rest. */
    static List<Integer> unlike(WordTakes word, Directions directions) {
        if (word.size() < LEAST_TO_COMPARE) {
            return List.of();
        }
        double[] scores = new double[word.size()];
        for (int i = 0; i < scores.length; i++) {
            float[] others = directions.detectors(i).get(0);
            double[] mean = word.examples().get(i).clean();
            for (int at = 0; at < mean.length; at++) {
                scores[i] += others[at] * mean[at];
            }
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double limit = Math.min(UNLIKE_MOST, UNLIKE_SHARE * sorted[sorted.length / 2]);
        var unlike = new ArrayList<Integer>();
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] < limit) {
                unlike.add(i);
            }
        }
        return unlike.size() <= word.size() / 3 ? unlike : List.of();
    }

    /** The largest value that peaks of the track reach {@code count} times, peaks nearer than a pause counted once. */
    private static float threshold(float[] track, double count) {
        float[] sorted = track.clone();
        Arrays.sort(sorted);
        int wanted = Math.max(1, (int) Math.floor(count));
        int at = sorted.length - wanted;
        while (at > 0 && peaks(track, sorted[at]) < wanted) {
            at--;
        }
        return sorted[at];
    }

    private static int peaks(float[] track, float threshold) {
        int peaks = 0;
        int next = 0;
        for (int t = 0; t < track.length; t++) {
            if (track[t] >= threshold) {
                peaks += t >= next ? 1 : 0;
                next = t + PAUSE_STEPS;
            }
        }
        return peaks;
    }
}
