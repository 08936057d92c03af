package io.github.kws4j.words;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A word learnt from recordings.
 *
 * @param takes what it was learnt from
 * @param leftOut recordings that were not used
 * @param aligned detectors of the word
 * @param floor the least logit of its thresholds, set by unwanted sounds
 * @param scores for each recording, the largest logit in it of detectors made without it
 */
record LearntWord(
        WordTakes takes, List<Enrollment.LeftOut> leftOut, Learner.Aligned aligned, double floor, double[] scores) {
    private static final double MARGIN = 0.2;
    /** The share of a word's own recordings that unwanted sounds may cost. */
    private static final double LOST = 0.2;

    private static final double NO_FLOOR = -4;

    static LearntWord of(DirectedWord word, Learner.Aligned aligned, UnwantedSounds unwanted) {
        Detectors detectors = aligned.detectors();
        double[] scores = scores(word.takes(), word.directions(), detectors);
        double floor = floor(unwanted.largest(detectors), scores);
        return new LearntWord(word.takes(), word.leftOut(), aligned, floor, scores);
    }

    private static double[] scores(WordTakes word, Directions directions, Detectors all) {
        double[] scores = new double[word.size()];
        for (int i = 0; i < scores.length; i++) {
            Detectors others = word.size() == 1 ? all : Learner.without(i, directions, all);
            scores[i] = largest(word.examples().get(i), others);
        }
        return scores;
    }

    static double largest(WordTakes.Example example, Detectors detectors) {
        return example.around().stream().mapToDouble(detectors::logit).max().orElse(NO_FLOOR);
    }

    /** Over the unwanted sounds, as far as it leaves most of the word's own recordings over it. */
    private static double floor(double unwanted, double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double most = sorted[(int) (LOST * sorted.length)] - MARGIN;
        return Math.max(NO_FLOOR, Math.min(unwanted + MARGIN, most));
    }

    String label() {
        return detectors().label();
    }

    Detectors detectors() {
        return aligned.detectors();
    }

    /** How many of its recordings reach a logit when left out; 0 where there is only one. */
    int found(double logit) {
        int found = 0;
        for (double score : scores) {
            found += scores.length > 1 && score >= logit ? 1 : 0;
        }
        return found;
    }

    /** How well each recording fits the others; empty where there is only one. */
    List<Enrollment.Fit> fits() {
        if (scores.length == 1) {
            return List.of();
        }
        return IntStream.range(0, scores.length)
                .mapToObj(i -> new Enrollment.Fit(takes.recordings().get(i).name(), scores[i]))
                .toList();
    }

    /** What a model says of it, with the logit of a threshold for what is found. */
    KeptWord keep(double logit) {
        return new KeptWord(detectors(), scores.length, found(logit), floor);
    }
}
