package io.github.kws4j.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final int SIZE = 5;

    /** A first-order process, so that vectors depend on those before. */
    private static float[][] sequence(int length, long seed) {
        var random = new Random(seed);
        float[][] vectors = new float[length][SIZE];
        for (int t = 0; t < length; t++) {
            for (int i = 0; i < SIZE; i++) {
                float before = t == 0 ? 0 : vectors[t - 1][(i + 1) % SIZE] - 3;
                vectors[t][i] = (float) (0.7 * before + (i + 1) * random.nextGaussian()) + 3;
            }
        }
        return vectors;
    }

    @Test
    void covarianceOfVectorsInARowComesFromLags() {
        float[][] vectors = sequence(20_000, 1);
        var covariances = LagCovariances.of(List.<float[][]>of(vectors), 3);
        float[][] standard = covariances.standardise(vectors);

        double[][] covariance = covariances.covariance();

        for (int a = 0; a < 3 * SIZE; a++) {
            for (int b = 0; b < 3 * SIZE; b++) {
                double sum = 0;
                for (int t = 0; t + 2 < standard.length; t++) {
                    sum += standard[t + a / SIZE][a % SIZE] * standard[t + b / SIZE][b % SIZE];
                }
                assertThat(covariance[a][b]).isEqualTo(sum / (standard.length - 2), within(0.01));
                assertThat(covariance[a][b]).isEqualTo(covariance[b][a]);
            }
        }
        assertThat(covariance[0][0]).isEqualTo(1, within(1e-3));
    }

    @Test
    void pieceDoesNotReachIntoTheNext() {
        float[][] ones = {{1}, {1}, {1}, {1}};
        float[][] others = {{-1}, {-1}, {-1}, {-1}};

        assertThat(LagCovariances.of(List.of(ones, others), 2).lags()[1]).containsExactly(1);
    }

    @Test
    void deviationOfADirectionIsThatOfOtherSpeech() {
        float[][] vectors = sequence(20_000, 2);
        var covariances = LagCovariances.of(List.<float[][]>of(vectors), 1);
        double[] difference = {1, -2, 0.5, 0, 3};
        var columns = new Array2DRowRealMatrix(SIZE, 1);
        columns.setColumn(0, difference);
        var discriminant = new Discriminant(covariances);
        double[] direction = discriminant.directions(columns).getColumn(0);

        double sum = 0;
        for (float[] vector : covariances.standardise(vectors)) {
            double along = 0;
            for (int i = 0; i < SIZE; i++) {
                along += direction[i] * vector[i];
            }
            sum += along * along;
        }
        assertThat(discriminant.deviation(direction, difference))
                .isEqualTo(Math.sqrt(sum / vectors.length), within(1e-3));
    }

    @Test
    void trackScoresAreWeightedSumsOfTheLastVectors() {
        float[][] vectors = new float[3000][SIZE];
        var random = new Random(3);
        for (float[] vector : vectors) {
            for (int i = 0; i < SIZE; i++) {
                vector[i] = (random.nextInt(9) - 4) / 3f; // whole thirds, which the track keeps exactly
            }
        }
        float[] detector = new float[4 * SIZE];
        for (int i = 0; i < detector.length; i++) {
            detector[i] = random.nextFloat();
        }

        float[] scores =
                EmbeddingTrack.of(List.<float[][]>of(vectors)).scores(List.of(detector, new float[4 * SIZE]))[0];

        for (int t = 0; t < vectors.length; t += 7) {
            double sum = 0;
            for (int k = Math.max(0, 3 - t); k < 4; k++) {
                for (int i = 0; i < SIZE; i++) {
                    sum += detector[k * SIZE + i] * vectors[t - 3 + k][i];
                }
            }
            assertThat(scores[t]).isEqualTo((float) sum, within(1e-4f));
        }
    }

    @Test
    void trackIsReadAsItWasWritten() throws IOException {
        var track = EmbeddingTrack.of(List.of(sequence(500, 4), sequence(100, 5)));
        var bytes = new ByteArrayOutputStream();
        track.write(new DataOutputStream(bytes));
        var read = EmbeddingTrack.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        float[] detector = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        assertThat(read.steps()).isEqualTo(600);
        assertThat(read.scores(List.of(detector))).isDeepEqualTo(track.scores(List.of(detector)));
    }

    @Test
    void noteOfAWordIsReadBack() {
        var detectors = new Detectors("x", List.of(new float[10]), new float[1]);
        var word = new KeptWord(detectors, 7, 6, -0.25);

        assertThat(KeptWord.of(detectors, word.note())).isEqualTo(word);
    }
}
