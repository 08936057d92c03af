package io.github.kws4j;

import java.util.List;
import java.util.Map;

/**
 * A loaded network, as a backend gives it: rows of floats in, rows of numbers for the labels out. What the rows mean
 * (waveform or spectrogram, labels, temperature) is described by the metadata and handled by the classifier;
 * {@link KeywordClassifier#of} makes one of it. Safe to share between threads.
 */
public interface KeywordNetwork extends AutoCloseable {
    /**
     * The model file's own metadata, with {@code kws.*} keys where kws4j wrote it; see {@link ModelMetadata}.
     *
     * @return an unmodifiable map
     */
    Map<String, String> metadata();

    /**
     * Shape of one clip's input, without the batch: {@code [samples]} or {@code [frames, bins]}; sizes of 1 may stand
     * anywhere.
     *
     * @return positive sizes, at least one
     */
    List<Integer> inputShape();

    /**
     * Number of outputs a clip.
     *
     * @return at least 1
     */
    int classes();

    /**
     * What the outputs are.
     *
     * @return logits where not overridden
     */
    default OutputKind outputKind() {
        return OutputKind.LOGITS;
    }

    /**
     * Runs clips through the network.
     *
     * @param input {@code batch} rows of the input shape, row-major, from index 0
     * @param batch number of clips, at least 1
     * @param outputs receives {@code batch x classes} values, row-major, from index 0
     * @throws IllegalStateException after {@link #close()}
     * @throws ModelException where the inference fails
     */
    void run(float[] input, int batch, float[] outputs);

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

    /** Frees the network once the inferences that run have ended. Idempotent; does not wait. */
    @Override
    void close();
}
