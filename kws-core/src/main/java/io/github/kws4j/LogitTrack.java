package io.github.kws4j;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a network said at every hop of a long sound, kept, so that a stream's rules can be applied to it with one
 * threshold after another without running the network again. The detections are those that a stream over the sound
 * would make. Immutable and safe to share between threads.
 */
public final class LogitTrack {
    /** A word under this share of its threshold is neither reported nor held back. */
    private static final double IDLE = 0.5;

    private final ModelMetadata model;
    private final StreamSettings settings;
    private final int hop;
    private final int smoothing;
    private final float[] probabilities;

    /** {@code hop} is in samples, {@code smoothing} in hops. */
    LogitTrack(ModelMetadata model, StreamSettings settings, int hop, int smoothing, float[] probabilities) {
        this.model = model;
        this.settings = settings;
        this.hop = hop;
        this.smoothing = smoothing;
        this.probabilities = probabilities;
    }

    /**
     * The track of some logits.
     *
     * @param model labels and temperature
     * @param settings of the stream; its hop is the time from one row of logits to the next
     * @param logits {@code hops x labels}, row-major; copied
     * @return the track
     * @throws IllegalArgumentException where {@code logits} are not whole rows
     */
    public static LogitTrack of(ModelMetadata model, StreamSettings settings, float[] logits) {
        int labels = model.labels().size();
        if (logits.length % labels != 0) {
            throw new IllegalArgumentException(
                    "expected rows of " + labels + " logits but got " + logits.length + " logits");
        }
        float[] probabilities = logits.clone();
        var softmax = new Softmax(model.temperature());
        for (int at = 0; at < probabilities.length; at += labels) {
            softmax.applyTo(probabilities, at, labels);
        }
        int hop = samples(model, settings.hop());
        int smoothing = Math.max(1, Math.round((float) samples(model, settings.smoothing()) / hop));
        return new LogitTrack(model, settings, hop, smoothing, probabilities);
    }

    private static int samples(ModelMetadata model, Duration time) {
        return (int) Math.round(time.toNanos() * 1e-9 * model.sampleRate());
    }

    /**
     * What a stream with these thresholds detects.
     *
     * @param thresholds of the words to report; others are not reported
     * @return detections in order; where the word began and ended is not known, so both are the time of detection
     * @throws IllegalArgumentException where the model has no such word, or a threshold is not over 0 and up to 1
     */
    public List<Detection> detections(Map<String, Double> thresholds) {
        requireThresholds(thresholds);
        int labels = model.labels().size();
        var detector = new WordDetector(rule(thresholds), List.of(), 0);
        float[] idle = new float[labels];
        Arrays.fill(idle, Float.POSITIVE_INFINITY);
        thresholds.forEach((word, threshold) -> idle[model.labels().indexOf(word)] = (float) (IDLE * threshold));
        boolean before = true;
        boolean now = anyOver(0, idle);
        for (int from = 0; from < probabilities.length; from += smoothing * labels) {
            boolean next = anyOver(from + smoothing * labels, idle);
            if (before || now || next) {
                accept(detector, from, Math.min(from + smoothing * labels, probabilities.length));
            }
            before = now;
            now = next;
        }
        return detector.take();
    }

    private void accept(WordDetector detector, int from, int to) {
        int labels = model.labels().size();
        for (int at = from; at < to; at += labels) {
            long position = (at / labels + 1L) * hop;
            detector.accept(probabilities, at, position, position, position);
        }
    }

    /**
     * Whether in one smoothing of hops a word is likely enough for anything to come of it: without one in it, before it
     * or after it they change nothing.
     */
    private boolean anyOver(int from, float[] idle) {
        int to = Math.min(from + smoothing * idle.length, probabilities.length);
        for (int at = from; at < to; at++) {
            if (probabilities[at] >= idle[at % idle.length]) {
                return true;
            }
        }
        return false;
    }

    private void requireThresholds(Map<String, Double> thresholds) {
        thresholds.forEach((word, threshold) -> {
            if (!model.labels().contains(word)) {
                throw new IllegalArgumentException("expected one of " + model.labels() + " but got '" + word + "'");
            }
            if (!(threshold > 0 && threshold <= 1)) {
                throw new IllegalArgumentException("expected a threshold over 0 and up to 1 but got " + threshold);
            }
        });
    }

    private DetectionRule rule(Map<String, Double> thresholds) {
        return new DetectionRule(
                model,
                settings,
                hop,
                smoothing,
                model.labels().stream()
                        .map(label -> thresholds.getOrDefault(label, Double.POSITIVE_INFINITY))
                        .collect(Collectors.toList()),
                settings.minimumCount(),
                samples(model, settings.refractory()),
                Double.POSITIVE_INFINITY,
                List.of(),
                List.of());
    }
}
