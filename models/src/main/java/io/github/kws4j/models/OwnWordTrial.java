package io.github.kws4j.models;

import io.github.kws4j.audio.Audio;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A recording of a word with two seconds before and one after it, in faint noise or in a background.
 *
 * @param samples at 16 kHz
 * @param began where the recording begins in it
 * @param ended where the recording ends in it
 */
record OwnWordTrial(float[] samples, int began, int ended) {
    private static final int RATE = 16_000;
    private static final int LEAD = 2 * RATE;
    private static final int TAIL = RATE;
    private static final double FAINT = 4 * 0x1p-15;
    private static final int BLOCK = 320;

    static OwnWordTrial quiet(Audio clip, SplittableRandom random) {
        float[] samples = new float[LEAD + clip.length() + TAIL];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (FAINT * random.nextGaussian());
        }
        float[] word = clip.samples();
        for (int i = 0; i < word.length; i++) {
            samples[LEAD + i] += word[i];
        }
        return new OwnWordTrial(samples, LEAD, LEAD + clip.length());
    }

    /** The word {@code snrDb} over the background, both measured over the loudest third of their blocks of 20 ms. */
    static OwnWordTrial in(List<Audio> backgrounds, Audio clip, double snrDb, SplittableRandom random) {
        OwnWordTrial quiet = quiet(clip, random);
        float[] mixed = quiet.samples();
        float[] other = background(backgrounds, mixed.length, random);
        double gain = loudness(clip.samples()) / loudness(other) * Math.pow(10, -snrDb / 20);
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (float) Math.max(-1, Math.min(1, mixed[i] + gain * other[i]));
        }
        return new OwnWordTrial(mixed, quiet.began(), quiet.ended());
    }

    private static float[] background(List<Audio> sounds, int length, SplittableRandom random) {
        float[] background = new float[length];
        int at = 0;
        while (at < length) {
            Audio sound = sounds.get(random.nextInt(sounds.size()));
            int taken = Math.min(length - at, sound.length());
            sound.copyTo(random.nextInt(sound.length() - taken + 1), background, at, taken);
            at += taken;
        }
        return background;
    }

    private static double loudness(float[] sound) {
        double[] power = new double[Math.max(1, sound.length / BLOCK)];
        for (int i = 0; i < power.length * BLOCK && i < sound.length; i++) {
            power[i / BLOCK] += sound[i] * sound[i] / BLOCK;
        }
        Arrays.sort(power);
        int loud = Math.max(1, power.length / 3);
        return Math.sqrt(Arrays.stream(power, power.length - loud, power.length).sum() / loud) + 1e-5;
    }
}
