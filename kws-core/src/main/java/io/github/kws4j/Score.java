package io.github.kws4j;

/** A label and its probability in {@code [0, 1]}. */
public record Score(String label, double probability) {}
