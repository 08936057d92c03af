package io.github.kws4j.spectrogram;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Logarithm of the energy in bands spaced along the mel scale.
 *
 * @param stft the transform whose bins are summed
 * @param sampleRate samples a second: says at which frequencies the bins lie
 * @param bands the bands
 * @param logarithm how their energy is compressed
 */
public record LogMel(Stft stft, int sampleRate, MelBands bands, Logarithm logarithm) implements FrontEnd {
    /**
     * @throws IllegalArgumentException if {@code sampleRate < 1}, if the bands end above half the sample rate, or if
     *     there are more than twice as many as the transform has bins, so that one would be empty
     */
    public LogMel {
        Bounds.atLeast(1, sampleRate, "sample rate");
        double nyquist = sampleRate / 2.0;
        Bounds.check(
                bands.range().upper() <= nyquist,
                "upper edge <= " + nyquist + " Hz, half the sample rate,",
                bands.range().upper());
        Bounds.check(
                bands.count() <= 2 * stft.bins(),
                "bands <= " + 2 * stft.bins() + ", twice the FFT bins,",
                bands.count());
    }

    @Override
    public int bins() {
        return bands.count();
    }

    /**
     * Triangular weights that take the bins of a spectrum to bands.
     *
     * @return a new array, {@code bands x FFT bins}
     */
    public double[][] weights() {
        var weights = new double[bands.count()][];
        Arrays.setAll(weights, weightsByBand());
        return weights;
    }

    /** As {@link #weights}, one band at a time. */
    IntFunction<double[]> weightsByBand() {
        return bands.scale().weights(bands, sampleRate, stft.fftLength());
    }
}
