package io.github.kws4j.spectrogram;

import java.util.Arrays;

/** Cuts sound into windowed frames, each padded with zeros to the FFT's length. */
final class Framing {
    private final float[] window;
    private final int step;
    private final int fftLength;
    private final Margin margin;
    private final int lead;

    Framing(Stft stft) {
        window = stft.frames().window().weights(stft.frames().length());
        step = stft.frames().step();
        fftLength = stft.fftLength();
        margin = stft.frames().margin();
        // librosa puts half an FFT before the sound and the window into the FFT's middle
        lead = stft.frames().centred() ? fftLength / 2 - (fftLength - window.length) / 2 : 0;
    }

    int fftLength() {
        return fftLength;
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

    /**
     * Writes frames {@code first} to {@code first + frames - 1} of the sound, sample {@code n} of each into row
     * {@code n}; silence into the lanes after them.
     */
    void load(float[] sound, int offset, int length, int first, int frames, float[][] rows, int lanes) {
        int inside = 0;
        while (inside < frames && start(first + inside) < 0) {
            loadContinued(sound, offset, length, first + inside, rows, inside++);
        }
        int outside = frames;
        while (outside > inside && start(first + outside - 1) > length - window.length) {
            loadContinued(sound, offset, length, first + --outside, rows, outside);
        }
        if (outside > inside) {
            loadInside(sound, offset + (int) start(first + inside), rows, inside, outside);
        }
        for (int n = 0; n < fftLength; n++) {
            Arrays.fill(rows[n], n < window.length ? frames : 0, lanes, 0);
        }
    }

    private long start(int frame) {
        return (long) frame * step - lead;
    }

    /** Four rows at a time, so that samples are read in the order they lie. */
    private void loadInside(float[] sound, int start, float[][] rows, int from, int to) {
        int n = 0;
        for (; n + 4 <= window.length; n += 4) {
            float[] row0 = rows[n];
            float[] row1 = rows[n + 1];
            float[] row2 = rows[n + 2];
            float[] row3 = rows[n + 3];
            for (int lane = from, at = start + n; lane < to; lane++, at += step) {
                row0[lane] = window[n] * sound[at];
                row1[lane] = window[n + 1] * sound[at + 1];
                row2[lane] = window[n + 2] * sound[at + 2];
                row3[lane] = window[n + 3] * sound[at + 3];
            }
        }
        for (; n < window.length; n++) {
            for (int lane = from, at = start + n; lane < to; lane++, at += step) {
                rows[n][lane] = window[n] * sound[at];
            }
        }
    }

    private void loadContinued(float[] sound, int offset, int length, int frame, float[][] rows, int lane) {
        for (int n = 0; n < window.length; n++) {
            long at = start(frame) + n;
            boolean silent = margin == Margin.ZEROS && (at < 0 || at >= length);
            rows[n][lane] = silent ? 0 : window[n] * sound[offset + reflected(at, length)];
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
