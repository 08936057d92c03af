package io.github.kws4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Thresholds that a model carries in its notes: under {@code thresholds.<false alarms an hour>} a line {@code word=threshold} for
 * each word, and under {@code thresholds.stream} the stream settings they were measured with. Written by kws-train's
 * {@code ThresholdCalibrator}.
 */
record CalibratedThresholds(NavigableMap<Double, Map<String, Double>> byRate, String settings) {
    private static final String PREFIX = "thresholds.";
    private static final String SETTINGS = PREFIX + "stream";

    static CalibratedThresholds of(Map<String, String> notes) {
        var byRate = new TreeMap<Double, Map<String, Double>>();
        notes.forEach((key, value) -> {
            if (key.startsWith(PREFIX) && !key.equals(SETTINGS)) {
                byRate.put(number(key, key.substring(PREFIX.length())), words(key, value));
            }
        });
        return new CalibratedThresholds(byRate, notes.getOrDefault(SETTINGS, ""));
    }

    private static Map<String, Double> words(String key, String lines) {
        var thresholds = new LinkedHashMap<String, Double>();
        for (String line : lines.split("\n")) {
            int equals = line.lastIndexOf('=');
            thresholds.put(line.substring(0, Math.max(0, equals)), number(key, line.substring(equals + 1)));
        }
        return thresholds;
    }

    private static double number(String key, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new ModelException(
                    "expected numbers under " + key + " in the model's notes but got '" + text + "'", e);
        }
    }

    /** The thresholds for a rate; between two measured rates linear in the logarithm of the rate. */
    Map<String, Double> at(double rate) {
        var below = byRate.floorEntry(rate);
        var above = byRate.ceilingEntry(rate);
        if (below == null || above == null) {
            throw new IllegalArgumentException(
                    byRate.isEmpty()
                            ? "expected a model that carries thresholds but this one has none; give threshold(...) or calibrate it"
                            : "expected false alarms an hour in [" + byRate.firstKey() + ", " + byRate.lastKey()
                                    + "], where this model was measured at " + byRate.keySet() + ", but got " + rate);
        }
        double low = below.getKey();
        double high = above.getKey();
        double weight = low == high ? 0 : Math.log(rate / low) / Math.log(high / low);
        var thresholds = new LinkedHashMap<String, Double>();
        below.getValue()
                .forEach((word, t) ->
                        thresholds.put(word, t + weight * (above.getValue().getOrDefault(word, t) - t)));
        return thresholds;
    }
}
