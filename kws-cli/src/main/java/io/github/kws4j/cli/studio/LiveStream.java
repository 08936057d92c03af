package io.github.kws4j.cli.studio;

import io.github.kws4j.Detection;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordStream;
import io.github.kws4j.StreamScores;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.cli.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A stream over the microphone of one page, its scores, and its last seconds of sound. For one thread at a time. */
final class LiveStream implements AutoCloseable {
    private static final int KEPT_SECONDS = 12;
    /** Sound that a stream with another threshold begins with, so that no word is cut. */
    private static final int REPLAYED_SECONDS = 2;

    private static final Duration AROUND = Duration.ofMillis(500);
    private static final double LEAST_THRESHOLD = 1e-3;

    private final KeywordClassifier classifier;
    private final DetectedSounds sounds;
    private final float[] ring;
    private final List<StreamScores> scores = new ArrayList<>();
    private KeywordStream stream;
    private OptionalDouble threshold = OptionalDouble.empty();
    private long start;
    private long position;

    LiveStream(KeywordClassifier classifier, DetectedSounds sounds) {
        this.classifier = classifier;
        this.sounds = sounds;
        ring = new float[KEPT_SECONDS * classifier.sampleRate()];
        stream = open();
    }

    private KeywordStream open() {
        var builder = classifier.stream().onScores(scores::add);
        if (threshold.isPresent()) {
            builder.threshold(threshold.getAsDouble());
        } else if (classifier.metadata().operatingPoints().isEmpty()) {
            builder.uncalibrated();
        }
        return builder.open();
    }

    KeywordClassifier classifier() {
        return classifier;
    }

    /** The thresholds in force. */
    Map<String, Double> thresholds() {
        return stream.thresholds();
    }

    /** Takes the same threshold for all words from here on. */
    private void threshold(double value) {
        double wanted = Math.max(LEAST_THRESHOLD, Math.min(1, value));
        if (threshold.isEmpty() || threshold.getAsDouble() != wanted) {
            threshold = OptionalDouble.of(wanted);
            stream.close();
            stream = open();
            start = Math.max(0, position - (long) REPLAYED_SECONDS * classifier.sampleRate());
            stream.accept(kept(start, position));
            scores.clear();
        }
    }

    /** Takes 16-bit samples and gives what the page draws. */
    JsonObject accept(short[] samples, double newThreshold) {
        threshold(newThreshold);
        for (short sample : samples) {
            ring[(int) (position++ % ring.length)] = sample * 0x1p-15f;
        }
        List<Detection> found = stream.accept(samples);
        double offset = (double) start / classifier.sampleRate();
        var answer = new JsonObject()
                .with("position", (double) position / classifier.sampleRate())
                .with("scores", scores.stream().map(s -> score(s, offset)).toList())
                .with(
                        "detections",
                        found.stream().map(d -> detection(d, offset)).toList());
        scores.clear();
        return answer;
    }

    private static JsonObject score(StreamScores scores, double offset) {
        return new JsonObject()
                .with("at", offset + seconds(scores.at()))
                .with(
                        "scores",
                        scores.probabilities().stream().map(p -> (Object) p).toList());
    }

    private JsonObject detection(Detection detection, double offset) {
        return new JsonObject()
                .with("id", sounds.add(around(detection)))
                .with("label", detection.label())
                .with("score", detection.score())
                .with("at", offset + seconds(detection.at()))
                .with("began", offset + seconds(detection.began()))
                .with("ended", offset + seconds(detection.ended()));
    }

    /** The sound around a detection, as far as it is kept. */
    private Audio around(Detection detection) {
        int rate = classifier.sampleRate();
        long to = Math.min(position, start + samples(detection.at().plus(AROUND), rate));
        long from = Math.min(to - 1, start + samples(detection.began().minus(AROUND), rate));
        return Audio.of(kept(Math.max(0, from), to), rate);
    }

    /** The samples from one position to another, as far as they are kept. */
    private float[] kept(long from, long to) {
        long first = Math.max(from, position - ring.length);
        var kept = new float[(int) (to - first)];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = ring[(int) ((first + i) % ring.length)];
        }
        return kept;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static long samples(Duration time, int rate) {
        return Math.round(time.toNanos() / 1e9 * rate);
    }

    @Override
    public void close() {
        stream.close();
    }
}
