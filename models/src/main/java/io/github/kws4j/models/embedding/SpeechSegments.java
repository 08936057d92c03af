package io.github.kws4j.models.embedding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Parts of running speech that may stand for words: about as long, loud, and ending where it is quiet. Nobody said what
 * they are: it is enough that each is itself, however it is disturbed.
 */
final class SpeechSegments {
    private static final int RATE = Segments.RATE;
    private static final int MOST = 2;
    private static final int DRAWS = 12;
    private static final double SHORTEST = 0.45;
    private static final double LONGEST = 1.2;
    private static final int BLOCK = RATE / 50;
    private static final int NEAR = RATE * 3 / 20;
    private static final int LEFT = RATE / 10;
    private static final double LEAST_LEVEL = 1e-3;
    private static final double LEAST_SHARE = 0.4;
    private static final int FADE = RATE / 100;

    private SpeechSegments() {}

    /** Samples from {@code start} to before {@code end}. */
    record Segment(int start, int end) {
        int length() {
            return end - start;
        }

        /** The segment alone, faded in and out in 10 ms. */
        float[] cut(float[] sound) {
            float[] cut = Arrays.copyOfRange(sound, start, end);
            for (int i = 0; i < FADE; i++) {
                cut[i] *= (float) i / FADE;
                cut[cut.length - 1 - i] *= (float) i / FADE;
            }
            return cut;
        }

        private boolean meets(Segment other) {
            return start < other.end && other.start < end;
        }
    }

    /** Up to two segments that share nothing; none of a sound that is short or silent. */
    static List<Segment> of(float[] sound, SplittableRandom random) {
        var segments = new ArrayList<Segment>();
        double level = Disturbance.level(sound);
        if (sound.length < 2 * RATE || level < LEAST_LEVEL) {
            return segments;
        }
        for (int i = 0; i < DRAWS && segments.size() < MOST; i++) {
            int length = (int) (random.nextDouble(SHORTEST, LONGEST) * RATE);
            int end = quietest(sound, random.nextInt(length, sound.length - LEFT), length);
            var segment = new Segment(end - length, end);
            boolean loud = deviation(sound, segment) > LEAST_SHARE * level;
            if (loud && segments.stream().noneMatch(segment::meets)) {
                segments.add(segment);
            }
        }
        return segments;
    }

    /** The quietest place near another, not before {@code least} nor near the end. */
    private static int quietest(float[] sound, int place, int least) {
        int best = place;
        double bestPower = Double.POSITIVE_INFINITY;
        int to = Math.min(sound.length - LEFT, place + NEAR);
        for (int at = Math.max(least, place - NEAR); at < to; at += BLOCK) {
            double power = 0;
            for (int i = at - BLOCK; i < at + BLOCK; i++) {
                power += sound[i] * sound[i];
            }
            if (power < bestPower) {
                bestPower = power;
                best = at;
            }
        }
        return best;
    }

    private static double deviation(float[] sound, Segment segment) {
        double power = 0;
        for (int i = segment.start(); i < segment.end(); i++) {
            power += sound[i] * sound[i];
        }
        return Math.sqrt(power / segment.length());
    }
}
