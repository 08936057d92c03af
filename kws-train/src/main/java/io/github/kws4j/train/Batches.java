package io.github.kws4j.train;

import io.github.kws4j.train.network.Batch;

/** The clips of each epoch, in the order in which a training takes them. */
interface Batches extends AutoCloseable {
    /** Clips in one epoch. */
    int clips();

    /**
     * Clips {@code from} to before {@code to} of an epoch, which depend on the seed, the epoch and these numbers alone.
     */
    Batch batch(int epoch, int from, int to);

    /** What distinguishes these clips from others, in one line. */
    String identity();

    @Override
    void close();
}
