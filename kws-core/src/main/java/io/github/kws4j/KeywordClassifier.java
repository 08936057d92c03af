package io.github.kws4j;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * A classifier of clips by the word said in them.
 *
 * <pre>{@code
 * try (var classifier = KeywordClassifier.pretrained()) {
 *     Prediction answer = classifier.classify(Path.of("yes.wav"));
 *     System.out.println(answer.label() + " " + answer.probability());
 * }
 * }</pre>
 *
 * <p>A loaded one is immutable and safe to share between threads: one classifier serves a whole program. It owns native
 * memory, so close it when all is done; inferences that run at that moment end first.
 *
 * <p>A custom implementation needs {@link #classify(float[])} and {@link #metadata()}, {@link #device()}, {@link
 * #deviceNote()} and {@link #close()}; all else follows from these, streams too.
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
     * @throws ModelException where no backend, or no jar with a model, is on the class path
     */
    static KeywordClassifier pretrained() {
        return builder().pretrained();
    }

    /**
     * A classifier over a network that is there already.
     *
     * @param network rows in, numbers for the labels out; closed with the classifier
     * @param metadata labels, rate, window and front end that fit it
     * @return a classifier
     * @throws ModelException where the metadata do not fit the network; it stays open then
     */
    static KeywordClassifier of(KeywordNetwork network, ModelMetadata metadata) {
        return new NetworkClassifier(network, metadata);
    }

    /**
     * Options before loading: device, threads, and what a foreign ONNX file does not describe.
     *
     * @return a new builder
     */
    static KeywordClassifierBuilder builder() {
        return new KeywordClassifierBuilder();
    }

    /**
     * Classifies one clip. A short one is padded with silence at its end.
     *
     * @param samples mono, in {@code [-1, 1]}, at {@link #sampleRate()}; not changed
     * @return the prediction
     * @throws IllegalArgumentException where {@code samples} is empty, longer than {@link #windowSamples()}, or holds a
     *     NaN or an infinity
     * @throws IllegalStateException after {@link #close()}
     * @throws ModelException where the inference fails, or gives NaN or an infinity
     */
    Prediction classify(float[] samples);

    /**
     * Classifies one clip, resampled to {@link #sampleRate()} where it has another rate.
     *
     * @param clip the sound
     * @return the prediction
     * @throws IllegalArgumentException as {@link #classify(float[])}
     * @throws IllegalStateException after {@link #close()}
     */
    default Prediction classify(Audio clip) {
        return classify(clip.resample(sampleRate()).samples());
    }

    /**
     * Classifies one sound file of any rate and any format that {@link AudioDecoder#standard()} reads.
     *
     * @param file the sound file
     * @return the prediction
     * @throws IOException where the file can't be read or is no sound
     * @throws IllegalArgumentException as {@link #classify(float[])}; a longer file is refused before it is resampled,
     *     or cut by a classifier that was loaded with {@link KeywordClassifierBuilder#fit()}
     * @throws IllegalStateException after {@link #close()}
     * @throws ModelException as {@link #classify(float[])}; like all others, its message begins with the file
     */
    default Prediction classify(Path file) throws IOException {
        Audio clip = AudioDecoder.standard().decode(file);
        try {
            return classify(clip);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        } catch (ModelException e) {
            throw new ModelException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Classifies many clips, in batches. A loaded classifier works on the calling thread and the common pool, so that
     * all cores are busy; a clip's answer depends on no other clip.
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
     * Classifies many clips, in batches, and reports how far it is.
     *
     * @param clips the clips
     * @param progress receives the number of clips done after each; an exception from it stops the work
     * @return one prediction a clip, in the same order
     * @throws IllegalArgumentException as {@link #classify(float[])}; the message names the clip's index
     * @throws IllegalStateException after {@link #close()}
     */
    default List<Prediction> classifyAll(List<Audio> clips, IntConsumer progress) {
        var predictions = new ArrayList<Prediction>(clips.size());
        for (Audio clip : clips) {
            try {
                predictions.add(classify(clip));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("clip " + predictions.size() + ": " + e.getMessage(), e);
            }
            progress.accept(predictions.size());
        }
        return List.copyOf(predictions);
    }

    /**
     * Classifies any number of clips in constant memory: the returned stream takes clips from {@code clips} as it is
     * read. A loaded classifier works on a few batches at a time, as {@link #classifyAll(List)} does, and takes that
     * many clips ahead.
     *
     * @param clips the clips; read on the thread that reads the result, and closed with it
     * @return one prediction a clip, in the same order; sequential
     * @throws IllegalStateException after {@link #close()}
     */
    default Stream<Prediction> classifyAll(Stream<Audio> clips) {
        return clips.sequential().map(this::classify);
    }

    /**
     * Options of a stream that finds words in endless sound.
     *
     * @return a new builder over this classifier
     * @throws IllegalStateException after {@link #close()}
     */
    default KeywordStreamBuilder stream() {
        return new KeywordStreamBuilder(new WindowScorer.OfClassifier(this), metadata());
    }

    /**
     * The model's words, in the order of the logits.
     *
     * @return an unmodifiable list
     */
    default List<String> labels() {
        return metadata().labels();
    }

    /**
     * The rate that {@link #classify(float[])} expects.
     *
     * @return hertz
     */
    default int sampleRate() {
        return metadata().sampleRate();
    }

    /**
     * The longest clip that the model takes.
     *
     * @return samples at {@link #sampleRate()}
     */
    default int windowSamples() {
        return metadata().windowSamples();
    }

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
