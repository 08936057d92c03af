package io.github.kws4j.train.augment;

import java.util.SplittableRandom;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * What a room does to sound: the direct sound, and after it Gaussian noise that dies away exponentially in place of the
 * many reflections (Polack 1988). Immutable and safe to share between threads.
 */
final class Reverberation {
    private final double[] response;

    /**
     * Draws a room.
     *
     * @param time samples in which its sound falls by 60 dB, at least 1
     * @param ratio of the direct sound's power to that of the reflections, in decibels
     */
    Reverberation(int time, double ratio, SplittableRandom random) {
        response = new double[time + 1];
        double power = 0;
        for (int i = 1; i <= time; i++) {
            response[i] = random.nextGaussian() * Math.pow(10, -3.0 * i / time);
            power += response[i] * response[i];
        }
        double gain = Math.pow(10, -ratio / 20) / Math.sqrt(power);
        for (int i = 1; i <= time; i++) {
            response[i] *= gain;
        }
        response[0] = 1;
    }

    /** The sound in this room, as long as it was: the direct sound stays where it is and as loud as it is. */
    float[] of(float[] sound) {
        int length = Integer.highestOneBit(sound.length + response.length) << 1;
        var padded = new double[length];
        for (int i = 0; i < sound.length; i++) {
            padded[i] = sound[i];
        }
        var room = new double[length];
        System.arraycopy(response, 0, room, 0, response.length);
        var transformer = new FastFourierTransformer(DftNormalization.STANDARD);
        Complex[] spectrum = transformer.transform(padded, TransformType.FORWARD);
        Complex[] passed = transformer.transform(room, TransformType.FORWARD);
        for (int bin = 0; bin < length; bin++) {
            spectrum[bin] = spectrum[bin].multiply(passed[bin]);
        }
        Complex[] reverberated = transformer.transform(spectrum, TransformType.INVERSE);
        var out = new float[sound.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) reverberated[i].getReal();
        }
        return out;
    }
}
