package io.github.kws4j;

import io.github.kws4j.audio.Audio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.logging.Logger;

/**
 * Options of a {@link KeywordStream}. Each has a default. The thresholds default to those that the model carries for
 * one false alarm an hour, to 0.8 where it carries none. A model's thresholds hold for the settings they were found
 * with alone, which are then the defaults in place of those named below: a stream of other settings is refused, unless
 * thresholds are given for all words, or {@link #uncalibrated()} asks for 0.8. {@link SpecialLabels Special labels}
 * ({@code _silence_}, {@code _unknown_}) are never reported unless {@link #threshold(String, double)} names them. Not
 * safe to share between threads.
 */
public final class KeywordStreamBuilder {
    private static final Logger LOG = Logger.getLogger(KeywordStreamBuilder.class.getName());
    private static final double DEFAULT_THRESHOLD = 0.8;
    private static final double USUAL_FALSE_ALARMS = 1;
    private static final long MOST_HOPS = 100_000;

    private final WindowScorer scorer;
    private final ModelMetadata model;
    private StreamSettings settings;
    private double gate = Double.POSITIVE_INFINITY;
    private OptionalDouble threshold = OptionalDouble.empty();
    private OptionalDouble falseAlarms = OptionalDouble.empty();
    private final Map<String, Double> byWord = new HashMap<>();
    private final List<Consumer<Detection>> callbacks = new ArrayList<>();
    private final List<Consumer<StreamScores>> scoreListeners = new ArrayList<>();

    KeywordStreamBuilder(WindowScorer scorer, ModelMetadata model) {
        this.scorer = scorer;
        this.model = model;
        settings = model.operatingPoints().map(OperatingPoints::settings).orElseGet(StreamSettings::standard);
    }

    /**
     * Hop, smoothing, refractory time and minimum count at once: for instance those of
     * {@link OperatingPoints#settings()}.
     *
     * @return this builder
     */
    public KeywordStreamBuilder settings(StreamSettings settings) {
        this.settings = settings;
        return this;
    }

    /**
     * The time from one look of the network to the next (100 ms). Rounded to the nearest whole number of spectrogram
     * frames, so that each frame is computed once.
     *
     * @throws IllegalArgumentException where {@code hop <= 0} or longer than an hour
     */
    public KeywordStreamBuilder hop(Duration hop) {
        return settings(settings.withHop(hop));
    }

