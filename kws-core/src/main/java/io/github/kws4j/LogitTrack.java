package io.github.kws4j;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A network's outputs at every hop of a long sound, kept so that a stream's rules can be applied to it with one
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
    private final int[] groups;

    /** {@code hop} is in samples, {@code smoothing} in hops. */
    LogitTrack(ModelMetadata model, StreamSettings settings, int hop, int smoothing, float[] probabilities) {
        this.model = model;
        this.settings = settings;
        this.hop = hop;
        this.smoothing = smoothing;
        this.probabilities = probabilities;
        int group = smoothing * model.labels().size();
        groups = IntStream.range(0, (probabilities.length + group - 1) / group).toArray();
    }

    private LogitTrack(LogitTrack whole, int[] groups) {
        model = whole.model;
        settings = whole.settings;
        hop = whole.hop;
        smoothing = whole.smoothing;
        probabilities = whole.probabilities;
        this.groups = groups;
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
        int group = smoothing * model.labels().size();
        var detector = new WordDetector(rule(thresholds), List.of(), 0);
        for (int at : groupsThatMatter(thresholds)) {
            accept(detector, at * group, Math.min((at + 1) * group, probabilities.length));
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
     * This track without the hops that change nothing with thresholds from some on. {@link #detections} with those
     * words and thresholds, or higher ones, are the same, and come sooner.
     *
     * @param least thresholds of the words that will be reported
     * @return a track for these words alone
     * @throws IllegalArgumentException as {@link #detections}
     */
    public LogitTrack over(Map<String, Double> least) {
        requireThresholds(least);
        return new LogitTrack(this, groupsThatMatter(least));
    }

    /**
     * Of hops in groups of one smoothing, those with a word that is likely enough for anything to come of it, and those
     * before and after them: without one, hops change nothing.
     */
    private int[] groupsThatMatter(Map<String, Double> thresholds) {
        int[] columns =
                thresholds.keySet().stream().mapToInt(model.labels()::indexOf).toArray();
        float[] idle = new float[columns.length];
        for (int i = 0; i < idle.length; i++) {
            idle[i] = (float) (IDLE * thresholds.getOrDefault(model.labels().get(columns[i]), 1.0));
        }
        var active = new BitSet();
        for (int group : groups) {
            active.set(group, anyOver(group, columns, idle));
        }
        return IntStream.of(groups)
                .filter(group -> group == 0 || active.get(group - 1) || active.get(group) || active.get(group + 1))
                .toArray();
    }

    private boolean anyOver(int group, int[] columns, float[] idle) {
        int labels = model.labels().size();
        int to = Math.min((group + 1) * smoothing * labels, probabilities.length);
        for (int at = group * smoothing * labels; at < to; at += labels) {
            for (int i = 0; i < columns.length; i++) {
                if (probabilities[at + columns[i]] >= idle[i]) {
                    return true;
                }
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
