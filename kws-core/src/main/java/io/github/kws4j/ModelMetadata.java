package io.github.kws4j;

import io.github.kws4j.spectrogram.Spectrogram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model file says of itself, kept in ONNX {@code metadata_props} under {@code kws.*} keys. {@code spectrogram} is absent in the
 * waveform form; {@code temperature} divides the logits before the softmax (1 where none was fitted); {@code notes} holds the
 * rest (recipe, version, data, accuracy, thresholds), keys without the prefix.
 */
public record ModelMetadata(
        List<String> labels,
        int sampleRate,
        int windowSamples,
        Optional<Spectrogram> spectrogram,
        double temperature,
        Map<String, String> notes) {
    public ModelMetadata {
        labels = List.copyOf(labels);
        notes = Map.copyOf(notes);
    }

    /** The entries for a model file; {@link #of} reads them back. */
    public Map<String, String> toMap() {
        var map = new LinkedHashMap<String, String>();
        notes.forEach((key, value) -> map.put("kws." + key, value));
        map.put("kws.labels", String.join("\n", labels));
        map.put("kws.sample_rate", Integer.toString(sampleRate));
        map.put("kws.window", Integer.toString(windowSamples));
        map.put("kws.temperature", Double.toString(temperature));
        spectrogram.ifPresent(s -> s.settings().forEach((key, value) -> map.put("kws.spectrogram." + key, value)));
        return map;
    }

    /** Reads the {@code kws.*} entries of a model file. */
    public static ModelMetadata of(Map<String, String> entries) {
        throw new UnsupportedOperationException();
    }
}
