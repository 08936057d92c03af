package io.github.kws4j.words;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Mean, deviation and covariance of a stationary sequence of vectors: {@code lags[l]} is the mean of {@code x(t) x(t -
 * l)'}, row-major, where each number of {@code x} has mean 0 and deviation 1. These few matrices give the covariance of
 * any number of vectors in a row.
 *
 * @param count vectors it was taken from
 * @param mean of each number
 * @param deviation of each number
 * @param lags from 0 on, each {@code size x size}
 */
record LagCovariances(long count, float[] mean, float[] deviation, float[][] lags) {
    /** Of a sequence in several pieces; no product reaches from one into the next. */
    static LagCovariances of(List<float[][]> pieces, int lags) {
        int size = pieces.get(0)[0].length;
        float[] mean = new float[size];
        float[] deviation = new float[size];
        moments(pieces, mean, deviation);
        var standard = pieces.stream()
                .map(piece -> standardise(piece, mean, deviation))
                .toList();
        float[][] products = IntStream.range(0, lags)
                .parallel()
                .mapToObj(lag -> meanProduct(standard, lag))
                .toArray(float[][]::new);
        long count = pieces.stream().mapToLong(piece -> piece.length).sum();
        return new LagCovariances(count, mean, deviation, products);
    }

    private static float[] meanProduct(List<float[][]> pieces, int lag) {
        int size = pieces.get(0)[0].length;
        double[] sum = new double[size * size];
        long count = 0;
        for (float[][] piece : pieces) {
            for (int t = lag; t < piece.length; t++) {
                addProduct(sum, piece[t], piece[t - lag]);
            }
            count += Math.max(0, piece.length - lag);
        }
        float[] product = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            product[i] = (float) (sum[i] / Math.max(1, count));
        }
        return product;
    }

    private static void moments(List<float[][]> pieces, float[] mean, float[] deviation) {
        double[] sum = new double[mean.length];
        double[] squares = new double[mean.length];
        long count = 0;
        for (float[][] piece : pieces) {
            for (float[] vector : piece) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += vector[i];
                    squares[i] += (double) vector[i] * vector[i];
                }
            }
            count += piece.length;
        }
        for (int i = 0; i < sum.length; i++) {
            double m = sum[i] / count;
            mean[i] = (float) m;
            deviation[i] = (float) Math.sqrt(Math.max(1e-12, squares[i] / count - m * m));
        }
    }

    private static void addProduct(double[] sum, float[] rows, float[] columns) {
        for (int i = 0; i < rows.length; i++) {
            float factor = rows[i];
            int at = i * columns.length;
            for (int j = 0; j < columns.length; j++) {
                sum[at + j] += factor * columns[j];
            }
        }
    }

    /** Copies of vectors with mean 0 and deviation 1. */
    float[][] standardise(float[][] vectors) {
        return standardise(vectors, mean, deviation);
    }

    private static float[][] standardise(float[][] vectors, float[] mean, float[] deviation) {
        return Arrays.stream(vectors)
                .map(vector -> {
                    float[] standard = new float[vector.length];
                    for (int i = 0; i < vector.length; i++) {
                        standard[i] = (vector[i] - mean[i]) / deviation[i];
                    }
                    return standard;
                })
                .toArray(float[][]::new);
    }

    /** Numbers in a vector. */
    int size() {
        return mean.length;
    }

    /** The covariance of {@code lags} vectors in a row, the oldest first: block Toeplitz, symmetric. */
    double[][] covariance() {
        int size = size();
        int order = lags.length * size;
        var covariance = new double[order][order];
        for (int row = 0; row < lags.length; row++) {
            for (int column = 0; column <= row; column++) {
                float[] block = lags[row - column];
                for (int i = 0; i < size; i++) {
                    for (int j = 0; j < size; j++) {
                        covariance[row * size + i][column * size + j] = block[i * size + j];
                        covariance[column * size + j][row * size + i] = block[i * size + j];
                    }
                }
            }
        }
        return covariance;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeInt(size());
        out.writeInt(lags.length);
        write(mean, out);
        write(deviation, out);
        for (float[] lag : lags) {
            write(lag, out);
        }
    }

    private static void write(float[] numbers, DataOutput out) throws IOException {
        for (float number : numbers) {
            out.writeFloat(number);
        }
    }

    static LagCovariances read(DataInput in) throws IOException {
        long count = in.readLong();
        int size = in.readInt();
        float[][] lags = new float[in.readInt()][];
        float[] mean = numbers(size, in);
        float[] deviation = numbers(size, in);
        for (int lag = 0; lag < lags.length; lag++) {
            lags[lag] = numbers(size * size, in);
        }
        return new LagCovariances(count, mean, deviation, lags);
    }

    private static float[] numbers(int count, DataInput in) throws IOException {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = in.readFloat();
        }
        return numbers;
    }
}
