package io.github.kws4j.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 16, 37})
    void matrixTimesTheSolutionIsTheRightHandSide(int order) {
        RealMatrix root = random(order, order + 3, 1);
        RealMatrix matrix = root.multiply(root.transpose());
        RealMatrix sides = random(order, 5, 2);
        double[][] solution = sides.getData();

        new Cholesky(matrix.getData()).solve(solution);

        RealMatrix product = matrix.multiply(new Array2DRowRealMatrix(solution));
        for (int i = 0; i < order; i++) {
            for (int j = 0; j < 5; j++) {
                assertThat(product.getEntry(i, j)).isEqualTo(sides.getEntry(i, j), within(1e-8));
            }
        }
    }

    private static RealMatrix random(int rows, int columns, long seed) {
        var random = new Random(seed);
        var matrix = new Array2DRowRealMatrix(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.setEntry(i, j, random.nextGaussian());
            }
        }
        return matrix;
    }
}
