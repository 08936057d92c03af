package io.github.kws4j.evaluate;

import java.time.Duration;
import java.util.Locale;

/**
 * What one pass over the training data gave.
 *
 * @param number counted from 1
 * @param training over the pass, as the network was at each step, with dropout
 * @param validation of the validation clips after the pass
 * @param duration time that the pass took, validation included
 */
public record Epoch(int number, Figures training, Figures validation, Duration duration) {
    /**
     * How well a network classifies some clips.
     *
     * @param loss mean cross-entropy, in nats
     * @param accuracy share of the clips classified right, 0 to 1
     */
    public record Figures(double loss, double accuracy) {}

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "epoch %2d  loss %.4f  accuracy %.4f  validation loss %.4f  accuracy %.4f  %.1f s",
                number,
                training.loss,
                training.accuracy,
                validation.loss,
                validation.accuracy,
                duration.toMillis() / 1e3);
    }
}
