package io.github.kws4j.models.embedding;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * How badly detectors that are made of a few recordings of each word distinguish other recordings of it from other
 * speech and from the other words. A detector is the direction of linear discriminant analysis in the outputs: the
 * inverse covariance of other speech, shrunk by 3 %, by the mean of the recordings less that of other speech, at
 * deviation 1 over other speech. A recording's loss is {@code ln(1 + e^(l - a s))}, where {@code s} is its score,
 * {@code a} a factor that is learnt, and {@code l} the logarithm of the summed exponentials of the scores of all else,
 * other speech eightfold.
 */
final class WordLoss {
    private static final double SHRUNK = 0.03;
    private static final double MORE_SPEECH = 8;
    private static final double LEAST = 1e-6;

    private final Rows rows;
    private final Matrix outputs;
    private final RealMatrix covariance;
    private final RealMatrix inverse;
    private final double factor;

    private final int size;
    private final double[] speechMean;
    private final Matrix tried;
    private final double[] deviations;
    private final Matrix directions;
    private final Matrix scores;

    /**
     * How the outputs are laid out: for each word the recordings that make its detector, then those that are scored;
     * after all words, other speech.
     */
    record Rows(int words, int learnt, int scored, int speech) {
        int each() {
            return learnt + scored;
        }

        int all() {
            return words * each() + speech;
        }
    }

    /**
     * What there is to say of a batch.
     *
     * @param loss mean over the scored recordings
     * @param above the share of them whose score is above that of all other speech
     * @param inOutputs the loss's gradient in the outputs
     * @param inFactor the loss's gradient in the factor
     */
    record Judgement(double loss, double above, Matrix inOutputs, double inFactor) {}

    private WordLoss(Rows rows, Matrix outputs, double factor) {
        this.rows = rows;
        this.outputs = outputs;
        this.factor = factor;
        size = outputs.columns();
        speechMean = mean(outputs, rows.words() * rows.each(), rows.all());
        tried = tried();
        covariance = covariance();
        inverse = inverse(covariance);
        deviations = new double[rows.words()];
        directions = directions();
        scores = tried.times(directions);
    }

    /**
     * Judges a batch.
     *
     * @param outputs as {@code rows} lays them out
     * @param factor above 0
     */
    static Judgement of(Rows rows, Matrix outputs, double factor) {
        return new WordLoss(rows, outputs, factor).judgement();
    }

