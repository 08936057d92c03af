package io.github.kws4j.spectrogram;

import org.jtransforms.fft.FloatFFT_1D;

/** Squared magnitudes of the real FFT of any length, by JTransforms. */
final class JTransformsFft implements Stage {
    private final int length;
    private final FloatFFT_1D fft;

    JTransformsFft(int length) {
        this.length = length;
        fft = new FloatFFT_1D(length);
    }

    @Override
    public int outputs() {
        return length / 2 + 1;
    }

    @Override
    public float[] apply(float[] values, float[] spare, int lanes) {
        for (int lane = 0; lane < lanes; lane++) {
            for (int n = 0; n < length; n++) {
                spare[n] = values[n * lanes + lane];
            }
            fft.realForward(spare, 0);
            for (int bin = 0; bin <= length / 2; bin++) {
                values[bin * lanes + lane] = power(spare, bin);
            }
        }
        return values;
    }

    /** From JTransforms' packed order: Re 0, Re n/2 (for an odd n, the last Im), Re 1, Im 1, Re 2, ... */
    private float power(float[] packed, int bin) {
        if (bin == 0) {
            return packed[0] * packed[0];
        }
        if (2 * bin == length) {
            return packed[1] * packed[1];
        }
        float re = packed[2 * bin];
        float im = packed[2 * bin + 1 == length ? 1 : 2 * bin + 1];
        return re * re + im * im;
    }
}
