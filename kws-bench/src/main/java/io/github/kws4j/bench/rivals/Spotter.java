package io.github.kws4j.bench.rivals;

import io.github.kws4j.Detection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Spots words in recordings. */
interface Spotter extends AutoCloseable {
    /**
     * What a recording took.
     *
     * @param detections the words detected, in order
     * @param processor processor time, of all threads
     */
    record Spotted(List<Detection> detections, Duration processor) {}

    /** Lets what is slower at first than later come to its speed. */
    default void warmUp(Path sound) throws IOException {}

    /** Spots words in a WAV file at 16 kHz. */
    Spotted spot(Path sound) throws IOException;

    @Override
    default void close() {}
}
