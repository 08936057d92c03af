package io.github.kws4j.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Mono sound: samples in {@code [-1, 1]} and their rate. Immutable; arrays are copied in and out. */
public final class Audio {
    private final float[] samples;
    private final int sampleRate;

    private Audio(float[] samples, int sampleRate) {
        this.samples = samples;
        this.sampleRate = sampleRate;
    }

    public static Audio of(float[] samples, int sampleRate) {
        return new Audio(samples.clone(), sampleRate);
    }

    /** A copy of the samples. */
    public float[] samples() {
        return samples.clone();
    }

    /** Copies {@code length} samples from {@code from} into {@code target} at {@code at}, allocating nothing. */
    public void copyTo(int from, float[] target, int at, int length) {
        System.arraycopy(samples, from, target, at, length);
    }

    public int length() {
        return samples.length;
    }

    public int sampleRate() {
        return sampleRate;
    }

    public Duration duration() {
        return Duration.ofNanos(samples.length * 1_000_000_000L / sampleRate);
    }

    public Audio resample(int rate) {
        throw new UnsupportedOperationException();
    }

    public Audio fitTo(int length) {
        throw new UnsupportedOperationException();
    }

    /** Writes 16-bit PCM WAV. */
    public void write(Path file) throws IOException {
        throw new UnsupportedOperationException();
    }
}
