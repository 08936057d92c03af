package io.github.kws4j;

/**
 * A label and how likely it is.
 *
 * @param label one of the model's labels
 * @param probability 0 to 1
 */
public record Score(String label, double probability) {}
