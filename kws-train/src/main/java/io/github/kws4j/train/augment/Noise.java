package io.github.kws4j.train.augment;

import io.github.kws4j.audio.Audio;
import java.util.SplittableRandom;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/** Sound without a word in it, to lay under clips or to learn silence from. */
public final class Noise {
    private static final double FLAT_BELOW = 20; // hertz

    private Noise() {}

    /**
     * Gaussian noise whose amplitude falls with frequency {@code f} as {@code f^-slope} above 20 Hz: 0 is white, 0.5
     * pink, 1 brown.
     *
     * @param slope of the amplitude spectrum
     * @param samples at least this many; rounded up to a power of two
     * @param sampleRate samples a second
     * @param seed decides the noise
     * @return noise with peak 0.5
     */
    public static Audio coloured(double slope, int samples, int sampleRate, long seed) {
        int length = Integer.highestOneBit(Math.max(2, samples - 1)) << 1;
        var random = new SplittableRandom(seed);
        var spectrum = new Complex[length];
        spectrum[0] = Complex.ZERO;
        spectrum[length / 2] = Complex.ZERO;
        for (int bin = 1; bin < length / 2; bin++) {
            double hertz = (double) bin * sampleRate / length;
            double amplitude = Math.pow(Math.max(hertz, FLAT_BELOW), -slope);
            spectrum[bin] = new Complex(amplitude * random.nextGaussian(), amplitude * random.nextGaussian());
            spectrum[length - bin] = spectrum[bin].conjugate();
        }
        Complex[] sound =
                new FastFourierTransformer(DftNormalization.STANDARD).transform(spectrum, TransformType.INVERSE);
        double peak = 0;
        for (Complex value : sound) {
            peak = Math.max(peak, Math.abs(value.getReal()));
        }
        var noise = new float[length];
        for (int i = 0; i < length; i++) {
            noise[i] = (float) (0.5 * sound[i].getReal() / peak);
        }
        return Audio.of(noise, sampleRate);
    }

    /**
     * Noise at every level: each draw is brought to an RMS drawn evenly in decibels, and what passes full scale is
     * clipped.
     *
     * @param noise of any level; silent draws stay silent
     * @param quietest least RMS in decibels of full scale
     * @param loudest greatest RMS in decibels of full scale
     * @return the source
     */
    public static ClipSource atLevels(ClipSource noise, double quietest, double loudest) {
        return random -> {
            float[] clip = noise.draw(random);
            double wanted = Math.pow(10, (quietest + (loudest - quietest) * random.nextDouble()) / 20);
            amplify(clip, wanted / Math.max(level(clip), 1e-9));
            return clip;
        };
    }

    /**
     * Noise that swells and falls in even time, from waves to ticks to engines: the amplitude goes as {@code
     * exp(d (cos(2 pi f t + p) - 1))}, {@code f} drawn evenly in octaves, {@code d} evenly from 0 to 4, {@code p}
     * evenly.
     *
     * @param noise of any level
     * @param slowest the least frequency, in cycles a sample; above 0
     * @param fastest the greatest frequency
     * @return the source
     * @throws IllegalArgumentException where {@code slowest} is not above 0 or above {@code fastest}
     */
    public static ClipSource swelling(ClipSource noise, double slowest, double fastest) {
        if (!(slowest > 0 && fastest >= slowest)) {
            throw new IllegalArgumentException(
                    "expected frequencies above 0, the least first, but got " + slowest + " and " + fastest);
        }
        return random -> {
            float[] clip = noise.draw(random);
            double frequency = slowest * Math.pow(fastest / slowest, random.nextDouble());
            double depth = 4 * random.nextDouble();
            double phase = random.nextDouble();
            for (int i = 0; i < clip.length; i++) {
                clip[i] *= (float) Math.exp(depth * (Math.cos(2 * Math.PI * (phase + frequency * i)) - 1));
            }
            return clip;
        };
    }

    /** Multiplies in place; what passes full scale is clipped. */
    static void amplify(float[] clip, double gain) {
        for (int i = 0; i < clip.length; i++) {
            double amplified = gain * clip[i];
            clip[i] = (float) (amplified > 1 ? 1 : amplified < -1 ? -1 : amplified);
        }
    }

    /** Root mean square, 0 for no samples. */
    public static double level(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / Math.max(1, samples.length));
    }
}
