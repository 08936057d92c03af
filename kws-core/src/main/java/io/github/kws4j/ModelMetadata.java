package io.github.kws4j;

import io.github.kws4j.spectrogram.FrontEnd;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The description that a model file carries: labels, rate and window, what its network takes and how its answers are
 * read. Immutable.
 *
 * <pre>{@code
 * var metadata = ModelMetadata.builder(List.of("yes", "no")).sampleRate(16_000).windowSamples(16_000).build();
 * }</pre>
 *
 * <p>ONNX files keep it in {@code metadata_props} under {@code kws.*} keys: {@link #toMap} writes and {@link #of} reads
 * them.
 */
public final class ModelMetadata {
    private final List<String> labels;
    private final int sampleRate;
    private final int windowSamples;
    private final @Nullable FrontEnd frontEnd;
    private final int stepFrames;
    private final double temperature;
    private final @Nullable OperatingPoints operatingPoints;
    private final Map<String, String> notes;

    ModelMetadata(ModelMetadataBuilder builder) {
        labels = builder.labels;
        sampleRate = builder.sampleRate;
        windowSamples = builder.windowSamples;
        frontEnd = builder.frontEnd;
        stepFrames = builder.stepFrames;
        temperature = builder.temperature;
        operatingPoints = builder.operatingPoints;
        notes = Collections.unmodifiableMap(new TreeMap<>(builder.notes));
        requireWords();
    }

    private void requireWords() {
        if (operatingPoints != null) {
            var others = new HashSet<>(
                    operatingPoints.thresholds().firstEntry().getValue().keySet());
            labels.forEach(others::remove);
            if (!others.isEmpty()) {
                throw new IllegalArgumentException(
                        "expected thresholds of words in " + labels + " but got some of " + others);
            }
        }
    }

    /**
     * A builder of the metadata of a model with these words.
     *
     * @param labels the words, in the order of the logits; distinct
     * @return a new builder
     * @throws IllegalArgumentException where there is no label or one stands twice
     */
    public static ModelMetadataBuilder builder(List<String> labels) {
        return new ModelMetadataBuilder(labels);
    }

    /**
     * A builder that begins with all that stands here.
     *
     * @return a new builder
     */
    public ModelMetadataBuilder toBuilder() {
        return copyTo(new ModelMetadataBuilder(labels));
    }

    private ModelMetadataBuilder copyTo(ModelMetadataBuilder builder) {
        builder.stepFrames = stepFrames;
        return builder.sampleRate(sampleRate)
                .windowSamples(windowSamples)
                .frontEnd(frontEnd())
                .temperature(temperature)
                .operatingPoints(operatingPoints())
                .notes(notes);
    }

    /**
     * This with its words renamed, thresholds too. Thresholds are left out where the number of labels differs.
     *
     * @param labels the new words, in the order of the logits; distinct
     * @return a copy
     * @throws IllegalArgumentException where there is no label or one stands twice
     */
    public ModelMetadata withLabels(List<String> labels) {
        var names = new HashMap<String, String>();
        for (int i = 0; i < Math.min(labels.size(), this.labels.size()); i++) {
            names.put(this.labels.get(i), labels.get(i));
        }
        boolean same = labels.size() == this.labels.size();
        return copyTo(new ModelMetadataBuilder(labels))
                .operatingPoints(operatingPoints().filter(points -> same).map(points -> points.renamed(names)))
                .build();
    }

    /** This with {@link SpecialLabels#UNKNOWN} before its labels. */
    ModelMetadata withNoWord() {
        var both = new ArrayList<String>();
        both.add(SpecialLabels.UNKNOWN);
        both.addAll(labels);
        return copyTo(new ModelMetadataBuilder(both)).build();
    }

    /**
     * The words, in the order of the logits.
     *
     * @return distinct labels, at least one; unmodifiable
     */
    public List<String> labels() {
        return labels;
    }

    /**
     * The rate that the model is made for.
     *
     * @return hertz, 1 or more
     */
    public int sampleRate() {
        return sampleRate;
    }

    /**
     * Samples in one clip.
     *
     * @return 1 or more
     */
    public int windowSamples() {
        return windowSamples;
    }

    /**
     * Frames in one step of a network that carries a state.
     *
     * @return 1 or more; empty for a network that takes whole windows
     */
    public OptionalInt stepFrames() {
        return stepFrames == 0 ? OptionalInt.empty() : OptionalInt.of(stepFrames);
    }

    /**
     * What is computed in Java before the network.
     *
     * @return the settings; empty where the network takes the waveform itself
     */
    public Optional<FrontEnd> frontEnd() {
        return Optional.ofNullable(frontEnd);
    }

    /**
     * What divides the logits before the softmax.
     *
     * @return over 0; 1 where none was fitted
     */
    public double temperature() {
        return temperature;
    }

    /**
     * The thresholds that were found for the model, and for which streams.
     *
     * @return the thresholds; empty where none were
     */
    public Optional<OperatingPoints> operatingPoints() {
        return Optional.ofNullable(operatingPoints);
    }

    /**
     * All else that the model says: recipe, version, data, accuracy.
     *
     * @return text by name, in the order of the names; unmodifiable
     */
    public Map<String, String> notes() {
        return notes;
    }

    /**
     * The entries for a model file; {@link #of} reads them back.
     *
     * @return {@code kws.*} keys and their values
     */
    public Map<String, String> toMap() {
        return MetadataEntries.write(this);
    }

    /**
     * Reads the {@code kws.*} entries of a model file; others are passed over.
     *
     * @param entries metadata of a model file
     * @return what they say
     * @throws ModelException where an entry is missing, unknown or makes no sense; the message names it, what was
     *     expected and what was found
     */
    public static ModelMetadata of(Map<String, String> entries) {
        return MetadataEntries.read(entries);
    }

    /** Whether {@link #of} is to read these entries: kws4j wrote them. */
    static boolean isIn(Map<String, String> entries) {
        return entries.containsKey(MetadataEntries.LABELS);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelMetadata that
                && labels.equals(that.labels)
                && sampleRate == that.sampleRate
                && windowSamples == that.windowSamples
                && Objects.equals(frontEnd, that.frontEnd)
                && stepFrames == that.stepFrames
                && Double.compare(temperature, that.temperature) == 0
                && Objects.equals(operatingPoints, that.operatingPoints)
                && notes.equals(that.notes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                labels, sampleRate, windowSamples, stepFrames, frontEnd, temperature, operatingPoints, notes);
    }

    /** The entries of {@link #toMap}. */
    @Override
    public String toString() {
        return toMap().toString();
    }
}
