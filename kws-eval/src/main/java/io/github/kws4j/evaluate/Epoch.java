package io.github.kws4j.evaluate;

import java.util.Locale;

/**
 * What one pass over the training data gave.
 *
 * @param number counted from 1
 * @param loss mean cross-entropy over the pass, in nats, as the network was at each step, with dropout
 * @param accuracy share of the training clips heard right over the pass, likewise
 * @param validationLoss mean cross-entropy of the validation clips after the pass, in nats
 * @param validationAccuracy share of the validation clips heard right after the pass
 * @param seconds time that the pass took, validation included
 */
public record Epoch(
        int number, double loss, double accuracy, double validationLoss, double validationAccuracy, double seconds) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "epoch %2d  loss %.4f  accuracy %.4f  validation loss %.4f  accuracy %.4f  %.1f s",
                number,
                loss,
                accuracy,
                validationLoss,
                validationAccuracy,
                seconds);
    }
}
