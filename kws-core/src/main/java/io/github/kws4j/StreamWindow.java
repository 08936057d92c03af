package io.github.kws4j;

import io.github.kws4j.spectrogram.Spectrogram;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The network's input for the newest window of a stream, brought up to date hop by hop. Sound before the start is
 * silence.
 *
 * <p>With a spectrogram whose frames depend on their own samples alone, a hop shifts the row by the hop's frames and
 * computes only those: between hops {@code frameLength - frameStep} samples are kept and no more. After a hop at
 * position {@code p} the row equals the spectrogram of the {@link #span()} samples before {@code p}. Other spectrograms
 * are computed anew over the last window of samples; without one the row is that window itself.
 */
final class StreamWindow {
    private final @Nullable Spectrogram spectrogram;
    private final float[] samples;
    private final float[] row;
    private final int carried;
    private final int skipped;
    private final int hop;
    private final int newValues;
    private final int span;
    private int filled;

    StreamWindow(Optional<Spectrogram> front, int windowSamples, int hop) {
        this.hop = hop;
        spectrogram = front.orElse(null);
        if (spectrogram == null) {
            span = windowSamples;
            carried = span - hop;
            skipped = 0;
            samples = new float[span];
            row = samples;
            newValues = 0;
        } else {
            int frames = spectrogram.frames(windowSamples);
            boolean incremental = isIncremental(spectrogram, windowSamples);
            span = incremental ? spectrogram.frameLength() + (frames - 1) * spectrogram.frameStep() : windowSamples;
            carried = incremental ? Math.max(0, spectrogram.frameLength() - spectrogram.frameStep()) : span - hop;
            skipped = incremental ? Math.max(0, spectrogram.frameStep() - spectrogram.frameLength()) : 0;
            samples = new float[carried + hop];
            row = new float[frames * spectrogram.bins()];
            newValues = incremental ? hop / spectrogram.frameStep() * spectrogram.bins() : row.length;
        }
        clear();
    }

    /**
     * The hop nearest to {@code samples}: whole frame steps where frames are computed one by one, at least one of them.
     */
    static long nearestHop(Optional<Spectrogram> front, int windowSamples, long samples) {
        long step = front.filter(s -> isIncremental(s, windowSamples))
                .map(Spectrogram::frameStep)
                .orElse(1);
        return Math.max(1, Math.round((double) samples / step)) * step;
    }

    static boolean isIncremental(Spectrogram spectrogram, int window) {
        int length = spectrogram.frameLength();
        return window >= length
                && spectrogram.isFramewise()
                && spectrogram.frames(window) == 1 + (window - length) / spectrogram.frameStep();
    }

    /** Samples that the row stands for. */
    int span() {
        return span;
    }

    /** Samples still missing to the next hop, at least 1. */
    int missing() {
        return samples.length - filled;
    }

    /** Takes {@code length} samples, at most {@link #missing()}. */
    void add(float[] source, int offset, int length) {
        System.arraycopy(source, offset, samples, filled, length);
        filled += length;
    }

    /** The row at a full hop. Valid until {@link #slide()}. */
    float[] row() {
        if (spectrogram != null) {
            System.arraycopy(row, newValues, row, 0, row.length - newValues);
            computeFrames(spectrogram, row.length - newValues);
        }
        return row;
    }

    private void computeFrames(Spectrogram frames, int at) {
        frames.compute(samples, skipped, samples.length - skipped, row, at);
    }

    /** Makes room for the next hop. */
    void slide() {
        System.arraycopy(samples, hop, samples, 0, carried);
        filled = carried;
    }

    /** Returns to silence. */
    void clear() {
        Arrays.fill(samples, 0);
        filled = carried;
        if (spectrogram != null) {
            computeFrames(spectrogram, 0);
            for (int at = newValues; at < row.length; at += newValues) {
                System.arraycopy(row, 0, row, at, Math.min(newValues, row.length - at));
            }
        }
    }
}
