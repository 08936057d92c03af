package io.github.kws4j.models.embedding;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A matrix of floats, row-major. Products run on all processors; each number of a product is summed in one order, so
 * they are the same on any number of them.
 */
record Matrix(int rows, int columns, float[] values) {
    private static final int BLOCK = 32;

    /** Checks the sizes. */
    Matrix {
        if (values.length != rows * columns) {
            throw new IllegalArgumentException("expected " + rows + " x " + columns + " values but got " + values.length);
        }
    }

    /** Zeros. */
    static Matrix zeros(int rows, int columns) {
        return new Matrix(rows, columns, new float[rows * columns]);
    }

    float at(int row, int column) {
        return values[row * columns + column];
    }

    /** The same numbers in rows of another length. */
    Matrix reshaped(int newColumns) {
        return new Matrix(values.length / newColumns, newColumns, values);
    }

    /** Rows {@code from} to {@code to}, copied. */
    Matrix rows(int from, int to) {
        return new Matrix(to - from, columns, java.util.Arrays.copyOfRange(values, from * columns, to * columns));
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
        var result = zeros(rows, other.columns);
        inBlocks(rows, row -> {
            for (int k = 0; k < columns; k += 4) {
                add(result, row, other, k, row * columns + k, 1, columns - k);
            }
        });
        return result;
    }

    /** This matrix's transpose by another: sums over the rows of both. */
    Matrix transposedTimes(Matrix other) {
        var result = zeros(columns, other.columns);
        int parts = Math.min(columns, 8);
        IntStream.range(0, parts).parallel().forEach(part -> {
            for (int block = 0; block < rows; block += BLOCK) {
                int end = Math.min(rows, block + BLOCK);
                for (int column = columns * part / parts; column < columns * (part + 1) / parts; column++) {
                    for (int row = block; row < end; row += 4) {
                        add(result, column, other, row, row * columns + column, columns, end - row);
                    }
                }
            }
        });
        return result;
    }

    /** Adds to a row of {@code result} up to four rows of {@code other}, by factors {@code step} apart here. */
    private void add(Matrix result, int row, Matrix other, int from, int factor, int step, int left) {
        int width = other.columns;
        int at = from * width;
        if (left < 4) {
            for (int i = 0; i < left; i++) {
                addOne(result.values, row * width, width, other.values, at + i * width, values[factor + i * step]);
            }
            return;
        }
        addFour(
                result.values,
                row * width,
                width,
                other.values,
                at,
                values[factor],
                values[factor + step],
                values[factor + 2 * step],
                values[factor + 3 * step]);
    }

    private static void addOne(float[] to, int into, int width, float[] rows, int at, float a) {
        for (int j = 0; j < width; j++) {
            to[into + j] += a * rows[at + j];
        }
    }

    private static void addFour(
            float[] to, int into, int width, float[] rows, int at, float a, float b, float c, float d) {
        int second = at + width;
        int third = second + width;
        int fourth = third + width;
        for (int j = 0; j < width; j++) {
            to[into + j] += a * rows[at + j] + b * rows[second + j] + c * rows[third + j] + d * rows[fourth + j];
        }
    }

    private static void inBlocks(int rows, IntConsumer row) {
        IntStream.range(0, (rows + BLOCK - 1) / BLOCK)
                .parallel()
                .forEach(block -> IntStream.range(block * BLOCK, Math.min(rows, (block + 1) * BLOCK))
                        .forEach(row));
    }
}
