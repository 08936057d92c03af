package io.github.kws4j;

import java.time.Duration;
import java.util.List;

/**
 * What a stream compares with its thresholds at one look of the network.
 *
 * @param at the stream's position, counted from its start
 * @param probabilities the averaged posterior of each label, 0 to 1, in the order of the model's labels
 */
public record StreamScores(Duration at, List<Double> probabilities) {
    /** Copies the list. */
    public StreamScores {
        probabilities = List.copyOf(probabilities);
    }
}
