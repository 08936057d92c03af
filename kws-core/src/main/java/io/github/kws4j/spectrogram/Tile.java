package io.github.kws4j.spectrogram;

/**
 * Working memory of one call: rows for the FFT, the same rows in the order it takes samples, and rows for what
 * follows.
 */
final class Tile {
    final float[][] samples;
    final float[][] rows;
    final float[][] spare;

    Tile(RealFft fft, Framing framing, int outputs, int lanes) {
        int fftLength = framing.fftLength();
        rows = new float[Math.max(fftLength, outputs)][];
        samples = new float[fftLength][];
        for (int n = 0; n < fftLength; n++) {
            samples[n] = new float[lanes + framing.overhang(n)];
            rows[fft.row(n)] = samples[n];
        }
        for (int i = fftLength; i < rows.length; i++) {
            rows[i] = new float[lanes];
        }
        spare = new float[outputs][lanes];
    }
}
