package io.github.kws4j.spectrogram;

import org.jtransforms.fft.DoubleFFT_1D;

/**
 * FFT of any length by JTransforms, one lane after the other: in double, as its floats lose a digit where the length
 * has prime factors above 5. Allocates a frame a call, and so does JTransforms.
 */
final class AnyLengthFft implements RealFft {
    private final int length;
    private final float[] weights;
    private final boolean magnitude;
    private final DoubleFFT_1D fft;

    AnyLengthFft(float[] weights, boolean magnitude) {
        this.weights = weights;
        this.magnitude = magnitude;
        length = weights.length;
        fft = new DoubleFFT_1D(length);
    }

    @Override
    public int row(int n) {
        return n;
    }

    @Override
    public void transform(float[][] rows, int lanes) {
        double[] frame = new double[length];
        for (int lane = 0; lane < lanes; lane++) {
            for (int n = 0; n < length; n++) {
                frame[n] = weights[n] * rows[n][lane];
            }
            fft.realForward(frame);
            for (int bin = 0; bin <= length / 2; bin++) {
                float power = power(frame, bin);
                rows[bin][lane] = magnitude ? (float) Math.sqrt(power) : power;
            }
        }
    }

    /** From JTransforms' packed order: Re 0, Re n/2 (for an odd n, the last Im), Re 1, Im 1, Re 2, ... */
    private float power(double[] packed, int bin) {
        if (bin == 0) {
            return (float) (packed[0] * packed[0]);
        }
        if (2 * bin == length) {
            return (float) (packed[1] * packed[1]);
        }
        double re = packed[2 * bin];
        double im = packed[2 * bin + 1 == length ? 1 : 2 * bin + 1];
        return (float) (re * re + im * im);
    }
}
