package io.github.kws4j.bench.rivals;

import io.github.kws4j.Detection;
import io.github.kws4j.audio.AudioDecoder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Spots words in sound that comes piece by piece, in this process. */
interface WordStream extends Spotter {
    /** The rate of the sound, in hertz. */
    int RATE = 16_000;

    /** A piece of 80 ms. */
    int STEP = 1280;

    /** What is played first, to warm up. */
    int WARM_UP = 300 * RATE;

    /** Takes the next sound; the detections in it. */
    List<Detection> accept(float[] samples);

    /** Forgets all sound. */
    void reset();

    /** Plays five minutes. */
    @Override
    default void warmUp(Path sound) throws IOException {
        accept(samples(sound), WARM_UP);
    }

    /** The processor time is that of the calling thread, on which all of these run. */
    @Override
    default Spotted spot(Path sound) throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        float[] samples = samples(sound);
        reset();
        long before = threads.getCurrentThreadCpuTime();
        List<Detection> detections = accept(samples, samples.length);
        return new Spotted(detections, Duration.ofNanos(threads.getCurrentThreadCpuTime() - before));
    }

    private static float[] samples(Path sound) throws IOException {
        return AudioDecoder.standard().decode(sound).resample(RATE).samples();
    }

    private List<Detection> accept(float[] samples, int length) {
        var detections = new ArrayList<Detection>();
        for (int at = 0; at + STEP <= Math.min(length, samples.length); at += STEP) {
            detections.addAll(accept(Arrays.copyOfRange(samples, at, at + STEP)));
        }
        return detections;
    }

    @Override
    void close();
}
