package io.github.kws4j.evaluate;

import io.github.kws4j.OperatingPoints;
import io.github.kws4j.StreamSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Thresholds found by {@link ThresholdCalibrator}, with what was measured for them. {@link #toString()} is a table.
 *
 * @param settings the stream settings for which the thresholds hold
 * @param spoken how often each word was said
 * @param ladder a pass for each threshold tried, the same for all words, lowest first: the points of the DET curve
 * @param points the thresholds chosen for each wanted rate
 */
public record Calibration(StreamSettings settings, Map<String, Integer> spoken, List<Pass> ladder, List<Point> points) {
    /**
     * What streams with certain thresholds detected.
     *
     * @param thresholds threshold by word
     * @param recordings what they found in the recordings
     * @param speech what they found in speech without keywords: all of it false
     */
    public record Pass(Map<String, Double> thresholds, StreamEvaluation recordings, StreamEvaluation speech) {
        int hits(String word) {
            return recordings.hits().getOrDefault(word, 0);
        }

        int alarms(String word) {
            return speech.falseAlarms().getOrDefault(word, 0);
        }
    }

    /**
     * Thresholds for a wanted rate.
     *
     * @param wanted wanted false alarms an hour
     * @param measured what streams with these thresholds detected
     */
    public record Point(double wanted, Pass measured) {}

    /**
     * A point of the detection error tradeoff.
     *
     * @param threshold the threshold
     * @param missed part of the words said that was missed, in {@code [0, 1]}
     * @param falseAlarms false alarms
     */
    public record Tradeoff(double threshold, double missed, PoissonRate falseAlarms) {}

    /** The detection error tradeoff of one word over the thresholds tried, lowest first. */
    public List<Tradeoff> tradeoff(String word) {
        int said = Math.max(1, spoken.getOrDefault(word, 0));
        return ladder.stream()
                .map(pass -> new Tradeoff(
                        pass.thresholds().getOrDefault(word, 1.0),
                        1 - pass.hits(word) / (double) said,
                        new PoissonRate(
                                pass.alarms(word),
                                pass.speech().falseAlarmsPerHour().hours())))
                .toList();
    }

    /** The detection error tradeoff of all words together over the thresholds tried, lowest first. */
    public List<Tradeoff> tradeoff() {
        return ladder.stream()
                .map(pass -> new Tradeoff(
                        pass.thresholds().values().iterator().next(),
                        1 - pass.recordings().recall(),
                        pass.speech().falseAlarmsPerHour()))
                .toList();
    }

    /**
     * The thresholds chosen, as a model's metadata carry them for {@code KeywordStreamBuilder.falseAlarmsPerHour}.
     *
     * @return the thresholds of each word for each wanted rate
     */
    public OperatingPoints operatingPoints() {
        var thresholds = new TreeMap<Double, Map<String, Double>>();
        points.forEach(point -> thresholds.put(point.wanted(), point.measured().thresholds()));
        return new OperatingPoints(settings, thresholds);
    }

    @Override
    public String toString() {
        var table = new StringBuilder("Measured with " + settings + "\n");
        table.append("threshold  missed %  false alarms\n");
        for (Tradeoff t : tradeoff()) {
            table.append(
                    String.format(Locale.ROOT, "%9.4f  %8.1f  %s%n", t.threshold(), 100 * t.missed(), t.falseAlarms()));
        }
        for (Point point : points) {
            var pass = point.measured();
            table.append(String.format(
                    Locale.ROOT,
                    "%nFor %.1f an hour: found %.1f %%, false alarms %s%n",
                    point.wanted(),
                    100 * pass.recordings().recall(),
                    pass.speech().falseAlarmsPerHour()));
            pass.thresholds()
                    .forEach((word, threshold) -> table.append(String.format(
                            Locale.ROOT,
                            "  %-12s %.4f  found %d of %d, false alarms %s%n",
                            word,
                            threshold,
                            pass.hits(word),
                            spoken.getOrDefault(word, 0),
                            new PoissonRate(
                                    pass.alarms(word),
                                    pass.speech().falseAlarmsPerHour().hours()))));
        }
        return table.toString();
    }
}
