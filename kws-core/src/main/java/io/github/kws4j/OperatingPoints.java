package io.github.kws4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The thresholds with which a model was measured to give certain rates of false alarms in a stream, and the settings of
 * that stream. Immutable.
 *
 * @param settings the stream's settings; with others the thresholds mean nothing
 * @param thresholds false alarms an hour to the threshold of each word: all words together as kws-eval counts them, of
 *     each word in a model of kws-words
 */
public record OperatingPoints(StreamSettings settings, NavigableMap<Double, Map<String, Double>> thresholds) {
    /**
     * Copies {@code thresholds}.
     *
     * @throws IllegalArgumentException where there is no rate, a rate is not over 0 and finite, a threshold not over 0
     *     and up to 1, or the rates have different words
     */
    public OperatingPoints {
        var copy = new TreeMap<Double, Map<String, Double>>();
        thresholds.forEach((rate, words) -> copy.put(requireRate(rate), requireThresholds(words)));
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("expected thresholds for one rate of false alarms or more but got none");
        }
        var words = copy.firstEntry().getValue().keySet();
        copy.forEach((rate, entry) -> {
            if (!entry.keySet().equals(words)) {
                throw new IllegalArgumentException("expected thresholds of the words " + words
                        + " for each rate but got " + entry.keySet() + " for " + rate);
            }
        });
        thresholds = Collections.unmodifiableNavigableMap(copy);
    }

    private static double requireRate(double rate) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected false alarms an hour over 0 but got " + rate);
        }
        return rate;
    }

    private static Map<String, Double> requireThresholds(Map<String, Double> words) {
        words.forEach((word, threshold) -> {
            if (!(threshold > 0 && threshold <= 1)) {
                throw new IllegalArgumentException(
                        "expected a threshold over 0 and up to 1 for '" + word + "' but got " + threshold);
            }
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(words));
    }

    /**
     * The thresholds for a rate; between two measured rates linear in the logarithm of the rate.
     *
     * @param rate false alarms an hour, counted as these thresholds were
     * @return the threshold of each word
     * @throws IllegalArgumentException where {@code rate} lies outside the rates measured
     */
    public Map<String, Double> at(double rate) {
        var below = thresholds.floorEntry(rate);
        var above = thresholds.ceilingEntry(rate);
        if (below == null || above == null) {
            throw new IllegalArgumentException(
                    "expected false alarms an hour in [" + thresholds.firstKey() + ", " + thresholds.lastKey()
                            + "], where this model was measured at " + thresholds.keySet() + ", but got " + rate);
        }
        double low = below.getKey();
        double high = above.getKey();
        double weight = low == high ? 0 : Math.log(rate / low) / Math.log(high / low);
        var between = new LinkedHashMap<String, Double>();
        below.getValue()
                .forEach((word, t) ->
                        between.put(word, t + weight * (above.getValue().getOrDefault(word, t) - t)));
        return between;
    }

    /** These points for words of other names. */
    OperatingPoints renamed(Map<String, String> names) {
        var renamed = new TreeMap<Double, Map<String, Double>>();
        thresholds.forEach((rate, words) -> {
            var entry = new LinkedHashMap<String, Double>();
            words.forEach((word, threshold) -> entry.put(names.getOrDefault(word, word), threshold));
            renamed.put(rate, entry);
        });
        return new OperatingPoints(settings, renamed);
    }
}
