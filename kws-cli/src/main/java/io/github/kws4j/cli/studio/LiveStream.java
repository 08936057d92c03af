package io.github.kws4j.cli.studio;

import io.github.kws4j.Detection;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordStream;
import io.github.kws4j.StreamScores;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.cli.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A stream over a browser's microphone, its scores, and the seconds around its last detections. For one thread at a
 * time.
 */
final class LiveStream implements AutoCloseable {
    private static final int KEPT_SECONDS = 12;
    private static final int MOST_ALARMS = 100;
    private static final Duration AROUND = Duration.ofMillis(500);

    private final KeywordClassifier classifier;
    private final float[] ring;
    private final Map<String, Audio> alarms = new LinkedHashMap<>();
    private final List<StreamScores> scores = new ArrayList<>();
    private KeywordStream stream;
    private OptionalDouble threshold = OptionalDouble.empty();
    private long start;
    private long position;
    private int detections;

    LiveStream(KeywordClassifier classifier) {
        this.classifier = classifier;
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

    /** The thresholds in force. */
    Map<String, Double> thresholds() {
        return stream.thresholds();
    }

    /** Takes the same threshold for all words from here on. */
    private void threshold(double value) {
        if (threshold.isEmpty() || threshold.getAsDouble() != value) {
            threshold = OptionalDouble.of(Math.max(1e-3, Math.min(1, value)));
            stream.close();
            stream = open();
            start = position;
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
        String id = Integer.toString(++detections);
        alarms.put(id, around(detection));
        if (alarms.size() > MOST_ALARMS) {
            alarms.remove(alarms.keySet().iterator().next());
        }
        return new JsonObject()
                .with("id", id)
                .with("label", detection.label())
                .with("score", detection.score())
                .with("at", offset + seconds(detection.at()))
                .with("began", offset + seconds(detection.began()))
                .with("ended", offset + seconds(detection.ended()));
    }

    /** The sound around a detection, as far as it is kept. */
    private Audio around(Detection detection) {
        int rate = classifier.sampleRate();
        long from = start + samples(detection.began().minus(AROUND), rate);
        long to = Math.min(position, start + samples(detection.at().plus(AROUND), rate));
        from = Math.max(Math.max(0, position - ring.length), from);
        var sound = new float[(int) Math.max(1, to - from)];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = ring[(int) ((from + i) % ring.length)];
        }
        return Audio.of(sound, rate);
    }

    /** The sound of a detection that was reported. */
    Audio alarm(String id) throws StudioException {
        Audio alarm = alarms.get(id);
        if (alarm == null) {
            throw new StudioException(404, "expected one of the last " + MOST_ALARMS + " detections but got " + id);
        }
        return alarm;
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