    /** The covariance of the outputs for other speech. */
    private RealMatrix covariance() {
        Matrix speech = speech();
        Matrix squares = speech.transposedTimes(speech);
        var result = new Array2DRowRealMatrix(size, size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                result.setEntry(i, j, (double) squares.at(Math.min(i, j), Math.max(i, j)) / rows.speech());
            }
        }
        return result;
    }

    /** The outputs for other speech about their mean. */
    private Matrix speech() {
        return tried.rows(rows.words() * rows.scored(), tried.rows());
    }

    private static double[] mean(Matrix outputs, int from, int to) {
        var mean = new double[outputs.columns()];
        for (int row = from; row < to; row++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += (double) outputs.at(row, i) / (to - from);
            }
        }
        return mean;
    }

    private static RealMatrix inverse(RealMatrix covariance) {
        int size = covariance.getRowDimension();
        RealMatrix shrunk = covariance.scalarMultiply(1 - SHRUNK);
        for (int i = 0; i < size; i++) {
            shrunk.addToEntry(i, i, SHRUNK * covariance.getTrace() / size);
        }
        return new CholeskyDecomposition(shrunk, 1e-6, 1e-12).getSolver().getInverse();
    }

    /** The scored recordings of all words, then other speech, about the mean of other speech. */
    private Matrix tried() {
        var tried = Matrix.zeros(rows.words() * rows.scored() + rows.speech(), size);
        for (int row = 0; row < tried.rows(); row++) {
            int from = output(row);
            for (int i = 0; i < size; i++) {
                tried.values()[row * size + i] = (float) (outputs.at(from, i) - speechMean[i]);
            }
        }
        return tried;
    }

    /** The row of the outputs that is a row of {@link #tried}. */
    private int output(int row) {
        int scored = rows.words() * rows.scored();
        return row < scored
                ? row / rows.scored() * rows.each() + rows.learnt() + row % rows.scored()
                : rows.words() * rows.each() + row - scored;
    }

    /** A detector a column, at deviation 1. */
    private Matrix directions() {
        var directions = Matrix.zeros(size, rows.words());
        for (int word = 0; word < rows.words(); word++) {
            double[] centre = mean(outputs, word * rows.each(), word * rows.each() + rows.learnt());
            for (int i = 0; i < size; i++) {
                centre[i] -= speechMean[i];
            }
            double[] direction = inverse.operate(centre);
            deviations[word] = Math.max(LEAST, Math.sqrt(dot(direction, covariance.operate(direction))));
            for (int i = 0; i < size; i++) {
                directions.values()[i * rows.words() + word] = (float) (direction[i] / deviations[word]);
            }
        }
        return directions;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private Judgement judgement() {
        var inScores = Matrix.zeros(scores.rows(), scores.columns());
        var totals = new double[3];
        for (int word = 0; word < rows.words(); word++) {
            judge(word, inScores, totals);
        }
        int count = rows.words() * rows.scored();
        return new Judgement(totals[0] / count, totals[1] / count, inOutputs(inScores), totals[2]);
    }

    private boolean isOwn(int word, int row) {
        return row < rows.words() * rows.scored() && row / rows.scored() == word;
    }

    /** Adds the loss, the hits and the gradient in the factor of one word's detector to {@code totals}. */
    private void judge(int word, Matrix inScores, double[] totals) {
        int scored = rows.words() * rows.scored();
        double largest = Double.NEGATIVE_INFINITY;
        double loudest = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < scores.rows(); row++) {
            if (!isOwn(word, row)) {
                largest = Math.max(largest, scores.at(row, word));
                loudest = row >= scored ? Math.max(loudest, scores.at(row, word)) : loudest;
            }
        }
        double sum = 0;
        for (int row = 0; row < scores.rows(); row++) {
            sum += isOwn(word, row) ? 0 : weight(word, row, largest);
        }
        double all = factor * largest + Math.log(sum);
        double share = 0;
        for (int row = word * rows.scored(); row < (word + 1) * rows.scored(); row++) {
            double own = scores.at(row, word);
            double over = all - factor * own;
            double slope = 1 / (1 + Math.exp(-over)) / scored;
            share += slope;
            totals[0] += Math.max(over, 0) + Math.log1p(Math.exp(-Math.abs(over)));
            totals[1] += own > loudest ? 1 : 0;
            totals[2] -= slope * own;
            inScores.values()[row * rows.words() + word] = (float) (-slope * factor);
        }
        for (int row = 0; row < scores.rows(); row++) {
            if (!isOwn(word, row)) {
                double part = share * weight(word, row, largest) / sum;
                totals[2] += part * scores.at(row, word);
                inScores.values()[row * rows.words() + word] = (float) (part * factor);
            }
        }
    }

    private double weight(int word, int row, double largest) {
        double speech = row >= rows.words() * rows.scored() ? MORE_SPEECH : 1;
        return speech * Math.exp(factor * (scores.at(row, word) - largest));
    }

    private Matrix inOutputs(Matrix inScores) {
        Matrix inTried = inScores.times(directions.transposed());
        Matrix inDirections = tried.transposedTimes(inScores);
        var gradient = Matrix.zeros(rows.all(), size);
        var inMean = new double[size];
        for (int row = 0; row < inTried.rows(); row++) {
            System.arraycopy(inTried.values(), row * size, gradient.values(), output(row) * size, size);
            for (int i = 0; i < size; i++) {
                inMean[i] -= inTried.at(row, i);
            }
        }
        var inCovariance = new Array2DRowRealMatrix(size, size);
        for (int word = 0; word < rows.words(); word++) {
            double[] inCentre = inCentre(word, inDirections, inCovariance);
            for (int i = 0; i < size; i++) {
                inMean[i] -= inCentre[i];
                for (int row = word * rows.each(); row < word * rows.each() + rows.learnt(); row++) {
                    gradient.values()[row * size + i] = (float) (inCentre[i] / rows.learnt());
                }
            }
        }
        Matrix throughCovariance = speech().times(twice(inCovariance));
        int from = rows.words() * rows.each() * size;
        for (int i = 0; i < throughCovariance.values().length; i++) {
            gradient.values()[from + i] +=
                    (float) ((inMean[i % size] + throughCovariance.values()[i]) / rows.speech());
        }
        return gradient;
    }

    /** A matrix and its transpose added. */
    private static Matrix twice(RealMatrix matrix) {
        var sum = Matrix.zeros(matrix.getRowDimension(), matrix.getColumnDimension());
        for (int i = 0; i < sum.values().length; i++) {
            int row = i / sum.columns();
            int column = i % sum.columns();
            sum.values()[i] = (float) (matrix.getEntry(row, column) + matrix.getEntry(column, row));
        }
        return sum;
    }

    /** Back through the scaling to deviation 1 and the inverse covariance, to whose gradient it adds. */
    private double[] inCentre(int word, Matrix inDirections, RealMatrix inCovariance) {
        var direction = new double[size];
        var in = new double[size];
        for (int i = 0; i < size; i++) {
            direction[i] = directions.at(i, word);
            in[i] = inDirections.at(i, word);
        }
        double along = dot(direction, in);
        double[] stretched = covariance.operate(direction);
        for (int i = 0; i < size; i++) {
            in[i] = (in[i] - along * stretched[i]) / deviations[word];
        }
        double[] inCentre = inverse.operate(in);
        double trace = -deviations[word] * dot(inCentre, direction) * SHRUNK / size;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double inShrunk = -deviations[word] * inCentre[i] * direction[j];
                inCovariance.addToEntry(i, j, (1 - SHRUNK) * inShrunk - along / 2 * direction[i] * direction[j]);
            }
            inCovariance.addToEntry(i, i, trace);
        }
        return inCentre;
    }
}
