package io.github.kws4j.spectrogram;

import java.util.Arrays;

/** Cuts sound into frames, each padded with zeros to the FFT's length. */
final class Framing {
    private final float[] window;
    private final int step;
    private final int fftLength;
    private final Margin margin;
    private final int lead;
    /** Samples of a frame up to where the next one starts. */
    private final int read;

    Framing(Stft stft) {
        window = stft.frames().window().weights(stft.frames().length());
        step = stft.frames().step();
        fftLength = stft.fftLength();
        read = Math.min(step, window.length);
        margin = stft.frames().margin();
        // librosa puts half an FFT before the sound and the window into the FFT's middle
        lead = stft.frames().centred() ? fftLength / 2 - (fftLength - window.length) / 2 : 0;
    }

    int fftLength() {
        return fftLength;
    }

    /** The window, padded with zeros to the FFT's length. */
    float[] weights() {
        return Arrays.copyOf(window, fftLength);
    }

    int frameLength() {
        return window.length;
    }

    int frameStep() {
        return step;
    }

    int frames(int samples) {
        if (samples < 0) {
            throw new IllegalArgumentException("expected samples >= 0 but got " + samples);
        }
        if (margin != Margin.NONE) {
            return samples == 0 ? 0 : 1 + (samples - fftLength % 2) / step;
        }
        return samples < window.length ? 0 : 1 + (samples - window.length) / step;
    }

    /** Values that {@link #load} writes into row {@code n} after the lanes: later samples of the last frames. */
    int overhang(int n) {
        return n < read ? (window.length - 1) / step : 0;
    }

    /**
     * Writes frames {@code first} to {@code first + frames - 1} of the sound, sample {@code n} of each into row
     * {@code n}; what is in the lanes after them means nothing. As sample {@code n} of a frame is sample
     * {@code n - step} of the next one, each sample is read once, and later rows are earlier ones shifted.
     */
    void load(float[] sound, int offset, int length, int first, int frames, float[][] rows, int lanes) {
        int columns = frames + overhang(0);
        int inside = 0;
        while (inside < columns && start(first + inside) < 0) {
            loadContinued(sound, offset, length, start(first + inside), rows, inside++);
        }
        int outside = columns;
        while (outside > inside && start(first + outside - 1) > length - read) {
            loadContinued(sound, offset, length, start(first + --outside), rows, outside);
        }
        if (outside > inside) {
            loadInside(sound, offset + (int) start(first + inside), rows, inside, outside);
        }
        for (int n = 0; n < read; n++) {
            Arrays.fill(rows[n], columns, lanes + overhang(n), 0);
        }
        for (int n = read; n < window.length; n++) {
            System.arraycopy(rows[n % step], n / step, rows[n], 0, lanes);
        }
        for (int n = window.length; n < fftLength; n++) {
            Arrays.fill(rows[n], 0, lanes, 0);
        }
    }

    private long start(int frame) {
        return (long) frame * step - lead;
    }

    /** Four rows at a time, so that samples are read in the order they lie. */
    private void loadInside(float[] sound, int start, float[][] rows, int from, int to) {
        int n = 0;
        for (; n + 4 <= read; n += 4) {
            float[] row0 = rows[n];
            float[] row1 = rows[n + 1];
            float[] row2 = rows[n + 2];
            float[] row3 = rows[n + 3];
            for (int lane = from, at = start + n; lane < to; lane++, at += step) {
                row0[lane] = sound[at];
                row1[lane] = sound[at + 1];
                row2[lane] = sound[at + 2];
                row3[lane] = sound[at + 3];
            }
        }
        for (; n < read; n++) {
            for (int lane = from, at = start + n; lane < to; lane++, at += step) {
                rows[n][lane] = sound[at];
            }
        }
    }

    private void loadContinued(float[] sound, int offset, int length, long start, float[][] rows, int lane) {
        for (int n = 0; n < read; n++) {
            long at = start + n;
            boolean silent = margin != Margin.REFLECTED && (at < 0 || at >= length);
            rows[n][lane] = silent ? 0 : sound[offset + reflected(at, length)];
        }
    }

    /**
     * Index within {@code [0, length)} of a sound continued by reflection about its first and last sample, again and
     * again.
     */
    private static int reflected(long index, int length) {
        if (length == 1) {
            return 0;
        }
        long period = 2L * (length - 1);
        long within = Math.floorMod(index, period);
        return (int) Math.min(within, period - within);
    }
}
