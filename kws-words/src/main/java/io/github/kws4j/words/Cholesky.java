package io.github.kws4j.words;

/**
 * The factor {@code U} of a symmetric positive definite matrix {@code A = U'U}, and with it the solutions of {@code A X
 * = B} (Golub and Van Loan, Matrix Computations, 4.2). Rows are taken away from those below in groups, so that the
 * matrix goes through the caches a few times only. Safe to share between threads.
 */
final class Cholesky {
    private static final int GROUP = 8;

    private final double[][] factor;

    /** Factors a matrix, of which the upper triangle is read and overwritten. */
    Cholesky(double[][] matrix) {
        factor = matrix;
        int whole = matrix.length - matrix.length % GROUP;
        for (int first = 0; first < whole; first += GROUP) {
            int next = first + GROUP;
            factorRows(first, next);
            for (int row = next; row < matrix.length; row++) {
                subtractGroup(first, row);
            }
        }
        factorRows(whole, matrix.length);
    }

    /** Rows from which all those above {@code first} have been taken away. */
    private void factorRows(int first, int end) {
        for (int k = first; k < end; k++) {
            double[] row = factor[k];
            double root = Math.sqrt(row[k]);
            for (int j = k; j < row.length; j++) {
                row[j] /= root;
            }
            for (int i = k + 1; i < end; i++) {
                subtract(factor[i], row, row[i], i);
            }
        }
    }

    private static void subtract(double[] from, double[] row, double times, int start) {
        for (int j = start; j < from.length; j++) {
            from[j] -= times * row[j];
        }
    }

    private void subtractGroup(int first, int row) {
        for (int at = first; at < first + GROUP; at += 4) {
            subtract(factor[row], row, factor[at], factor[at + 1], factor[at + 2], factor[at + 3]);
        }
    }

    private static void subtract(double[] from, int i, double[] a, double[] b, double[] c, double[] d) {
        double ai = a[i];
        double bi = b[i];
        double ci = c[i];
        double di = d[i];
        for (int j = i; j < from.length; j++) {
            from[j] -= ai * a[j] + bi * b[j] + ci * c[j] + di * d[j];
        }
    }

    /**
     * Solves for many right-hand sides.
     *
     * @param sides a right-hand side a column; overwritten by the solutions
     */
    void solve(double[][] sides) {
        int order = factor.length;
        for (int k = 0; k < order; k++) {
            divide(sides[k], factor[k][k]);
            for (int i = k + 1; i < order; i++) {
                subtract(sides[i], sides[k], factor[k][i], 0);
            }
        }
        for (int k = order - 1; k >= 0; k--) {
            for (int i = k + 1; i < order; i++) {
                subtract(sides[k], sides[i], factor[k][i], 0);
            }
            divide(sides[k], factor[k][k]);
        }
    }

    private static void divide(double[] row, double by) {
        for (int j = 0; j < row.length; j++) {
            row[j] /= by;
        }
    }
}
