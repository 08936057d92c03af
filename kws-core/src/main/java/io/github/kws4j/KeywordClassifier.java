package io.github.kws4j;

import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Hears which word is said in a clip.
 *
 * <p>Immutable and safe to share between threads: one classifier serves a whole program. It owns native memory, so close it when all is
 * done; inferences that run at that moment end first.
 */
public interface KeywordClassifier extends AutoCloseable {
    /**
     * Loads a model file written by kws4j, to run on the CPU.
     *
     * @param model an ONNX file with {@code kws.*} metadata
     * @return a classifier
     * @throws IOException where the file can't be read
     * @throws ModelException where it is no such model, or no backend is on the class path
     */
    static KeywordClassifier load(Path model) throws IOException {
        return builder().load(model);
    }

    /**
     * Loads the model that comes in the jar of {@code kws-onnx}, to run on the CPU: no file, no network.
     *
     * @return a classifier
     * @throws ModelException where no backend that carries a model is on the class path
     */
    static KeywordClassifier pretrained() {
        return builder().pretrained();
    }

    /**
     * Options before loading: device, threads, and what a foreign ONNX file does not tell.
     *
     * @return a new builder
     */
    static KeywordClassifierBuilder builder() {
        return new KeywordClassifierBuilder();
    }

    /**
     * Hears one clip. A short one is padded with silence at its end.
     *
     * @param samples mono, in {@code [-1, 1]}, at {@link #sampleRate()}
     * @return what was heard
     * @throws IllegalArgumentException where {@code samples} is empty, longer than {@link #windowSamples()}, or holds a NaN or an infinity
     * @throws IllegalStateException after {@link #close()}
     * @throws ModelException where the inference fails
     */
    Prediction classify(float[] samples);

    /**
     * Hears one clip, resampled to {@link #sampleRate()} where it has another rate.
     *
     * @param clip the sound
     * @return what was heard
     * @throws IllegalArgumentException as {@link #classify(float[])}
     * @throws IllegalStateException after {@link #close()}
     */
    Prediction classify(Audio clip);

    /**
     * Hears one sound file of any rate and any format that {@link io.github.kws4j.audio.AudioDecoder#standard()} reads.
     *
     * @param file the sound file
     * @return what was heard
     * @throws IOException where the file can't be read or is no sound
     * @throws IllegalArgumentException as {@link #classify(float[])}
     * @throws IllegalStateException after {@link #close()}
     */
    Prediction classify(Path file) throws IOException;

    /**
     * Hears many clips, in batches.
     *
     * @param clips the clips
     * @return one prediction a clip, in the same order
     * @throws IllegalArgumentException as {@link #classify(float[])}; the message names the clip's index
     * @throws IllegalStateException after {@link #close()}
     */
    default List<Prediction> classifyAll(List<Audio> clips) {
        return classifyAll(clips, done -> {});
    }

    /**
     * Hears many clips, in batches, and tells how far it is.
     *
     * @param clips the clips
     * @param progress told the number of clips done after each; an exception from it stops the work
     * @return one prediction a clip, in the same order
     * @throws IllegalArgumentException as {@link #classify(float[])}; the message names the clip's index
     * @throws IllegalStateException after {@link #close()}
     */
    List<Prediction> classifyAll(List<Audio> clips, IntConsumer progress);

    /**
     * Hears any number of clips in constant memory: the returned stream takes clips from {@code clips} as it is read, a batch at a time,
     * and prepares the next batch while the network runs.
     *
     * @param clips the clips; read on the thread that reads the result, and closed with it
     * @return one prediction a clip, in the same order; sequential
     * @throws IllegalStateException after {@link #close()}
     */
    Stream<Prediction> classifyAll(Stream<Audio> clips);

    /**
     * Options of a stream that hears words in endless sound.
     *
     * @return a new builder over this classifier
     * @throws IllegalStateException after {@link #close()}
     */
    KeywordStreamBuilder stream();

    /**
     * The model's words, in the order of the logits.
     *
     * @return an unmodifiable list
     */
    List<String> labels();

    /**
     * The rate that {@link #classify(float[])} expects.
     *
     * @return hertz
     */
    int sampleRate();

    /**
     * The longest clip that the model hears.
     *
     * @return samples at {@link #sampleRate()}
     */
    int windowSamples();

    /**
     * What the model says of itself.
     *
     * @return labels, front end, recipe and measured figures
     */
    ModelMetadata metadata();

    /**
     * The device in use.
     *
     * @return CPU or CUDA
     */
    Device device();

    /**
     * Why {@link #device()} is not the one asked for.
     *
     * @return the reason, empty where it is the one asked for
     */
    String deviceNote();

    /** Frees the model once the inferences that run have ended. Idempotent. */
    @Override
    void close();
}
