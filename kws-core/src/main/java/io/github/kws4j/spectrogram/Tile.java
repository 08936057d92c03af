package io.github.kws4j.spectrogram;

import java.util.Arrays;

/**
 * One thread's working memory: rows for the FFT, the same rows in the order it takes samples, and rows for what
 * follows.
 */
final class Tile {
    final float[][] samples;
    final float[][] rows;
    final float[][] spare;

    Tile(RealFft fft, int fftLength, int outputs, int lanes) {
        rows = new float[Math.max(fftLength, outputs)][lanes];
        spare = new float[outputs][lanes];
        samples = new float[fftLength][];
        Arrays.setAll(samples, n -> rows[fft.row(n)]);
    }
}
