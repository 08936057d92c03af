package io.github.kws4j.models.embedding;

import io.github.kws4j.audio.Audio;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A recording as it is, disturbed, and twice more at another speed, in a room or not, in noise and over talk; each
 * after faint noise. Immutable and safe to share between threads.
 */
final class WordVersions {
    private static final int RATE = Segments.RATE;
    private static final double SHORTEST_PAUSE = 1.7;
    private static final double LONGEST_PAUSE = 2.5;
    private static final double FAINT = 1e-4;
    private static final double IN_A_ROOM = 0.3;
    /** What the number of samples is multiplied by: fewer are faster and higher, more are slower and deeper. */
    private static final double[] STRETCHES = {0.87, 0.93, 1, 1, 1.07, 1.14, 1.17};

    private final WordDisturbance disturbance;

    WordVersions(WordDisturbance disturbance) {
        this.disturbance = disturbance;
    }

    /**
     * A version of a recording.
     *
     * @param sound after a pause
     * @param pause the samples before the recording
     * @param stretch the recording's samples are as many times as many
     */
    record Version(float[] sound, int pause, double stretch) {
        /** Where a sample of the recording is in this version. */
        int at(int sample) {
            return pause + (int) Math.round(stretch * sample);
        }
    }

    /** Four versions of a recording. */
    List<Version> ofAll(float[] recording, SplittableRandom random) {
        var versions = new ArrayList<Version>();
        Version quiet = after(recording, 1, random);
        versions.add(quiet);
        int end = quiet.at(recording.length);
        versions.add(new Version(
                disturbance.over(quiet.sound(), quiet.pause(), end, random), quiet.pause(), quiet.stretch()));
        for (boolean noise : new boolean[] {true, false}) {
            double stretch = STRETCHES[random.nextInt(STRETCHES.length)];
            Version changed = after(changed(recording, stretch), stretch, random);
            if (random.nextDouble() < IN_A_ROOM) {
                Disturbance.room(changed.sound(), random);
            }
            float[] disturbed =
                    disturbance.over(changed.sound(), changed.pause(), changed.at(recording.length), noise, random);
            versions.add(new Version(disturbed, changed.pause(), stretch));
        }
        return versions;
    }

    private static float[] changed(float[] recording, double stretch) {
        return stretch == 1
                ? recording
                : Audio.of(recording, RATE)
                        .resample((int) Math.round(stretch * RATE))
                        .samples();
    }

    /** A sound after faint noise, and before a second of it. */
    private static Version after(float[] sound, double stretch, SplittableRandom random) {
        int pause = (int) (random.nextDouble(SHORTEST_PAUSE, LONGEST_PAUSE) * RATE);
        float[] laid = faintNoise(pause + sound.length + RATE, FAINT, random);
        System.arraycopy(sound, 0, laid, pause, sound.length);
        return new Version(laid, pause, stretch);
    }

    static float[] faintNoise(int samples, double level, SplittableRandom random) {
        var noise = new float[samples];
        for (int i = 0; i < samples; i++) {
            noise[i] = (float) (level * random.nextGaussian());
        }
        return noise;
    }
}
