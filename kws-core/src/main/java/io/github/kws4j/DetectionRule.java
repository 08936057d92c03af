package io.github.kws4j;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * When a stream reports a word. Lengths are in samples, {@code smoothing} in hops; {@code thresholds} stand in the
 * order of the labels, infinite for a label that is never reported; {@code gateDb} is infinite where the network is
 * never skipped.
 */
record DetectionRule(
        ModelMetadata model,
        StreamSettings settings,
        int hop,
        int smoothing,
        List<Double> thresholds,
        int minimumCount,
        long refractory,
        double gateDb,
        List<Consumer<Detection>> callbacks,
        List<Consumer<StreamScores>> scoreListeners) {
    DetectionRule {
        scoreListeners = List.copyOf(scoreListeners);
        thresholds = List.copyOf(thresholds);
        callbacks = List.copyOf(callbacks);
    }

    boolean gated() {
        return gateDb < Double.POSITIVE_INFINITY;
    }

    Duration time(long samples) {
        int rate = model.sampleRate();
        return Duration.ofSeconds(samples / rate, samples % rate * 1_000_000_000L / rate);
    }
}
