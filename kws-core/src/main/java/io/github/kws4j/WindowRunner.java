package io.github.kws4j;

/** Takes the due windows of streams to the network and their posteriors to their detectors: at once, or batched. */
interface WindowRunner {
    /**
     * Takes a window that ends at {@code position}; {@code row} is read before this returns. The detector has its
     * posteriors by the next {@link #flush} at the latest.
     */
    void run(float[] row, WordDetector detector, long position, long began, long ended);

    /** Takes the windows that wait for others to the network, at the end of a chunk of sound. */
    default void flush(WordDetector detector) {}

    /** Takes a window that is too quiet for the network. */
    void skip(WordDetector detector, long position);

    /**
     * What the network and callbacks threw in the windows just run, to be thrown to the caller of {@code accept}; empty
     * where another is given.
     */
    void rethrow(WordDetector detector);
}
