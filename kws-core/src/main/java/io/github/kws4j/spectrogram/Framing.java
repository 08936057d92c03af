package io.github.kws4j.spectrogram;

import java.util.Arrays;

/** Cuts sound into windowed frames, each padded with zeros to the FFT's length. */
final class Framing {
    private final float[] window;
    private final int step;
    private final int fftLength;
    private final boolean centred;
    private final int lead;

    Framing(float[] window, int step, int fftLength, boolean centred) {
        this.window = window;
        this.step = step;
        this.fftLength = fftLength;
        this.centred = centred;
        // librosa reflects half an FFT before the sound and puts the window into the FFT's middle
        lead = centred ? fftLength / 2 - (fftLength - window.length) / 2 : 0;
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
        Settings.atLeast(0, samples, "samples");
        if (centred) {
            return samples == 0 ? 0 : 1 + (samples - fftLength % 2) / step;
        }
        return samples < window.length ? 0 : 1 + (samples - window.length) / step;
    }

    /** Writes sample {@code n} of frame {@code first + lane} of a sound to {@code tile[n * lanes + lane]}. */
    void load(float[] samples, int offset, int length, int first, float[] tile, int lanes) {
        for (int lane = 0; lane < lanes; lane++) {
            long start = (long) (first + lane) * step - lead;
            if (start >= 0 && start + window.length <= length) {
                loadInside(samples, offset + (int) start, tile, lane, lanes);
            } else {
                loadReflected(samples, offset, length, (int) start, tile, lane, lanes);
            }
        }
        Arrays.fill(tile, window.length * lanes, fftLength * lanes, 0);
    }

    private void loadInside(float[] samples, int from, float[] tile, int lane, int lanes) {
        for (int n = 0; n < window.length; n++) {
            tile[n * lanes + lane] = window[n] * samples[from + n];
        }
    }

    private void loadReflected(float[] samples, int offset, int length, int start, float[] tile, int lane, int lanes) {
        for (int n = 0; n < window.length; n++) {
            tile[n * lanes + lane] = window[n] * samples[offset + reflected(start + n, length)];
        }
    }

    /** Index within {@code [0, length)} of a sound continued by reflection about its first and last sample, again and again. */
    private static int reflected(int index, int length) {
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int within = Math.floorMod(index, period);
        return Math.min(within, period - within);
    }
}
