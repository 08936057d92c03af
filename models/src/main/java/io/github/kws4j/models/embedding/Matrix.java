package io.github.kws4j.models.embedding;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A matrix of floats, row-major. Products run on all processors; each number of a product is summed in one order, so
 * they are the same on any number of them.
 */
record Matrix(int rows, int columns, float[] values) {
    private static final int BLOCK = 64;

    /** Checks the sizes. */
    Matrix {
        if (values.length != rows * columns) {
            throw new IllegalArgumentException(
                    "expected " + rows + " x " + columns + " values but got " + values.length);
        }
    }

    /** Zeros. */
    static Matrix zeros(int rows, int columns) {
        return new Matrix(rows, columns, new float[rows * columns]);
    }

    float at(int row, int column) {
        return values[row * columns + column];
    }

    /** Rows {@code from} to {@code to}, copied. */
    Matrix rows(int from, int to) {
        return new Matrix(to - from, columns, Arrays.copyOfRange(values, from * columns, to * columns));
    }

    Matrix transposed() {
        var result = zeros(columns, rows);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result.values[j * rows + i] = values[i * columns + j];
            }
        }
        return result;
    }

    /** This matrix by another. */
    Matrix times(Matrix other) {
        return product(rows, columns, columns, 1, other);
    }

    /** This matrix's transpose by another: sums over the rows of both. */
    Matrix transposedTimes(Matrix other) {
        return product(columns, rows, 1, columns, other);
    }

    /** A product whose factors here lie {@code down} apart from row to row, and {@code along} apart in a row. */
    private Matrix product(int height, int depth, int down, int along, Matrix other) {
        var result = zeros(height, other.columns);
        IntStream.range(0, (height + BLOCK - 1) / BLOCK).parallel().forEach(part -> {
            var block = new float[BLOCK][other.columns];
            var sum = new float[other.columns];
            for (int from = 0; from < depth; from += BLOCK) {
                int count = Math.min(BLOCK, depth - from);
                for (int i = 0; i < count; i++) {
                    System.arraycopy(other.values, (from + i) * other.columns, block[i], 0, other.columns);
                }
                for (int row = part * BLOCK; row < Math.min(height, (part + 1) * BLOCK); row++) {
                    System.arraycopy(result.values, row * other.columns, sum, 0, other.columns);
                    add(sum, row * down + from * along, along, block, count);
                    System.arraycopy(sum, 0, result.values, row * other.columns, other.columns);
                }
            }
        });
        return result;
    }

    /** Adds the first rows of a block to a sum, by factors from {@code at} on. */
    private void add(float[] sum, int at, int along, float[][] block, int count) {
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            float[] factors = {values[at], values[at + along], values[at + 2 * along], values[at + 3 * along]};
            addFour(sum, block[i], block[i + 1], block[i + 2], block[i + 3], factors);
            at += 4 * along;
        }
        for (; i < count; i++) {
            float factor = values[at];
            for (int j = 0; j < sum.length; j++) {
                sum[j] += factor * block[i][j];
            }
            at += along;
        }
    }

    /** Whole arrays from their beginning are what the compiler makes vector instructions of. */
    private static void addFour(float[] sum, float[] a, float[] b, float[] c, float[] d, float[] factors) {
        float first = factors[0];
        float second = factors[1];
        float third = factors[2];
        float fourth = factors[3];
        for (int j = 0; j < sum.length; j++) {
            sum[j] += first * a[j] + second * b[j] + third * c[j] + fourth * d[j];
        }
    }
}
