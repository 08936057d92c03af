package io.github.kws4j.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * Mono sound: finite samples, nominally in [-1, 1], and their rate. Samples beyond full scale, as float files and
 * resampling may give them, are kept; only {@link #write} and {@link #play} clip. Immutable; arrays are copied in and
 * out.
 *
 * <pre>{@code
 * float[] tone = new float[16_000];
 * for (int i = 0; i < tone.length; i++) {
 *     tone[i] = 0.5f * (float) Math.sin(2 * Math.PI * 440 * i / 16_000);
 * }
 * Audio.of(tone, 16_000).resample(48_000).write(Path.of("tone.wav"));
 * }</pre>
 */
public final class Audio {
    private final float[] samples;
    private final int sampleRate;

    private Audio(float[] samples, int sampleRate) {
        this.samples = samples;
        this.sampleRate = sampleRate;
    }

    /**
     * Sound of a copy of these samples, which may be empty.
     *
     * @param samples nominally in [-1, 1]
     * @param sampleRate hertz
     * @throws IllegalArgumentException if {@code sampleRate < 1} or a sample is NaN or infinite
     */
    public static Audio of(float[] samples, int sampleRate) {
        if (sampleRate < 1) {
            throw new IllegalArgumentException("expected a sample rate of 1 Hz or more but got " + sampleRate);
        }
        for (int i = 0; i < samples.length; i++) {
            if (!Float.isFinite(samples[i])) {
                throw new IllegalArgumentException("expected finite samples but got " + samples[i] + " at index " + i);
            }
        }
        return new Audio(samples.clone(), sampleRate);
    }

    /** As {@link #of}, for an array that nobody else holds and that is known to be good. */
    static Audio owning(float[] samples, int sampleRate) {
        return new Audio(samples, sampleRate);
    }

    /** A copy of the samples. */
    public float[] samples() {
        return samples.clone();
    }

    /**
     * Copies samples into a caller's array and allocates nothing.
     *
     * @param from the first sample to copy
     * @param target where to
     * @param at the first sample's place in {@code target}
     * @param length how many
     * @throws IndexOutOfBoundsException if either range is not within its array
     */
    public void copyTo(int from, float[] target, int at, int length) {
        System.arraycopy(samples, from, target, at, length);
    }

    /** Number of samples. */
    public int length() {
        return samples.length;
    }

    /** Samples a second, in hertz. */
    public int sampleRate() {
        return sampleRate;
    }

    /** How long the sound lasts, rounded down to a nanosecond. */
    public Duration duration() {
        return Duration.ofNanos(samples.length * 1_000_000_000L / sampleRate);
    }

    /**
     * This sound at another rate: {@code ceil(length rate / sampleRate)} samples, the first at the time of the first
     * here, so nothing is delayed. {@link Resampler} describes how, and does the same chunk by chunk.
     *
     * @param rate hertz
     * @throws IllegalArgumentException if {@code rate < 1}, or more than 1000 times above or below this sound's, or if
     *     the result has more than 2^31 - 9 samples
     */
    public Audio resample(int rate) {
        if (rate == sampleRate) {
            return this;
        }
        Resampler resampler = Resampler.of(sampleRate, rate);
        long length = lengthAt(rate);
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("expected a rate that gives at most " + (Integer.MAX_VALUE - 8)
                    + " samples but " + rate + " Hz gives " + length);
        }
        float[] output = new float[(int) length];
        int written = resampler.accept(samples, output, 0);
        resampler.finish(output, written);
        return new Audio(output, rate);
    }

    /**
     * The number of samples that this sound has at another rate: {@code ceil(length rate / sampleRate)}, perhaps more
     * than an array holds.
     *
     * @param rate hertz
     */
    public long lengthAt(int rate) {
        return ((long) samples.length * rate + sampleRate - 1) / sampleRate;
    }

    /**
     * {@code resample(rate).fitTo(length)}, bit for bit, at the cost of what is asked for: a file of a low rate that
     * claims to last for hours costs no more than the beginning of it.
     *
     * @param rate hertz
     * @param length samples of the result
     * @throws IllegalArgumentException if {@code length < 0}, if {@code rate < 1}, or if it is more than 1000 times
     *     above or below this sound's
     */
    public Audio resample(int rate, int length) {
        if (rate == sampleRate || length < 0) {
            return fitTo(length);
        }
        long needed = Resampler.of(sampleRate, rate).inputs(length);
        Audio beginning = needed < samples.length ? fitTo((int) needed) : this;
        return beginning.resample(rate).fitTo(length);
    }

    /**
     * The first {@code length} samples, with silence after them where there are fewer.
     *
     * @throws IllegalArgumentException if {@code length < 0}
     */
    public Audio fitTo(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("expected a length of 0 or more samples but got " + length);
        }
        return length == samples.length ? this : new Audio(Arrays.copyOf(samples, length), sampleRate);
    }

    /**
     * Writes a WAV of one channel and 16 bits: each sample x 2^15, rounded to the nearest integer (halves up) and
     * clipped to [-32768, 32767], so that what was decoded from 16 bits is written unchanged. A file that is there is
     * replaced, at once and only when all is written.
     *
     * @throws IOException if it can't be written, or is longer than a WAV can be (2147483629 samples)
     */
    public void write(Path file) throws IOException {
        WavWriter.write(this, file);
    }

    /**
     * Plays this sound on the system's choice of loudspeaker, clipped to 16 bits, and returns when it is over. An
     * interrupt stops it within half a second and leaves the thread's interrupt status set.
     *
     * @throws IOException if the machine has no loudspeaker or it can't be opened, or {@code kws-javasound} is not on
     *     the class path; the message says which
     */
    public void play() throws IOException {
        SoundDevices.ofThisMachine().play(this);
    }

    /** Equal where the samples, compared by their bits, and the rate are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Audio that && sampleRate == that.sampleRate && Arrays.equals(samples, that.samples);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(samples) + sampleRate;
    }

    @Override
    public String toString() {
        return "Audio[" + samples.length + " samples at " + sampleRate + " Hz]";
    }
}
