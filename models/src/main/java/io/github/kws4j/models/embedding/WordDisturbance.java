package io.github.kws4j.models.embedding;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Noise or another voice over words, by the level of the words alone. Immutable and safe to share between threads. */
final class WordDisturbance {
    private static final double LOUDEST_NOISE = 3; // decibels below the word
    private static final double LOUDEST_TALK = 5;
    private static final double FAINTEST = 18;
    private static final double LEAST = 1e-4;
    private static final int SHORTEST_WORD = 640;

    private final List<float[]> noises;
    private final List<float[]> talk;

    /**
     * @param noises recordings of any length
     * @param talk recordings of speech
     */
    WordDisturbance(List<float[]> noises, List<float[]> talk) {
        this.noises = noises;
        this.talk = talk;
    }

    /** A sound under noise, or over another voice; {@code from} to {@code to} are what counts as its words. */
    float[] over(float[] sound, int from, int to, SplittableRandom random) {
        return over(sound, from, to, random.nextBoolean(), random);
    }

    /** A sound under noise where {@code noise} says so, else over another voice. */
    float[] over(float[] sound, int from, int to, boolean noise, SplittableRandom random) {
        double words = Disturbance.level(to - from > SHORTEST_WORD ? Arrays.copyOfRange(sound, from, to) : sound);
        float[] other = piece(noise ? noises : talk, sound.length, random);
        double ratio = random.nextDouble(noise ? LOUDEST_NOISE : LOUDEST_TALK, FAINTEST);
        double gain = words / Math.max(Disturbance.level(other), 1e-9) * Math.pow(10, -ratio / 20);
        var disturbed = new float[sound.length];
        for (int i = 0; i < sound.length; i++) {
            disturbed[i] = (float) (sound[i] + gain * other[i]);
        }
        return disturbed;
    }

    /** A stretch of the recordings from a random place on, one that is not silent if one of five isn't. */
    private static float[] piece(List<float[]> recordings, int length, SplittableRandom random) {
        var piece = new float[length];
        for (int i = 0; i < 5 && Disturbance.level(piece) < LEAST; i++) {
            int which = random.nextInt(recordings.size());
            int at = random.nextInt(recordings.get(which).length);
            for (int filled = 0; filled < length; ) {
                float[] recording = recordings.get(which);
                int part = Math.min(length - filled, recording.length - at);
                System.arraycopy(recording, at, piece, filled, part);
                filled += part;
                at = 0;
                which = (which + 1) % recordings.size();
            }
        }
        return piece;
    }
}
