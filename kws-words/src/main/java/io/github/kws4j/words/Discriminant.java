package io.github.kws4j.words;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Fisher's linear discriminant between a word and other speech (R. A. Fisher, Annals of Eugenics 7, 1936), with the
 * covariance of other speech shrunk towards the unit matrix (J. H. Friedman, J. Am. Stat. Assoc. 84, 1989): {@code w
 * = ((1 - s) C + s I)^-1 d} for a word whose mean differs by {@code d}. It is shrunk by {@code s = p / (p + n)},
 * {@code n} vectors having given a covariance of order {@code p}: the less speech, the more. Factored once; it
 * depends on other speech alone. Safe to share between threads.
 */
final class Discriminant {
    private final Cholesky factor;
    private final double shrinkage;

    Discriminant(LagCovariances otherSpeech) {
        double[][] covariance = otherSpeech.covariance();
        shrinkage = (double) covariance.length / (covariance.length + otherSpeech.count());
        for (int row = 0; row < covariance.length; row++) {
            for (int column = 0; column < covariance.length; column++) {
                covariance[row][column] *= 1 - shrinkage;
            }
            covariance[row][row] += shrinkage;
        }
        factor = new Cholesky(covariance);
    }

    /** The directions for many differences of means, a column each; linear in them. */
    RealMatrix directions(RealMatrix differences) {
        double[][] directions = differences.getData();
        factor.solve(directions);
        return new Array2DRowRealMatrix(directions, false);
    }

    /** The deviation of {@code w'x} in other speech, for the direction {@code w} of the difference {@code d}. */
    double deviation(double[] direction, double[] difference) {
        double along = 0;
        double length = 0;
        for (int i = 0; i < direction.length; i++) {
            along += direction[i] * difference[i];
            length += direction[i] * direction[i];
        }
        return Math.sqrt(Math.max(1e-12, (along - shrinkage * length) / (1 - shrinkage)));
    }
}
