package io.github.kws4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Options of a {@link KeywordStream}. Each has a default; the thresholds default to those the model carries for one false alarm an
 * hour, else to 0.8. Labels in underscores ({@code _silence_}, {@code _unknown_}) are never reported unless
 * {@link #threshold(String, double)} names them. Not safe to share between threads.
 */
public final class KeywordStreamBuilder {
    private static final double DEFAULT_THRESHOLD = 0.8;

    private final KeywordNetwork network;
    private final ModelMetadata model;
    private Duration hop = Duration.ofMillis(100);
    private Duration smoothing = Duration.ofMillis(500);
    private Duration refractory = Duration.ofMillis(750);
    private int minimumCount = 1;
    private double gate = Double.POSITIVE_INFINITY;
    private OptionalDouble threshold = OptionalDouble.empty();
    private OptionalDouble falseAlarms = OptionalDouble.empty();
    private final Map<String, Double> byWord = new HashMap<>();
    private final List<Consumer<Detection>> callbacks = new ArrayList<>();

    KeywordStreamBuilder(KeywordNetwork network, ModelMetadata model) {
        this.network = network;
        this.model = model;
    }

    /**
     * The time from one look of the network to the next (100 ms). Rounded to the nearest whole number of spectrogram frames, so
     * that each frame is computed once.
     *
     * @throws IllegalArgumentException where {@code hop <= 0}
     */
    public KeywordStreamBuilder hop(Duration hop) {
        this.hop = positive("a hop", hop);
        return this;
    }

    /**
     * The time over which posteriors are averaged (500 ms), rounded to whole hops, at least one. Longer gives fewer false alarms
     * and a later report.
     *
     * @throws IllegalArgumentException where {@code smoothing <= 0}
     */
    public KeywordStreamBuilder smoothing(Duration smoothing) {
        this.smoothing = positive("smoothing", smoothing);
        return this;
    }

    /**
     * The averaged posterior from which a word is reported, for all words that have no own threshold.
     *
     * @throws IllegalArgumentException unless {@code 0 < threshold <= 1}
     */
    public KeywordStreamBuilder threshold(double threshold) {
        this.threshold = OptionalDouble.of(probability(threshold));
        falseAlarms = OptionalDouble.empty();
        return this;
    }

    /**
     * The averaged posterior from which this word is reported.
     *
     * @throws IllegalArgumentException unless {@code 0 < threshold <= 1} and the model knows the word
     */
    public KeywordStreamBuilder threshold(String word, double threshold) {
        if (!model.labels().contains(word)) {
            throw new IllegalArgumentException("expected one of " + model.labels() + " but got '" + word + "'");
        }
        byWord.put(word, probability(threshold));
        return this;
    }

    /** As {@link #threshold(String, double)}, for each entry. */
    public KeywordStreamBuilder thresholds(Map<String, Double> thresholds) {
        thresholds.forEach(this::threshold);
        return this;
    }

    /**
     * Takes the thresholds with which the model was measured to give this many false alarms an hour, all words together; between
     * two measured rates they are interpolated in the logarithm of the rate. They hold for speech like that they were measured
     * on and for the options {@code hop}, {@code smoothing}, {@code minimumCount} and {@code refractory} in use then.
     *
     * @throws IllegalArgumentException where the model carries no thresholds, or none for rates on both sides of {@code rate}
     */
    public KeywordStreamBuilder falseAlarmsPerHour(double rate) {
        CalibratedThresholds.of(model.notes()).at(rate);
        falseAlarms = OptionalDouble.of(rate);
        threshold = OptionalDouble.empty();
        return this;
    }

    /**
     * The time after a report in which no word is reported (750 ms).
     *
     * @throws IllegalArgumentException where {@code refractory < 0}
     */
    public KeywordStreamBuilder refractory(Duration refractory) {
        this.refractory = refractory.isZero() ? refractory : positive("a refractory time", refractory);
        return this;
    }

    /**
     * The number of hops in a row at which a word must stand at its threshold before it can be reported (1).
     *
     * @throws IllegalArgumentException where {@code minimumCount < 1}
     */
    public KeywordStreamBuilder minimumCount(int minimumCount) {
        if (minimumCount < 1) {
            throw new IllegalArgumentException("expected a minimum count of at least 1 but got " + minimumCount);
        }
        this.minimumCount = minimumCount;
        return this;
    }

    /**
     * Skips the network while no 20 ms of the window are louder than the running noise floor by {@code decibels} (never, where
     * this is not called). Saves most of the cost in a quiet room, at the price of words that hardly rise over the noise.
     *
     * @throws IllegalArgumentException where {@code decibels <= 0} or NaN
     */
    public KeywordStreamBuilder gate(double decibels) {
        if (!(decibels > 0)) {
            throw new IllegalArgumentException("expected a gate over 0 dB but got " + decibels);
        }
        gate = decibels;
        return this;
    }

    /**
     * Calls back with each detection, within {@code accept} and on its thread (in a group: within the run). May be given more
     * than once. A callback that throws stops neither the stream nor other callbacks: see {@link KeywordStream#accept(float[])}.
     */
    public KeywordStreamBuilder onDetection(Consumer<Detection> callback) {
        callbacks.add(callback);
        return this;
    }

    /**
     * Opens a stream.
     *
     * @throws IllegalArgumentException where the hop is longer than the model's window, or where
     *     {@link #falseAlarmsPerHour(double)} is asked for with options that differ from those it was measured with
     */
    public KeywordStream open() {
        var rule = rule();
        return new KeywordStream(rule, new ImmediateRunner(network), rule.callbacks());
    }

    /**
     * Opens a group of streams with these options that run through the network together.
     *
     * @param batch most windows in one run
     * @throws IllegalArgumentException as {@link #open()}, or where {@code batch < 1}
     */
    public KeywordStreams openGroup(int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("expected a batch of at least 1 but got " + batch);
        }
        return new KeywordStreams(rule(), network, batch);
    }

    private DetectionRule rule() {
        int samples = StreamWindow.nearestHop(model, samples(hop));
        if (samples > model.windowSamples()) {
            throw new IllegalArgumentException("expected a hop of at most the model's window of "
                    + model.windowSamples() + " samples but got " + samples);
        }
        int hops = Math.toIntExact(Math.max(1, Math.round((double) samples(smoothing) / samples)));
        var fallback = fallback();
        var thresholds = List.of(model.labels().stream()
                .map(label -> byWord.getOrDefault(label, fallback.getOrDefault(label, Double.POSITIVE_INFINITY)))
                .toArray(Double[]::new));
        return new DetectionRule(model, samples, hops, thresholds, minimumCount, samples(refractory), gate, callbacks);
    }

    /** The thresholds of the words that have no own one. */
    private Map<String, Double> fallback() {
        var calibrated = CalibratedThresholds.of(model.notes());
        boolean asMeasured = calibrated.settings().equals(toString());
        if (falseAlarms.isPresent() && !asMeasured) {
            throw new IllegalArgumentException(
                    "expected the stream options with which the model's false alarms were measured ("
                            + calibrated.settings() + ") but got " + this);
        }
        boolean measured = asMeasured && calibrated.byRate().containsKey(1.0);
        if (falseAlarms.isPresent() || (!threshold.isPresent() && measured)) {
            return calibrated.at(falseAlarms.orElse(1));
        }
        var same = new HashMap<String, Double>();
        for (String label : model.labels()) {
            if (!(label.startsWith("_") && label.endsWith("_"))) {
                same.put(label, threshold.orElse(DEFAULT_THRESHOLD));
            }
        }
        return same;
    }

    /** The options that measured thresholds depend on, as they stand in a model's notes under {@code thresholds.stream}. */
    @Override
    public String toString() {
        return "hop " + hop.toMillis() + " ms, smoothing " + smoothing.toMillis() + " ms, minimum count " + minimumCount
                + ", refractory " + refractory.toMillis() + " ms";
    }

    private long samples(Duration time) {
        return Math.round(time.toNanos() * 1e-9 * model.sampleRate());
    }

    private static Duration positive(String what, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("expected " + what + " longer than zero but got " + time);
        }
        return time;
    }

    private static double probability(double threshold) {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("expected a threshold over 0 and up to 1 but got " + threshold);
        }
        return threshold;
    }
}