    /**
     * The time over which posteriors are averaged (500 ms), rounded to whole hops, at least one. Longer gives fewer
     * false alarms and a later report.
     *
     * @throws IllegalArgumentException where {@code smoothing <= 0} or longer than an hour
     */
    public KeywordStreamBuilder smoothing(Duration smoothing) {
        return settings(settings.withSmoothing(smoothing));
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
     * Takes the thresholds with which the model was measured to give this many false alarms an hour: all words
     * together, or, in a model of {@code kws-words}, of each word. Between two measured rates they are interpolated in
     * the logarithm of the rate. They hold for speech like that they were measured on and for the {@link
     * StreamSettings} in use then.
     *
     * @throws IllegalArgumentException where the model carries no thresholds, or none for rates on both sides of
     *     {@code rate}
     */
    public KeywordStreamBuilder falseAlarmsPerHour(double rate) {
        points().at(rate);
        falseAlarms = OptionalDouble.of(rate);
        threshold = OptionalDouble.empty();
        return this;
    }

    private OperatingPoints points() {
        return model.operatingPoints()
                .orElseThrow(() ->
                        new IllegalArgumentException("expected a model that carries thresholds but this one has none;"
                                + " give threshold(...), or find them with kws-eval's ThresholdCalibrator and"
                                + " train or export the model"
                                + " with them"));
    }

    /**
     * Takes a threshold of 0.8 for all words without their own, whatever the model carries: for a try, or for
     * settings that nobody has measured.
     *
     * @return this builder
     */
    public KeywordStreamBuilder uncalibrated() {
        return threshold(DEFAULT_THRESHOLD);
    }

    /**
     * The time after a report in which only a word is reported that is likelier by 0.1 than the one before was (750
     * ms): it is what was said where the one before was a mistake.
     *
     * @throws IllegalArgumentException where {@code refractory < 0} or longer than an hour
     */
    public KeywordStreamBuilder refractory(Duration refractory) {
        return settings(settings.withRefractory(refractory));
    }

    /**
     * The number of hops in a row at which a word must stand at its threshold before it can be reported (1).
     *
     * @throws IllegalArgumentException where {@code minimumCount < 1}
     */
    public KeywordStreamBuilder minimumCount(int minimumCount) {
        return settings(settings.withMinimumCount(minimumCount));
    }

    /**
     * Skips the network while no 20 ms of the window are louder than the running noise floor by {@code decibels}
     * (never, where this is not called). Saves most of the cost in a quiet room, at the price of words that hardly rise
     * over the noise.
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
     * Calls back with each detection, within {@code accept} and on its thread (in a group: within the run). May be
     * given more than once. A callback that throws stops neither the stream nor other callbacks: see
     * {@link KeywordStream#accept(float[])}.
     */
    public KeywordStreamBuilder onDetection(Consumer<Detection> callback) {
        callbacks.add(callback);
        return this;
    }

    /**
     * Calls back at each look of the network with what is compared with the thresholds: to draw it, or to choose a
     * threshold. Called within {@code accept}, before a detection of the same look; what it throws is treated like what
     * {@link #onDetection} throws.
     *
     * @param listener receives the averaged posteriors
     * @return this builder
     */
    public KeywordStreamBuilder onScores(Consumer<StreamScores> listener) {
        scoreListeners.add(listener);
        return this;
    }

    /**
     * Opens a stream.
     *
     * @throws IllegalArgumentException where the hop is longer than the model's window, or where the model's thresholds
     *     are to be taken but were found with other settings; the message names both
     */
    public KeywordStream open() {
        return stream(rule());
    }

    private KeywordStream stream(DetectionRule rule) {
        var runner = new ImmediateRunner(scorer, rule.hop(), model.labels().size());
        return new KeywordStream(rule, scorer, runner, rule.callbacks());
    }

    /**
     * What the network says at every hop of some sound, for the detections of streams with these options, but with any
     * thresholds: the network runs once over the sound, not once a threshold. Thresholds and callbacks of this builder
     * have no part in it.
     *
     * @param sound mono at the classifier's rate; the parts follow each other, and the last is followed by silence, as
     *     in {@link KeywordStream#finish()}
     * @return the track
     * @throws IllegalArgumentException where a part has another rate, or the hop is longer than the model's window
     */
    public LogitTrack track(List<Audio> sound) {
        return track(sound, done -> {});
    }

    /**
     * As {@link #track(List)}, and reports its progress.
     *
     * @param sound mono at the classifier's rate; the parts follow each other
     * @param progress receives the number of parts done after each; an exception from it ends the work
     * @return the track
     * @throws IllegalArgumentException as {@link #track(List)}
     */
    public LogitTrack track(List<Audio> sound, IntConsumer progress) {
        for (Audio part : sound) {
            if (part.sampleRate() != model.sampleRate()) {
                throw new IllegalArgumentException(
                        "expected sound at " + model.sampleRate() + " Hz but got " + part.sampleRate() + " Hz");
            }
        }
        var rows = new ArrayList<List<Double>>();
        var every = Collections.nCopies(model.labels().size(), Double.POSITIVE_INFINITY);
        var rule = rule(every, 1, List.of(), List.of(scores -> rows.add(scores.probabilities())));
        try (var stream = stream(rule)) {
            for (int part = 0; part < sound.size(); part++) {
                stream.accept(sound.get(part).samples());
                progress.accept(part + 1);
            }
            stream.finish();
            return new LogitTrack(model, settings, rule.hop(), smoothing(rule.hop()), matrix(rows));
        }
    }

    private static float[] matrix(List<List<Double>> rows) {
        int columns = rows.isEmpty() ? 0 : rows.get(0).size();
        float[] values = new float[rows.size() * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.get(i / columns).get(i % columns).floatValue();
        }
        return values;
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
        return new KeywordStreams(rule(), scorer, batch);
    }

    private int nearestHop() {
        long hop = scorer.nearestHop(samples(settings.hop()));
        if (hop > model.windowSamples()) {
            throw new IllegalArgumentException("expected a hop of at most the model's window of "
                    + model.windowSamples() + " samples but got " + hop);
        }
        return (int) hop;
    }

    private int smoothing(int hop) {
        long hops = Math.max(1, Math.round((double) samples(settings.smoothing()) / hop));
        if (hops > MOST_HOPS) {
            throw new IllegalArgumentException(
                    "expected smoothing over at most " + MOST_HOPS + " hops but got " + hops + " in " + settings);
        }
        return (int) hops;
    }

    private DetectionRule rule() {
        int smoothing = smoothing(nearestHop());
        var fallback = fallback();
        var thresholds = List.of(model.labels().stream()
                .map(label -> byWord.getOrDefault(label, fallback.getOrDefault(label, Double.POSITIVE_INFINITY)))
                .toArray(Double[]::new));
        warnOfWordsAlone();
        return rule(thresholds, smoothing, callbacks, scoreListeners);
    }

    private DetectionRule rule(
            List<Double> thresholds,
            int smoothing,
            List<Consumer<Detection>> detections,
            List<Consumer<StreamScores>> scores) {
        return new DetectionRule(
                model,
                settings,
                nearestHop(),
                smoothing,
                thresholds,
                settings.minimumCount(),
                samples(settings.refractory()),
                gate,
                detections,
                scores);
    }

    private void warnOfWordsAlone() {
        if (model.labels().stream().noneMatch(SpecialLabels::contains)) {
            LOG.warning(() -> "the model knows " + model.labels()
                    + " and nothing else: in a stream it takes other speech and noise for one"
                    + " of them; train it with " + SpecialLabels.UNKNOWN + " and " + SpecialLabels.SILENCE
                    + " for streams");
        }
    }

    /** The thresholds of the words without their own. */
    private Map<String, Double> fallback() {
        var words = new ArrayList<>(model.labels());
        words.removeIf(SpecialLabels::contains);
        boolean given = threshold.isPresent() || byWord.keySet().containsAll(words);
        if (falseAlarms.isPresent() || (!given && model.operatingPoints().isPresent())) {
            var points = points();
            if (!points.settings().equals(settings)) {
                throw new IllegalArgumentException(
                        "expected the stream settings with which the model's thresholds were found ("
                                + points.settings() + ") but got " + settings
                                + "; give threshold(...) or ask for uncalibrated()");
            }
            return points.at(falseAlarms.orElse(USUAL_FALSE_ALARMS));
        }
        var same = new HashMap<String, Double>();
        words.forEach(word -> same.put(word, threshold.orElse(DEFAULT_THRESHOLD)));
        return same;
    }

    private long samples(Duration time) {
        return Math.round(time.toNanos() * 1e-9 * model.sampleRate());
    }

    private static double probability(double threshold) {
        if (!(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException("expected a threshold over 0 and up to 1 but got " + threshold);
        }
        return threshold;
    }
}
