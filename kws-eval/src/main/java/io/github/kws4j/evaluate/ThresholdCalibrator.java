package io.github.kws4j.evaluate;

import io.github.kws4j.KeywordStreamBuilder;
import io.github.kws4j.LogitTrack;
import io.github.kws4j.audio.Audio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/**
 * Finds the threshold of each word that gives a wanted number of false alarms an hour.
 *
 * <pre>{@code
 * AudioDataset words = AudioDataset.ofFolders(Path.of("recordings/validation"));
 * Audio speech = LongRecording.background(recordings, Duration.ofHours(5), 1); // without keywords
 * LongRecording laid = LongRecording.lay(words, speech, 10, Duration.ofSeconds(6), 1);
 * try (var classifier = KeywordClassifier.load(Path.of("kws.onnx"))) {
 *     var calibration = ThresholdCalibrator.of(classifier::stream)
 *             .calibrate(List.of(laid), List.of(speech), List.of(0.5, 1.0, 2.0));
 *     System.out.println(calibration);
 *     System.out.println(calibration.operatingPoints()); // for the model file
 * }
 * }</pre>
 *
 * <p>What is measured is what will run: the network runs once over all recordings and all speech, and what streams with
 * each threshold of a ladder would detect there ({@link LogitTrack}) is counted. From these counts each word's
 * threshold is chosen so that as many words as possible are found while all words together are expected to stay within
 * the wanted false alarms; the figures reported are those of streams with the thresholds chosen. Calibrate on other
 * speakers than you test on.
 *
 * <p>A word of which no false alarm was counted at a threshold is not one without: the fewer there are, the more chance
 * is in their number. So a word's false alarms at a threshold are reckoned as the mean of an exponential prior, whose
 * mean is that of all words at this threshold, after its own were counted (empirical Bayes, Robbins 1956). Speech too
 * short for a whole false alarm at the wanted rate may have one, as that is no evidence against the rate: give it hours
 * for rates far below one. Thresholds end at 0.995.
 */
public final class ThresholdCalibrator {
    private static final double[] LADDER = {
        0.5, 0.6, 0.7, 0.75, 0.8, 0.84, 0.88, 0.91, 0.93, 0.95, 0.96, 0.965, 0.97, 0.9725, 0.975, 0.9775, 0.98, 0.9825,
        0.985, 0.9875, 0.99, 0.9925, 0.995
    };

    private final Supplier<KeywordStreamBuilder> streams;
    private final IntConsumer progress;

    private ThresholdCalibrator(Supplier<KeywordStreamBuilder> streams, IntConsumer progress) {
        this.streams = streams;
        this.progress = progress;
    }

    /**
     * A calibrator of streams as {@code streams} builds them; it sets their thresholds and leaves the other options as
     * given. It is called for each recording, from several threads.
     */
    public static ThresholdCalibrator of(Supplier<KeywordStreamBuilder> streams) {
        return new ThresholdCalibrator(streams, done -> {});
    }

    /**
     * This calibrator, which also tells how far it is.
     *
     * @param progress receives how many of the recordings and the sounds of speech the network has run over, after
     *     each; called from several threads, one after another, and an exception from it ends the calibration
     * @return a calibrator of the same streams
     */
    public ThresholdCalibrator onProgress(IntConsumer progress) {
        return new ThresholdCalibrator(streams, progress);
    }

    /**
     * The thresholds for each of the wanted rates.
     *
     * @param recordings what is to be found; what is found wrongly in them does not count
     * @param speech sound in which no keyword is said; its length bounds how small a rate can be distinguished from
     *     zero
     * @param rates wanted false alarms an hour, all words together
     * @throws IllegalArgumentException where {@code recordings}, {@code speech} or {@code rates} is empty, or a rate is
     *     not over 0
     */
    public Calibration calibrate(List<LongRecording> recordings, List<Audio> speech, List<Double> rates) {
        if (recordings.isEmpty() || speech.isEmpty() || rates.isEmpty()) {
            throw new IllegalArgumentException("expected recordings, speech and rates but got " + recordings.size()
                    + ", " + speech.size() + " and " + rates.size());
        }
        rates.stream().filter(rate -> !(rate > 0)).findAny().ifPresent(rate -> {
            throw new IllegalArgumentException("expected false alarms an hour over 0 but got " + rate);
        });
        try (var stream = streams.get().threshold(LADDER[0]).open()) {
            var words = stream.thresholds().keySet();
            var sound = tracks(recordings, speech);
            var ladder = DoubleStream.of(LADDER)
                    .mapToObj(t -> sound.pass(same(words, t)))
                    .toList();
            var points = rates.stream()
                    .map(rate -> new Calibration.Point(rate, sound.pass(choose(ladder, rate))))
                    .toList();
            return new Calibration(stream.settings(), spoken(recordings), ladder, points);
        }
    }

