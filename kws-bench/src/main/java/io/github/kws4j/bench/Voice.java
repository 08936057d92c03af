package io.github.kws4j.bench;

import java.util.Random;

/** A voice at 16 kHz that glides between vowels in an order of each word's own. */
public final class Voice {
    private static final int RATE = 16_000;

    private Voice() {}

    /**
     * A second in whose middle the voice says a word.
     *
     * @param word which
     * @param random the voice's pitch, and faint noise
     */
    public static float[] say(int word, Random random) {
        float[] samples = new float[RATE];
        double pitch = 110 + 20 * random.nextDouble();
        double phase = 0;
        int began = samples.length / 8;
        int length = samples.length * 3 / 4;
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (1e-3 * random.nextGaussian());
            double at = (double) (i - began) / length;
            if (at >= 0 && at < 1) {
                phase += 2 * Math.PI * pitch / RATE;
                double formant = 1000 + 700 * Math.sin(2 * Math.PI * (at * (word + 1) + word / 3.0));
                for (int harmonic = 1; harmonic * pitch < 4000; harmonic++) {
                    double off = (harmonic * pitch - formant) / 150;
                    samples[i] += (float) (0.1 * Math.sin(harmonic * phase) / (1 + off * off));
                }
            }
        }
        return samples;
    }
}
