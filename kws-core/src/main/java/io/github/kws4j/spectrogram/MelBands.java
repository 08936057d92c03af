package io.github.kws4j.spectrogram;

import java.util.Arrays;

/** Weighted sums of FFT bins, over each band's non-zero range alone. */
final class MelBands implements Stage {
    private final int[] first;
    private final float[][] weights;

    /** Weights, {@code bands x bins}. */
    MelBands(double[][] matrix) {
        first = new int[matrix.length];
        weights = new float[matrix.length][];
        for (int band = 0; band < matrix.length; band++) {
            float[] row = new float[matrix[band].length];
            for (int bin = 0; bin < row.length; bin++) {
                row[bin] = (float) matrix[band][bin];
            }
            keepNonZero(band, row);
        }
    }

    private void keepNonZero(int band, float[] row) {
        int from = 0;
        while (from < row.length && row[from] == 0) {
            from++;
        }
        int to = row.length;
        while (to > from && row[to - 1] == 0) {
            to--;
        }
        if (from == to) {
            throw new IllegalArgumentException("expected every band to hold an FFT bin but got none in band " + band
                    + " of " + weights.length + "; use fewer bands or a longer FFT");
        }
        first[band] = from;
        weights[band] = Arrays.copyOfRange(row, from, to);
    }

    @Override
    public int outputs() {
        return weights.length;
    }

    @Override
    public float[] apply(float[] values, float[] spare, int lanes) {
        Arrays.fill(spare, 0, weights.length * lanes, 0);
        for (int band = 0; band < weights.length; band++) {
            int to = band * lanes;
            for (int i = 0; i < weights[band].length; i++) {
                int from = (first[band] + i) * lanes;
                float weight = weights[band][i];
                for (int lane = 0; lane < lanes; lane++) {
                    spare[to + lane] += weight * values[from + lane];
                }
            }
        }
        return spare;
    }
}
