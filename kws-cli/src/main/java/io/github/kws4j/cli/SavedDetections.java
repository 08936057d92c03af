package io.github.kws4j.cli;

import io.github.kws4j.Detection;
import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Keeps the sound around each detection, from a second before the word to a second after it, as a WAV file. For one
 * thread.
 */
final class SavedDetections {
    private static final Duration AROUND = Duration.ofSeconds(1);
    private static final int KEPT_SECONDS = 10;

    private final Path folder;
    private final int rate;
    private final float[] latest;
    private final Deque<Detection> waiting = new ArrayDeque<>();
    private long taken;

    /** Makes the folder where it is absent. */
    SavedDetections(Path folder, int rate) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.rate = rate;
        latest = new float[KEPT_SECONDS * rate];
    }

    /** Takes the sound that follows what was taken. */
    void accept(float[] chunk) throws IOException {
        for (float sample : chunk) {
            latest[(int) (taken++ % latest.length)] = sample;
        }
        while (!waiting.isEmpty() && end(waiting.getFirst()) <= taken) {
            write(waiting.removeFirst());
        }
    }

    /** Keeps a detection in the sound taken so far, once the second after it is there. */
    void keep(Detection detection) {
        waiting.addLast(detection);
    }

    /** Writes what still waits: no more sound comes. */
    void finish() throws IOException {
        while (!waiting.isEmpty()) {
            write(waiting.removeFirst());
        }
    }

    private long end(Detection detection) {
        return samples(detection.ended().plus(AROUND));
    }

    private long samples(Duration time) {
        return Math.floorDiv(time.toNanos() / 1000 * rate, 1_000_000L);
    }

    private void write(Detection detection) throws IOException {
        long oldest = Math.max(0, taken - latest.length);
        long from = Math.max(oldest, samples(detection.began().minus(AROUND)));
        float[] sound = new float[(int) Math.max(1, Math.min(taken, end(detection)) - from)];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = latest[(int) ((from + i) % latest.length)];
        }
        Audio.of(sound, rate).write(unused(name(detection)));
    }

    private static String name(Detection detection) {
        Duration began = detection.began();
        return String.format(
                Locale.ROOT,
                "%s-%02d-%02d-%02d.%03d",
                detection.label().replaceAll("[^\\p{L}\\p{N}_-]", "_"),
                began.toHours(),
                began.toMinutesPart(),
                began.toSecondsPart(),
                began.toMillisPart());
    }

    private Path unused(String name) {
        Path file = folder.resolve(name + ".wav");
        for (int i = 2; Files.exists(file); i++) {
            file = folder.resolve(name + "-" + i + ".wav");
        }
        return file;
    }
}
