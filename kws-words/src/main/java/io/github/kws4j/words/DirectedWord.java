package io.github.kws4j.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A word's recordings, those unlike the others left out, with their directions.
 *
 * @param takes of the recordings that are used
 * @param leftOut recordings that are not
 * @param directions of {@code takes}
 */
record DirectedWord(WordTakes takes, List<Enrollment.LeftOut> leftOut, Directions directions) {
    private static final double UNLIKE_SHARE = 0.5;
    private static final double UNLIKE_MOST = 4;
    private static final int LEAST_TO_COMPARE = 4;

    /** {@code leftOut} are recordings left out before. */
    static DirectedWord of(WordTakes word, List<Enrollment.LeftOut> leftOut, Discriminant discriminant) {
        var out = new ArrayList<>(leftOut);
        WordTakes used = word;
        Directions directions = Directions.of(used, discriminant);
        List<Integer> unlike = unlike(word, directions);
        for (int index : unlike) {
            String name = word.recordings().get(index).name();
            out.add(new Enrollment.LeftOut(name, Enrollment.Fault.UNLIKE));
            used = used.without(name);
        }
        return new DirectedWord(used, out, directions.without(unlike));
    }

    /** The indices of recordings that the others' detector finds far less in than in the rest. */
    private static List<Integer> unlike(WordTakes word, Directions directions) {
        if (word.size() < LEAST_TO_COMPARE) {
            return List.of();
        }
        double[] scores = new double[word.size()];
        for (int i = 0; i < scores.length; i++) {
            float[] others = directions.detectors(i).get(0);
            double[] mean = word.examples().get(i).clean();
            for (int at = 0; at < mean.length; at++) {
                scores[i] += others[at] * mean[at];
            }
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double limit = Math.min(UNLIKE_MOST, UNLIKE_SHARE * sorted[sorted.length / 2]);
        var unlike = new ArrayList<Integer>();
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] < limit) {
                unlike.add(i);
            }
        }
        return unlike.size() <= word.size() / 3 ? unlike : List.of();
    }

    /** With directions away from some windows. */
    DirectedWord awayFrom(List<double[]> windows) {
        return new DirectedWord(takes, leftOut, directions.awayFrom(windows));
    }
}
