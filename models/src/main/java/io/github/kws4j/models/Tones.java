package io.github.kws4j.models;

import io.github.kws4j.train.augment.ClipSource;
import java.util.SplittableRandom;

/** Beeps, sweeps, chords and runs of notes: sound with pitch and no speech in it. */
final class Tones {
    private static final double LOWEST = 80; // hertz
    private static final double HIGHEST = 6000;

    private Tones() {}

    /** One to three voices, each a note, a sweep or a run of notes, with harmonics; its loudest sample at 1. */
    static ClipSource clips(int samples, int rate) {
        return random -> {
            var clip = new float[samples];
            int voices = random.nextInt(1, 4);
            for (int voice = 0; voice < voices; voice++) {
                add(clip, rate, random);
            }
            float peak = 1e-9f;
            for (float sample : clip) {
                peak = Math.max(peak, Math.abs(sample));
            }
            for (int i = 0; i < clip.length; i++) {
                clip[i] /= peak;
            }
            return clip;
        };
    }

    private static void add(float[] clip, int rate, SplittableRandom random) {
        int notes = random.nextInt(3) > 0 ? 1 : random.nextInt(2, 9);
        for (int note = 0; note < notes; note++) {
            int from = (int) ((long) clip.length * note / notes);
            int to = (int) ((long) clip.length * (note + 1) / notes);
            double start = pitch(random);
            double end = notes == 1 && random.nextBoolean() ? pitch(random) : start;
            add(clip, from, to, start / rate, end / rate, random);
        }
    }

    /** A note whose frequency, in turns a sample, goes from one to another in even ratios, and which may die away. */
    private static void add(float[] clip, int from, int to, double first, double last, SplittableRandom random) {
        int harmonics = random.nextInt(1, 7);
        double fall = random.nextDouble(0.3, 1);
        double decay = random.nextBoolean() ? 0 : random.nextDouble(1, 8);
        double phase = random.nextDouble();
        double frequency = first;
        double ratio = Math.pow(last / first, 1.0 / (to - from));
        int ramp = Math.max(1, Math.min(80, (to - from) / 4));
        for (int i = from; i < to; i++) {
            double edge = Math.min(1, Math.min(i - from, to - 1 - i) / (double) ramp);
            double amplitude = edge * Math.exp(-decay * (i - from) / (to - from));
            for (int h = 1; h <= harmonics && h * frequency < 0.5; h++) {
                clip[i] += (float) (amplitude * Math.sin(2 * Math.PI * h * phase));
                amplitude *= fall;
            }
            phase += frequency;
            frequency *= ratio;
        }
    }

    private static double pitch(SplittableRandom random) {
        return LOWEST * Math.pow(HIGHEST / LOWEST, random.nextDouble());
    }
}
