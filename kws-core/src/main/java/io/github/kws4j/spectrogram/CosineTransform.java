package io.github.kws4j.spectrogram;

import java.util.Arrays;

/** DCT-II of each frame: {@code sqrt(2 / N) sum x[n] cos(pi k (n + 1/2) / N)}; the 0th divided by sqrt 2 where orthonormal. */
final class CosineTransform implements Stage {
    private final float[][] weights;

    CosineTransform(int inputs, int coefficients, boolean orthonormal) {
        weights = new float[coefficients][inputs];
        for (int k = 0; k < coefficients; k++) {
            double scale = Math.sqrt((k == 0 && orthonormal ? 1.0 : 2.0) / inputs);
            for (int n = 0; n < inputs; n++) {
                weights[k][n] = (float) (scale * Math.cos(Math.PI * k * (n + 0.5) / inputs));
            }
        }
    }

    @Override
    public int outputs() {
        return weights.length;
    }

    @Override
    public float[] apply(float[] values, float[] spare, int lanes) {
        Arrays.fill(spare, 0, weights.length * lanes, 0);
        for (int k = 0; k < weights.length; k++) {
            int to = k * lanes;
            for (int n = 0; n < weights[k].length; n++) {
                int from = n * lanes;
                float weight = weights[k][n];
                for (int lane = 0; lane < lanes; lane++) {
                    spare[to + lane] += weight * values[from + lane];
                }
            }
        }
        return spare;
    }
}
