package io.github.kws4j.audio;

import java.util.Arrays;

/**
 * Brings sound that comes in chunks to another sample rate. Over a whole sound, its output equals that of {@link
 * Audio#resample} bit for bit, whatever the chunks; what it has given at any moment lags behind by half the filter, 58
 * samples of the lower rate (3.6 ms at 16 kHz).
 *
 * <p>Sample {@code m} of the output lies at {@code m / to} seconds: nothing is delayed in stream time. Sound before the
 * first and after the last sample counts as silence, and {@code n} samples in give {@code ceil(n to / from)} out. A
 * polyphase sinc with a Kaiser window: level to 0.9 of the lower Nyquist frequency, 90 dB down from 1.0 of it. Not
 * clipped: a steep edge may ring beyond [-1, 1]. Between equal rates, chunks pass as they are.
 *
 * <p>Belongs to one thread.
 */
public final class Resampler {
    private static final int MAX_RATIO = 1000;
    private static final int BLOCK = 4096;

    private final PolyphaseFilter filter;
    private final int before;
    private final float[] window;
    /** Samples in the window. */
    private int filled;
    /**
     * Where in the window the next output's first input sample is; beyond {@link #filled} where that is still to come.
     */
    private int position;

    private int phase;

    private Resampler(PolyphaseFilter filter) {
        this.filter = filter;
        this.before = filter.taps() / 2 - 1;
        this.window = new float[filter.taps() + BLOCK];
        reset();
    }

    /**
     * A resampler at the start of a sound.
     *
     * @param from hertz of what comes in
     * @param to hertz of what goes out
     * @throws IllegalArgumentException if a rate is {@code < 1} or one is more than 1000 times the other
     */
    public static Resampler of(int from, int to) {
        if (from < 1 || to < 1) {
            throw new IllegalArgumentException("expected rates of 1 Hz or more but got " + from + " and " + to);
        }
        if ((long) from > (long) to * MAX_RATIO || (long) to > (long) from * MAX_RATIO) {
            throw new IllegalArgumentException("expected rates at most " + MAX_RATIO + " times one another but got "
                    + from + " and " + to + " Hz");
        }
        return new Resampler(PolyphaseFilter.between(from, to));
    }

    /** Takes the next chunk and gives what of the output it completes, perhaps nothing. */
    public float[] accept(float[] chunk) {
        if (passesAll()) {
            return chunk.clone();
        }
        float[] output = new float[Math.toIntExact(outputs(chunk.length))];
        accept(chunk, output, 0);
        return output;
    }

    /** The first input samples of a sound, beyond which none matters to its first {@code outputs} output samples. */
    long inputs(int outputs) {
        return (long) outputs * filter.down() / filter.up() + filter.taps() / 2 + 1;
    }

    /** Ends the sound: gives the rest of the output, and is as new. */
    public float[] finish() {
        if (passesAll()) {
            return new float[0];
        }
        float[] output = new float[Math.toIntExact(rest())];
        finish(output, 0);
        return output;
    }

    /** Forgets the sound so far, and is as new. */
    public void reset() {
        Arrays.fill(window, 0, before, 0);
        filled = before;
        position = 0;
        phase = 0;
    }

    /** Writes what {@code chunk} completes from {@code output[at]} on. */
    int accept(float[] chunk, float[] output, int at) {
        int written = 0;
        for (int taken = 0; taken < chunk.length; ) {
            int count = Math.min(chunk.length - taken, window.length - filled);
            System.arraycopy(chunk, taken, window, filled, count);
            filled += count;
            taken += count;
            written += advance(output, at + written, (int) outputs(0));
        }
        return written;
    }

    int finish(float[] output, int at) {
        int left = (int) rest();
        int written = 0;
        float[] silence = new float[Math.min(filter.taps() / 2, BLOCK)];
        while (written < left) {
            System.arraycopy(silence, 0, window, filled, silence.length);
            filled += silence.length;
            written += advance(output, at + written, (int) Math.min(left - written, outputs(0)));
        }
        reset();
        return written;
    }

    private boolean passesAll() {
        return filter.up() == filter.down();
    }

    /** Output samples that the window completes with {@code more} input samples. */
    private long outputs(int more) {
        return outputsBefore((long) filled + more - filter.taps() - position + 1);
    }

    /** Output samples not yet given that lie before the end of the input. */
    private long rest() {
        return outputsBefore((long) filled - before - position);
    }

    /** Output samples from the next one on that lie less than {@code room} input samples beyond its whole part. */
    private long outputsBefore(long room) {
        return room <= 0 ? 0 : (room * filter.up() - phase + filter.down() - 1) / filter.down();
    }

    private int advance(float[] output, int at, int count) {
        filter.filter(window, position, phase, output, at, count);
        long moved = phase + (long) count * filter.down();
        position += Math.toIntExact(moved / filter.up());
        phase = (int) (moved % filter.up());
        int done = Math.min(position, filled);
        System.arraycopy(window, done, window, 0, filled - done);
        filled -= done;
        position -= done;
        return count;
    }
}