    private static Map<String, Double> same(Set<String> words, double threshold) {
        var thresholds = new LinkedHashMap<String, Double>();
        words.forEach(word -> thresholds.put(word, threshold));
        return thresholds;
    }

    private Tracks tracks(List<LongRecording> recordings, List<Audio> speech) {
        var sounds = new ArrayList<List<Audio>>();
        sounds.add(speech);
        recordings.forEach(recording -> sounds.add(List.of(recording.audio())));
        var done = new AtomicInteger();
        var tracks = sounds.stream()
                .parallel()
                .map(sound -> streams.get().track(sound, part -> {
                    synchronized (done) {
                        progress.accept(done.incrementAndGet());
                    }
                }))
                .toList();
        var length = speech.stream().map(Audio::duration).reduce(Duration.ZERO, Duration::plus);
        return new Tracks(recordings, tracks.subList(1, tracks.size()), tracks.get(0), length);
    }

    /** What the network said of all sound. */
    private record Tracks(
            List<LongRecording> recordings, List<LogitTrack> recorded, LogitTrack speech, Duration length) {
        Calibration.Pass pass(Map<String, Double> thresholds) {
            var found = StreamEvaluation.nothing();
            for (int i = 0; i < recordings.size(); i++) {
                var detections = recorded.get(i).detections(thresholds);
                found = found.plus(recordings.get(i).evaluate(detections));
            }
            var alarms = StreamEvaluation.of(List.of(), speech.detections(thresholds), length, Duration.ZERO);
            return new Calibration.Pass(thresholds, found, alarms);
        }
    }

    private static Map<String, Integer> spoken(List<LongRecording> recordings) {
        var spoken = new LinkedHashMap<String, Integer>();
        recordings.forEach(r -> r.words().forEach(word -> spoken.merge(word.label(), 1, Integer::sum)));
        return spoken;
    }

    /**
     * Greedy: lowers, from the strictest thresholds on, the word that gains most for its false alarms while the budget
     * lasts.
     */
    private static Map<String, Double> choose(List<Calibration.Pass> ladder, double rate) {
        double budget =
                Math.max(1, rate * ladder.get(0).speech().falseAlarmsPerHour().hours());
        int strictest = ladder.size() - 1;
        var steps = new LinkedHashMap<String, Integer>();
        ladder.get(0).thresholds().keySet().forEach(word -> steps.put(word, strictest));
        for (var move = best(ladder, steps, budget); move.step() >= 0; move = best(ladder, steps, budget)) {
            steps.put(move.word(), move.step());
        }
        var thresholds = new LinkedHashMap<String, Double>();
        steps.forEach((word, step) -> thresholds.put(word, LADDER[step]));
        return thresholds;
    }

    private static Move best(List<Calibration.Pass> ladder, Map<String, Integer> steps, double budget) {
        double spent = steps.entrySet().stream()
                .mapToDouble(e -> expected(ladder.get(e.getValue()), e.getKey()))
                .sum();
        var moves = new ArrayList<Move>();
        moves.add(new Move("", -1, 0));
        steps.forEach((word, now) -> {
            for (int step = now - 1; step >= 0; step--) {
                int gained = ladder.get(step).hits(word) - ladder.get(now).hits(word);
                double cost = expected(ladder.get(step), word) - expected(ladder.get(now), word);
                if (gained > 0 && spent + cost <= budget) {
                    moves.add(new Move(word, step, gained / (Math.max(0, cost) + 1e-3)));
                }
            }
        });
        return moves.stream()
                .max((a, b) -> Double.compare(a.worth(), b.worth()))
                .orElseThrow();
    }

    private static double expected(Calibration.Pass pass, String word) {
        int all = pass.speech().falseAlarmsPerHour().count();
        return expected(pass.alarms(word), (double) all / pass.thresholds().size());
    }

    /**
     * A word's false alarms to be expected where {@code counted} were counted and {@code mean} in the mean of the
     * words.
     */
    static double expected(int counted, double mean) {
        return mean * (counted + 1) / (mean + 1);
    }

    private record Move(String word, int step, double worth) {}
}
