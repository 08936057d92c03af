package io.github.kws4j.words;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The discriminant's directions for each recording of a word. As they are linear in the means, those for any selection
 * of recordings are means of these: leaving each out in turn costs next to nothing.
 */
final class Directions {
    private static final double PUSH = 0.1;

    private final Discriminant discriminant;
    private final List<List<double[]>> means;
    private final List<List<double[]>> solved;

    private Directions(Discriminant discriminant, List<List<double[]>> means, List<List<double[]>> solved) {
        this.discriminant = discriminant;
        this.means = means;
        this.solved = solved;
    }

    static Directions of(WordTakes word, Discriminant discriminant) {
        var means = word.examples().stream().map(WordTakes.Example::means).toList();
        int kinds = means.get(0).size();
        RealMatrix columns = new Array2DRowRealMatrix(means.get(0).get(0).length, means.size() * kinds);
        for (int i = 0; i < means.size(); i++) {
            for (int kind = 0; kind < kinds; kind++) {
                columns.setColumn(i * kinds + kind, means.get(i).get(kind));
            }
        }
        RealMatrix directions = discriminant.directions(columns);
        var solved = new ArrayList<List<double[]>>();
        for (int i = 0; i < means.size(); i++) {
            var row = new ArrayList<double[]>();
            for (int kind = 0; kind < kinds; kind++) {
                row.add(directions.getColumn(i * kinds + kind));
            }
            solved.add(row);
        }
        return new Directions(discriminant, means, solved);
    }

    /** The directions of the other recordings. */
    Directions without(List<Integer> recordings) {
        return new Directions(discriminant, others(means, recordings), others(solved, recordings));
    }

    private static <T> List<T> others(List<T> all, List<Integer> without) {
        var others = new ArrayList<T>();
        for (int i = 0; i < all.size(); i++) {
            if (!without.contains(i)) {
                others.add(all.get(i));
            }
        }
        return others;
    }

    /**
     * The detectors of all recordings but one (none where {@code except < 0}): their values have deviation 1 in other
     * speech.
     */
    List<float[]> detectors(int except) {
        var detectors = new ArrayList<float[]>();
        for (int kind = 0; kind < means.get(0).size(); kind++) {
            double[] mean = mean(means, kind, except);
            double[] direction = mean(solved, kind, except);
            double scale = 1 / discriminant.deviation(direction, mean);
            float[] weights = new float[direction.length];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) (direction[i] * scale);
            }
            detectors.add(weights);
        }
        return detectors;
    }

    /**
     * The directions with some windows added to what the word is distinguished from, each {@value #PUSH} times as heavy
     * as one unit of covariance: the inverse of the covariance changed by them follows from the one before (M. A.
     * Woodbury 1950).
     */
    Directions awayFrom(List<double[]> windows) {
        int count = windows.size();
        RealMatrix unwanted = new Array2DRowRealMatrix(windows.get(0).length, count);
        for (int i = 0; i < count; i++) {
            unwanted.setColumn(i, windows.get(i));
        }
        RealMatrix solvedUnwanted = discriminant.directions(unwanted);
        RealMatrix inner = unwanted.transpose().multiply(solvedUnwanted);
        for (int i = 0; i < count; i++) {
            inner.addToEntry(i, i, count / PUSH);
        }
        var solver = new LUDecomposition(inner).getSolver();
        var pushed = solved.stream()
                .map(row -> row.stream()
                        .map(direction -> {
                            double[] along = solver.solve(new ArrayRealVector(unwanted.preMultiply(direction), false))
                                    .toArray();
                            return new ArrayRealVector(direction, false)
                                    .subtract(new ArrayRealVector(solvedUnwanted.operate(along), false))
                                    .toArray();
                        })
                        .toList())
                .toList();
        return new Directions(discriminant, means, pushed);
    }

    private static double[] mean(List<List<double[]>> rows, int kind, int except) {
        var selected = new ArrayList<double[]>();
        for (int i = 0; i < rows.size(); i++) {
            if (i != except) {
                selected.add(rows.get(i).get(kind));
            }
        }
        return Take.mean(selected);
    }
}
