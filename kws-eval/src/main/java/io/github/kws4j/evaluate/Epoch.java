package io.github.kws4j.evaluate;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What one pass over the training data gave.
 *
 * @param number counted from 1
 * @param training over the pass, as the network was at each step, with dropout
 * @param validation of the validation clips after the pass
 * @param duration time that the pass took, validation included
 * @param earlyStop where the training stops early after this pass, the number of the epoch with the least validation
 *     loss
 */
public record Epoch(int number, Figures training, Figures validation, Duration duration, OptionalInt earlyStop) {
    /**
     * A pass after which the training goes on, or ends as planned.
     *
     * @param number counted from 1
     * @param training over the pass
     * @param validation after the pass
     * @param duration time that the pass took
     */
    public Epoch(int number, Figures training, Figures validation, Duration duration) {
        this(number, training, validation, duration, OptionalInt.empty());
    }

    /**
     * The same pass as the last of a training that stops early.
     *
     * @param best number of the epoch with the least validation loss
     * @return a copy
     */
    public Epoch withEarlyStop(int best) {
        return new Epoch(number, training, validation, duration, OptionalInt.of(best));
    }

    /**
     * How well a network classifies some clips.
     *
     * @param loss mean cross-entropy, in nats
     * @param accuracy share of the clips classified right, 0 to 1
     */
    public record Figures(double loss, double accuracy) {}

    /** A line of figures, and another where the training stops early. */
    @Override
    public String toString() {
        String stop = earlyStop.isPresent()
                ? String.format(
                        Locale.ROOT, "%nEpoch %d: early stopping, best was epoch %d", number, earlyStop.getAsInt())
                : "";
        return figures() + stop;
    }

    private String figures() {
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
