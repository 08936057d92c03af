package io.github.kws4j;

import java.util.List;
import java.util.Map;

/**
 * A loaded network, as a backend gives it: rows of floats in, rows of logits out. What the rows mean (waveform or spectrogram,
 * labels, temperature) is told by the metadata and handled by the classifier. Safe to share between threads.
 */
public interface KeywordNetwork extends AutoCloseable {
    /** The model file's own metadata ({@code kws.*} keys where it was exported by kws4j); see {@link ModelMetadata}. */
    Map<String, String> metadata();

    /** Shape of one clip's input, without the batch: {@code [samples]} or {@code [frames, bins]}. */
    List<Integer> inputShape();

    /** Number of logits a clip. */
    int classes();

    /** Runs {@code batch} rows of {@code input} (row-major) and writes {@code batch x classes} logits. */
    void run(float[] input, int batch, float[] logits);

    /** The device in use. */
    Device device();

    /** Why {@link #device()} is not the one asked for; empty where it is. */
    String deviceNote();

    @Override
    void close();
}
