package io.github.kws4j.cli.studio;

import io.github.kws4j.OperatingPoints;
import io.github.kws4j.cli.JsonObject;
import io.github.kws4j.words.Enrollment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is to be expected of one threshold for all words: the false alarms that the model's calibration gives for it,
 * and, of words just learnt, how many of their recordings are found when left out. Immutable.
 */
final class OperatingCurve {
    /** Thresholds are drawn at multiples of one over this. */
    private static final int STEPS = 200;

    private final Optional<OperatingPoints> points;
    private final boolean eachWord;
    private final List<Enrollment.Fit> fits;

    /**
     * A curve.
     *
     * @param points the model's thresholds
     * @param eachWord whether their rates are each word's rather than those of all words together
     * @param fits of the recordings, empty where none are at hand
     */
    OperatingCurve(Optional<OperatingPoints> points, boolean eachWord, List<Enrollment.Fit> fits) {
        this.points = points;
        this.eachWord = eachWord;
        this.fits = fits;
    }

    /** A point for each threshold of the page's slider. */
    List<JsonObject> toJson() {
        return IntStream.range(1, STEPS)
                .mapToObj(step -> point((double) step / STEPS))
                .toList();
    }

    private JsonObject point(double threshold) {
        Optional<Rate> rate = rate(threshold);
        return new JsonObject()
                .with("threshold", threshold)
                .with("falseAlarmsPerHour", rate.map(Rate::perHour))
                .with("bound", rate.map(Rate::bound))
                .with("found", found(threshold))
                .with("recordings", fits.size());
    }

    /** How many recordings are found with a threshold when left out in turn. */
    long found(double threshold) {
        double logit = Math.log(threshold / (1 - threshold));
        return fits.stream().filter(fit -> fit.logit() >= logit).count();
    }

    /**
     * False alarms with a threshold.
     *
     * @param perHour of all words together
     * @param bound "about"; "at most" or "more than" where the threshold lies outside those measured
     */
    record Rate(double perHour, String bound) {}

    /** What is expected of a threshold, empty where the model carries none. */
    Optional<Rate> rate(double threshold) {
        return points.map(OperatingPoints::thresholds).map(measured -> {
            List<Double> words = measured.firstEntry().getValue().keySet().stream()
                    .map(word -> rate(word, threshold))
                    .toList();
            double all = eachWord
                    ? words.stream().mapToDouble(rate -> rate).sum()
                    : words.stream().mapToDouble(rate -> rate).max().orElse(measured.firstKey());
            boolean over = words.stream().anyMatch(rate -> rate > measured.lastKey());
            boolean under = words.stream().allMatch(rate -> rate <= measured.firstKey());
            return new Rate(
                    over && !eachWord ? measured.lastKey() : all, over ? "more than" : under ? "at most" : "about");
        });
    }

    /** The rate of a word's threshold, linear in the logarithm between measured ones; just over the last beyond it. */
    private double rate(String word, double threshold) {
        var measured = points.orElseThrow().thresholds();
        double above = Double.NaN; // the threshold of the rate before, which is larger
        double rateAbove = 0;
        for (Map.Entry<Double, Map<String, Double>> entry : measured.entrySet()) {
            double here = entry.getValue().getOrDefault(word, 1.0);
            if (threshold >= here) {
                double share = Double.isNaN(above) ? 1 : (above - threshold) / (above - here);
                return rateAbove == 0 ? entry.getKey() : rateAbove * Math.pow(entry.getKey() / rateAbove, share);
            }
            above = here;
            rateAbove = entry.getKey();
        }
        return Math.nextUp(measured.lastKey());
    }
}
