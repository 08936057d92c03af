package io.github.kws4j.words;

import io.github.kws4j.Device;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordStreamBuilder;
import io.github.kws4j.ModelMetadata;
import io.github.kws4j.Prediction;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * A classifier of a person's own words, learnt from a few recordings of each.
 *
 * <pre>{@code
 * try (CustomKeywords mine = CustomKeywords.builder()
 *         .keyword("computer", Path.of("recordings/computer"))
 *         .keyword("lights on", recordings)
 *         .enroll()) {
 *     mine.stream().falseAlarmsPerHour(1).onDetection(System.out::println).open();
 * }
 * }</pre>
 *
 * <p>Its labels are the words in the order given, then {@code _unknown_}. It takes clips of up to 3.2 s. The logit of a
 * word is 0 at its threshold for one false alarm an hour, that of {@code _unknown_} always: so {@code classify} says a
 * word where a stream at that rate would report it. Rates of false alarms are those of each word. Immutable and safe to
 * share between threads; owns native memory.
 */
public final class CustomKeywords implements KeywordClassifier {
    private final byte[] model;
    private final Enrollment enrollment;
    private final KeywordClassifier classifier;

    CustomKeywords(byte[] model, Enrollment enrollment) {
        this.model = model;
        this.enrollment = enrollment;
        classifier = KeywordClassifier.builder().load(model);
    }

    /** A builder without words. */
    public static CustomKeywordsBuilder builder() {
        return new CustomKeywordsBuilder(new byte[0]);
    }

    /**
     * A builder that begins with the words of a model, to add others or to take some away: without their recordings.
     *
     * @param model a file that {@link #export} wrote
     * @return a new builder
     * @throws IOException where the file can't be read
     */
    public static CustomKeywordsBuilder from(Path model) throws IOException {
        return new CustomKeywordsBuilder(Files.readAllBytes(model));
    }

    /**
     * As {@link #from(Path)}, of a model at hand.
     *
     * @return a new builder
     */
    public static CustomKeywordsBuilder from(CustomKeywords model) {
        return new CustomKeywordsBuilder(model.model);
    }

    /** What was learnt, and what it will be good for. */
    public Enrollment enrollment() {
        return enrollment;
    }

    /**
     * Writes all this as one ONNX file, for {@link KeywordClassifier#load}; {@code kws-onnx} alone is needed to use it.
     * A file that is there is replaced, at once and only when all is written.
     *
     * @throws IOException where it can't be written
     */
    public void export(Path file) throws IOException {
        WholeFile.write(file, model);
    }

    @Override
    public Prediction classify(float[] samples) {
        return classifier.classify(samples);
    }

    @Override
    public Prediction classify(Audio clip) {
        return classifier.classify(clip);
    }

    @Override
    public Prediction classify(Path file) throws IOException {
        return classifier.classify(file);
    }

    @Override
    public List<Prediction> classifyAll(List<Audio> clips, IntConsumer progress) {
        return classifier.classifyAll(clips, progress);
    }

    @Override
    public Stream<Prediction> classifyAll(Stream<Audio> clips) {
        return classifier.classifyAll(clips);
    }

    @Override
    public KeywordStreamBuilder stream() {
        return classifier.stream();
    }

    @Override
    public List<String> labels() {
        return classifier.labels();
    }

    @Override
    public int sampleRate() {
        return classifier.sampleRate();
    }

    @Override
    public int windowSamples() {
        return classifier.windowSamples();
    }

    @Override
    public ModelMetadata metadata() {
        return classifier.metadata();
    }

    @Override
    public Device device() {
        return classifier.device();
    }

    @Override
    public String deviceNote() {
        return classifier.deviceNote();
    }

    @Override
    public void close() {
        classifier.close();
    }
}
