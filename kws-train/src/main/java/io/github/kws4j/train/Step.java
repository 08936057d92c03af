package io.github.kws4j.train;

/**
 * Progress within an epoch.
 *
 * @param epoch counted from 1
 * @param number steps taken in this epoch
 * @param steps steps of one epoch
 * @param loss mean loss of this epoch so far
 */
public record Step(int epoch, int number, int steps, double loss) {}
