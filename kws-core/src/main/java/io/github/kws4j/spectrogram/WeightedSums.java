package io.github.kws4j.spectrogram;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Each output a weighted sum of inputs, taken over its weights' non-zero range alone. */
final class WeightedSums implements Stage {
    private final int[] first;
    private final float[][] weights;

    private WeightedSums(int outputs, IntFunction<double[]> weightsOf) {
        first = new int[outputs];
        weights = new float[outputs][];
        for (int output = 0; output < outputs; output++) {
            double[] row = weightsOf.apply(output);
            int from = 0;
            while (from < row.length && row[from] == 0) {
                from++;
            }
            int to = row.length;
            while (to > from && row[to - 1] == 0) {
                to--;
            }
            first[output] = from;
            weights[output] = new float[to - from];
            for (int i = from; i < to; i++) {
                weights[output][i - from] = (float) row[i];
            }
        }
    }

    /** Bands over FFT bins; by band, its weight for each bin. */
    static WeightedSums bands(int count, IntFunction<double[]> weightsOf) {
        return new WeightedSums(count, band -> {
            double[] weights = weightsOf.apply(band);
            Bounds.check(
                    Arrays.stream(weights).anyMatch(weight -> weight > 0),
                    "FFT bins in every band",
                    "none in band " + band + " of " + count + "; use fewer bands or a longer FFT");
            return weights;
        });
    }

    /**
     * DCT-II: {@code sqrt(2 / N) sum x[n] cos(pi k (n + 1/2) / N)} for {@code k} below {@code coefficients}; the 0th
     * divided by the square root of 2 where orthonormal.
     */
    static WeightedSums cosineTransform(int inputs, int coefficients, boolean orthonormal) {
        return new WeightedSums(coefficients, k -> {
            double scale = Math.sqrt((k == 0 && orthonormal ? 1.0 : 2.0) / inputs);
            return IntStream.range(0, inputs)
                    .mapToDouble(n -> scale * Math.cos(Math.PI * k * (n + 0.5) / inputs))
                    .toArray();
        });
    }

    @Override
    public int outputs() {
        return weights.length;
    }

    @Override
    public float[][] apply(float[][] rows, float[][] spare, int lanes) {
        for (int output = 0; output < weights.length; output++) {
            float[] sum = spare[output];
            Arrays.fill(sum, 0, lanes, 0);
            for (int i = 0; i < weights[output].length; i++) {
                addWeighted(sum, rows[first[output] + i], weights[output][i], lanes);
            }
        }
        return spare;
    }

    private static void addWeighted(float[] sum, float[] row, float weight, int lanes) {
        for (int i = 0; i < lanes; i++) {
            sum[i] += weight * row[i];
        }
    }
}
