package io.github.kws4j;

import io.github.kws4j.spectrogram.Spectrogram;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a model file says of itself, kept in ONNX {@code metadata_props} under {@code kws.*} keys. Immutable.
 *
 * @param labels the words, in the order of the logits; distinct
 * @param sampleRate hertz that the model hears at
 * @param windowSamples samples in one clip
 * @param spectrogram computed in Java before the network; absent where the network takes the waveform itself
 * @param temperature divides the logits before the softmax; 1 where none was fitted
 * @param notes all else (recipe, version, data, accuracy, thresholds), keys without {@code kws.}
 */
public record ModelMetadata(
        List<String> labels,
        int sampleRate,
        int windowSamples,
        Optional<Spectrogram> spectrogram,
        double temperature,
        Map<String, String> notes) {
    private static final String PREFIX = "kws.";
    private static final String LABELS = PREFIX + "labels";
    private static final String SAMPLE_RATE = PREFIX + "sample_rate";
    private static final String WINDOW = PREFIX + "window";
    private static final String TEMPERATURE = PREFIX + "temperature";
    private static final String SPECTROGRAM = PREFIX + "spectrogram.";

    /**
     * @throws IllegalArgumentException where there is no label or one stands twice, or {@code sampleRate < 1}, {@code windowSamples < 1} or
     *     {@code temperature <= 0}
     */
    public ModelMetadata {
        labels = List.copyOf(labels);
        notes = Map.copyOf(notes);
        if (labels.isEmpty() || new HashSet<>(labels).size() != labels.size()) {
            throw new IllegalArgumentException("expected one or more distinct labels but got " + labels);
        }
        if (sampleRate < 1 || windowSamples < 1) {
            throw new IllegalArgumentException("expected a sample rate and a window of 1 or more but got " + sampleRate
                    + " Hz and " + windowSamples + " samples");
        }
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected a temperature above 0 but got " + temperature);
        }
    }

    /**
     * The entries for a model file; {@link #of} reads them back.
     *
     * @return {@code kws.*} keys and their values
     */
    public Map<String, String> toMap() {
        var map = new LinkedHashMap<String, String>();
        map.put(LABELS, String.join("\n", labels));
        map.put(SAMPLE_RATE, Integer.toString(sampleRate));
        map.put(WINDOW, Integer.toString(windowSamples));
        map.put(TEMPERATURE, Double.toString(temperature));
        spectrogram.ifPresent(s -> s.settings().forEach((key, value) -> map.put(SPECTROGRAM + key, value)));
        new TreeMap<>(notes).forEach((key, value) -> map.put(PREFIX + key, value));
        return map;
    }

    /**
     * Whether kws4j wrote these entries.
     *
     * @param entries metadata of a model file
     * @return whether {@link #of} can read them
     */
    static boolean isIn(Map<String, String> entries) {
        return entries.containsKey(LABELS);
    }

    /**
     * Reads the {@code kws.*} entries of a model file; others are passed over.
     *
     * @param entries metadata of a model file
     * @return what they say
     * @throws ModelException where an entry is missing or makes no sense; the message names it, what was expected and what was found
     */
    public static ModelMetadata of(Map<String, String> entries) {
        var notes = new TreeMap<String, String>();
        var settings = new TreeMap<String, String>();
        entries.forEach((key, value) -> {
            if (key.startsWith(SPECTROGRAM)) {
                settings.put(key.substring(SPECTROGRAM.length()), value);
            } else if (key.startsWith(PREFIX)
                    && !List.of(LABELS, SAMPLE_RATE, WINDOW, TEMPERATURE).contains(key)) {
                notes.put(key.substring(PREFIX.length()), value);
            }
        });
        String labels = required(entries, LABELS);
        int rate = number(SAMPLE_RATE, required(entries, SAMPLE_RATE), Integer::valueOf);
        int window = number(WINDOW, required(entries, WINDOW), Integer::valueOf);
        double temperature = number(TEMPERATURE, entries.getOrDefault(TEMPERATURE, "1"), Double::valueOf);
        try {
            return new ModelMetadata(
                    List.of(labels.split("\n", -1)),
                    rate,
                    window,
                    settings.isEmpty() ? Optional.empty() : Optional.of(Spectrogram.of(settings)),
                    temperature,
                    notes);
        } catch (IllegalArgumentException e) {
            throw new ModelException("model metadata: " + e.getMessage(), e);
        }
    }

    private static String required(Map<String, String> entries, String key) {
        String value = entries.get(key);
        if (value == null) {
            throw new ModelException("model metadata: expected an entry " + key + " but found none");
        }
        return value;
    }

    private static <T> T number(String key, String value, Function<String, T> parse) {
        try {
            return parse.apply(value);
        } catch (NumberFormatException e) {
            throw new ModelException("model metadata: expected a number for " + key + " but found '" + value + "'", e);
        }
    }
}
