package io.github.kws4j.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Makes the detectors of words from their directions and from what is not to be taken for them. */
final class Learner {
    /** Logits a deviation of other speech: makes the probabilities of usual scores lie well within 0 and 1. */
    static final double SLOPE = 2;

    private static final double ALIGNED_RATE = 10;

    private final OtherSpeech speech;

    Learner(OtherSpeech speech) {
        this.speech = speech;
    }

    /** A word's detectors, and their logits at every step of the other speech. */
    record Aligned(Detectors detectors, float[] logits) {}

    List<LearntWord> learn(List<DirectedWord> words, UnwantedSounds unwanted) {
        List<DirectedWord> directed = words;
        List<Aligned> aligned = align(words);
        if (!unwanted.isEmpty()) {
            var pushed = new ArrayList<DirectedWord>();
            for (int i = 0; i < words.size(); i++) {
                var nearest = unwanted.nearest(aligned.get(i).detectors());
                pushed.add(words.get(i).awayFrom(nearest));
            }
            directed = pushed;
            aligned = align(pushed);
        }
        var learnt = new ArrayList<LearntWord>();
        for (int i = 0; i < words.size(); i++) {
            learnt.add(LearntWord.of(directed.get(i), aligned.get(i), unwanted));
        }
        return learnt;
    }

    /** Scores all words in one pass over the other speech, which costs little more than one word's. */
    private List<Aligned> align(List<DirectedWord> words) {
        var unit = words.stream().map(word -> word.directions().detectors(-1)).toList();
        float[][] scores =
                speech.track().scores(unit.stream().flatMap(List::stream).toList());
        int each = scores.length / Math.max(1, words.size());
        return IntStream.range(0, words.size())
                .parallel()
                .mapToObj(i -> align(
                        words.get(i).takes().label(),
                        unit.get(i),
                        Arrays.copyOfRange(scores, i * each, (i + 1) * each)))
                .toList();
    }

    /** Detectors with values of deviation 1, made logits that are 0 at one false alarm an hour. */
    private Aligned align(String label, List<float[]> unit, float[][] scores) {
        float[] logits = new float[speech.track().steps()];
        Arrays.fill(logits, Float.NEGATIVE_INFINITY);
        float[] offsets = new float[unit.size()];
        for (int d = 0; d < offsets.length; d++) {
            offsets[d] = -Peaks.threshold(scores[d], ALIGNED_RATE * speech.hours());
            raise(logits, scores[d], offsets[d]);
        }
        float zero = Peaks.threshold(logits, speech.hours());
        rescale(offsets, zero);
        rescale(logits, zero);
        var weights = unit.stream().map(Learner::scaled).toList();
        return new Aligned(new Detectors(label, weights, offsets), logits);
    }

    private static void raise(float[] largest, float[] values, float offset) {
        for (int t = 0; t < largest.length; t++) {
            largest[t] = Math.max(largest[t], values[t] + offset);
        }
    }

    private static void rescale(float[] values, float zero) {
        for (int t = 0; t < values.length; t++) {
            values[t] = (float) (SLOPE * (values[t] - zero));
        }
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
}
