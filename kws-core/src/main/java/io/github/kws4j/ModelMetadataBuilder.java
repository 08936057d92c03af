package io.github.kws4j;

import io.github.kws4j.spectrogram.FrontEnd;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link ModelMetadata}: 16000 samples at 16000 Hz, the waveform itself and a temperature of 1 where nothing
 * else is said.
 */
public final class ModelMetadataBuilder {
    private static final int LONGEST_WINDOW = 1 << 25;
    private static final int MOST_STEP_FRAMES = 1000;

    final List<String> labels;
    int sampleRate = 16_000;
    int windowSamples = 16_000;
    int stepFrames;

    @Nullable FrontEnd frontEnd;

    double temperature = 1;

    @Nullable OperatingPoints operatingPoints;

    final Map<String, String> notes = new TreeMap<>();

    ModelMetadataBuilder(List<String> labels) {
        this.labels = List.copyOf(labels);
        if (labels.isEmpty() || new HashSet<>(labels).size() != labels.size()) {
            throw new IllegalArgumentException("expected one or more distinct labels but got " + labels);
        }
    }

    /**
     * The rate that the model is made for.
     *
     * @return this builder
     * @throws IllegalArgumentException if {@code hertz < 1}
     */
    public ModelMetadataBuilder sampleRate(int hertz) {
        if (hertz < 1) {
            throw new IllegalArgumentException("expected a sample rate of 1 Hz or more but got " + hertz);
        }
        sampleRate = hertz;
        return this;
    }

    /**
     * Samples in one clip.
     *
     * @return this builder
     * @throws IllegalArgumentException unless {@code 1 <= samples <= 33554432}
     */
    public ModelMetadataBuilder windowSamples(int samples) {
        if (samples < 1 || samples > LONGEST_WINDOW) {
            throw new IllegalArgumentException(
                    "expected a window of 1 to " + LONGEST_WINDOW + " samples but got " + samples);
        }
        windowSamples = samples;
        return this;
    }

    /**
     * Frames in one step of a network that carries a state: see {@link SteppingNetwork}.
     *
     * @return this builder
     * @throws IllegalArgumentException unless {@code 1 <= frames <= 1000}
     */
    public ModelMetadataBuilder stepFrames(int frames) {
        if (frames < 1 || frames > MOST_STEP_FRAMES) {
            throw new IllegalArgumentException(
                    "expected a step of 1 to " + MOST_STEP_FRAMES + " frames but got " + frames);
        }
        stepFrames = frames;
        return this;
    }

    /**
     * What is computed in Java before the network.
     *
     * @return this builder
     */
    public ModelMetadataBuilder frontEnd(FrontEnd frontEnd) {
        this.frontEnd = frontEnd;
        return this;
    }

    /** As {@link #frontEnd(FrontEnd)}; nothing where empty. */
    ModelMetadataBuilder frontEnd(Optional<FrontEnd> frontEnd) {
        this.frontEnd = frontEnd.orElse(null);
        return this;
    }

    /**
     * What divides the logits before the softmax.
     *
     * @return this builder
     * @throws IllegalArgumentException unless {@code temperature} is finite and over 0
     */
    public ModelMetadataBuilder temperature(double temperature) {
        this.temperature = new Softmax(temperature).temperature();
        return this;
    }

    /**
     * The thresholds that were found for the model.
     *
     * @return this builder
     */
    public ModelMetadataBuilder operatingPoints(OperatingPoints points) {
        operatingPoints = points;
        return this;
    }

    /** As {@link #operatingPoints(OperatingPoints)}; none where empty. */
    ModelMetadataBuilder operatingPoints(Optional<OperatingPoints> points) {
        operatingPoints = points.orElse(null);
        return this;
    }

    /**
     * Something more that the model says of itself.
     *
     * @param name name of the note; one given before is replaced
     * @param text what it says
     * @return this builder
     * @throws IllegalArgumentException where {@code name} means something else in a model file, such as
     *     {@code sample_rate}
     */
    public ModelMetadataBuilder note(String name, String text) {
        if (MetadataEntries.isReserved(name)) {
            throw new IllegalArgumentException(
                    "expected a note's name but got '" + name + "', which a model file uses for something else");
        }
        notes.put(name, text);
        return this;
    }

    /**
     * As {@link #note}, for each entry.
     *
     * @return this builder
     * @throws IllegalArgumentException as {@link #note}
     */
    public ModelMetadataBuilder notes(Map<String, String> notes) {
        notes.forEach(this::note);
        return this;
    }

    /**
     * The metadata.
     *
     * @return what was given
     * @throws IllegalArgumentException where thresholds name a word that is no label
     */
    public ModelMetadata build() {
        return new ModelMetadata(this);
    }
}
