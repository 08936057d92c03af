package io.github.kws4j.train;

import java.util.SplittableRandom;

/**
 * Clips to train on that are never the same twice, each with the sequence of vectors that a network should make of it.
 * Safe to share between threads.
 */
@FunctionalInterface
public interface VectorSource {
    /**
     * Makes one clip.
     *
     * @param random where all chance comes from; for this draw alone
     * @return the clip
     */
    Example draw(SplittableRandom random);

    /**
     * One clip.
     *
     * @param features {@code height x width}, row-major, of the size of the network's input
     * @param vectors {@code vectors x values}, row-major, of the size of the network's output
     */
    record Example(float[] features, float[] vectors) {}
}
