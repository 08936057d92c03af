package io.github.kws4j.words;

import io.github.kws4j.LogitTrack;
import io.github.kws4j.ModelMetadata;
import io.github.kws4j.OperatingPoints;
import io.github.kws4j.StreamSettings;
import io.github.kws4j.evaluate.PoissonRate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Finds the thresholds that give wanted rates of false alarms by counting what a stream with these words detects in
 * other speech. Rates of which the track is too short to hold one false alarm have none in it, and a threshold at least
 * as far over the one of the rate before as that lies over the one before it, for each tenfold.
 */
final class OperatingSearch {
    /** False alarms an hour of each word. */
    static final List<Double> RATES = List.of(5.0, 2.0, 1.0, 0.5, 0.1);

    static final StreamSettings SETTINGS =
            new StreamSettings(Duration.ofMillis(80), Duration.ofMillis(240), Duration.ofSeconds(1), 1);
    private static final double MOST_LOGIT = 12;
    private static final int HALVINGS = 20;

    private final LogitTrack track;
    private final double hours;
    private final NavigableMap<Double, Map<String, Double>> thresholds = new TreeMap<>();
    private final Map<String, NavigableMap<Double, PoissonRate>> counted = new LinkedHashMap<>();

    /**
     * Searches at once.
     *
     * @param model labels of the words, and others that are never reported
     * @param logits {@code steps x labels} in other speech
     * @param floors for each word the least logit of its thresholds
     */
    OperatingSearch(ModelMetadata model, float[] logits, Map<String, Double> floors, double hours) {
        track = LogitTrack.of(model, SETTINGS, logits);
        this.hours = hours;
        var searched = floors.entrySet().parallelStream()
                .map(word -> search(word.getKey(), word.getValue()))
                .toList();
        for (Searched word : searched) {
            word.thresholds()
                    .forEach((rate, threshold) -> thresholds
                            .computeIfAbsent(rate, others -> new LinkedHashMap<>())
                            .put(word.label(), threshold));
            counted.put(word.label(), word.counted());
        }
    }

    /** A word's threshold for each rate, and what was counted with it. */
    private record Searched(
            String label, NavigableMap<Double, Double> thresholds, NavigableMap<Double, PoissonRate> counted) {}

    private Searched search(String word, double floor) {
        var searched = new Searched(word, new TreeMap<>(), new TreeMap<>());
        double below = floor;
        double slope = 0; // logits a factor e of the rate
        double last = Double.NaN;
        LogitTrack over = track;
        for (double rate : RATES) {
            over = over.over(Map.of(word, probability(Math.min(MOST_LOGIT, below))));
            double logit = largest(over, word, rate * hours, below);
            if (rate * hours < 1 && !Double.isNaN(last)) {
                logit = Math.max(logit, below + slope * Math.log(last / rate));
            } else if (!Double.isNaN(last)) {
                slope = Math.max(slope, (logit - below) / Math.log(last / rate));
            }
            double threshold = probability(Math.min(MOST_LOGIT, logit));
            searched.thresholds().put(rate, threshold);
            searched.counted().put(rate, new PoissonRate(count(over, word, threshold), hours));
            below = logit;
            last = rate;
        }
        return searched;
    }

    /**
     * The largest logit that still has the wanted number of detections, so that as many are expected of other speech
     * too, while the least logit with no more would let one more through; the least logit with none where fewer than
     * one is wanted.
     */
    private static double largest(LogitTrack track, String word, double wanted, double from) {
        int count = Math.max(1, (int) Math.floor(wanted));
        double low = from;
        double high = MOST_LOGIT;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (count(track, word, probability(middle)) >= count) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return count(track, word, probability(low)) <= wanted ? low : high;
    }

    private static int count(LogitTrack track, String word, double threshold) {
        return track.detections(Map.of(word, threshold)).size();
    }

    private static double probability(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    /** The logit of a word's threshold for one false alarm an hour. */
    double logit(String word) {
        double p = thresholds.getOrDefault(1.0, Map.of()).getOrDefault(word, 1.0);
        return Math.log(p / (1 - p));
    }

    OperatingPoints points() {
        return new OperatingPoints(SETTINGS, thresholds);
    }

    /** What was counted with the thresholds of each rate. */
    NavigableMap<Double, PoissonRate> counted(String word) {
        return counted.getOrDefault(word, new TreeMap<>());
    }
}
