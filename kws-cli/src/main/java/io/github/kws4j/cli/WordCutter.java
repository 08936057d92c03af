package io.github.kws4j.cli;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.cli.Take.Fault;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts words out of sound that goes on. A word begins where the level of 10 ms stays {@value #OVER_NOISE} dB over the
 * noise, which is what the quietest fifth of the last two seconds reaches, and ends before half a second under that
 * level. For one thread.
 */
final class WordCutter {
    private static final int FRAMES_A_SECOND = 100;
    private static final double OVER_NOISE = 12;
    private static final double QUIETEST_WORD = -45; // dB of full scale
    private static final int NOISE_FRAMES = 2 * FRAMES_A_SECOND;
    private static final int LOUD_FRAMES = 5;
    private static final int QUIET_FRAMES = FRAMES_A_SECOND / 2;
    private static final int MARGIN_FRAMES = FRAMES_A_SECOND / 4;
    private static final int PATIENCE_FRAMES = 6 * FRAMES_A_SECOND;
    private static final int LONGEST_FRAMES = 3 * FRAMES_A_SECOND;
    private static final int SHORTEST_FRAMES = 12;
    private static final float FULL_SCALE = 0.999f;
    private static final int CLIPPED_SAMPLES = 10;

    private final int rate;
    private final int frame;
    private final double[] noise = new double[NOISE_FRAMES];
    private int noiseFrames;
    private float[] sound;
    private int filled;
    private int seen; // frames of sound whose level was taken
    private int began = -1;
    private int loud; // the last loud frame of the word
    private int loudInARow;
    private double threshold;

    WordCutter(int rate) {
        this.rate = rate;
        frame = rate / FRAMES_A_SECOND;
        sound = new float[rate];
    }

    /** The take that ends in this chunk; of several, the first: the others come with the next chunks. */
    Optional<Take> accept(float[] chunk) {
        if (filled + chunk.length > sound.length) {
            sound = Arrays.copyOf(sound, 2 * (filled + chunk.length));
        }
        System.arraycopy(chunk, 0, sound, filled, chunk.length);
        filled += chunk.length;
        while ((seen + 1) * frame <= filled) {
            Optional<Take> take = next();
            if (take.isPresent()) {
                return take;
            }
        }
        return Optional.empty();
    }

    /** What has not ended where the sound does: a word, if there is one. */
    Optional<Take> finish() {
        Optional<Take> take = accept(new float[0]);
        return take.isEmpty() && began >= 0 ? Optional.of(word()) : take;
    }

    private Optional<Take> next() {
        double level = LevelMeter.decibels(Arrays.copyOfRange(sound, seen * frame, (seen + 1) * frame));
        seen++;
        if (began < 0) {
            threshold = Math.max(noise() + OVER_NOISE, QUIETEST_WORD);
            noise[noiseFrames++ % NOISE_FRAMES] = level;
        }
        loudInARow = level >= threshold ? loudInARow + 1 : 0;
        if (loudInARow > 0) {
            loud = seen - 1;
        }
        if (began < 0 && loudInARow == LOUD_FRAMES) {
            began = seen - LOUD_FRAMES;
        }
        if (began >= 0 && seen - 1 - loud >= QUIET_FRAMES) {
            return Optional.of(word());
        }
        if (began >= 0 && seen - began > LONGEST_FRAMES) {
            return Optional.of(take(began, seen, Optional.of(Fault.TOO_LONG)));
        }
        if (began < 0 && seen >= PATIENCE_FRAMES) {
            return Optional.of(take(0, seen, Optional.of(Fault.SILENT)));
        }
        return Optional.empty();
    }

    /** The level that the quietest fifth of the latest frames does not exceed; silence before the first. */
    private double noise() {
        double[] levels = Arrays.copyOf(noise, Math.min(noiseFrames, NOISE_FRAMES));
        Arrays.sort(levels);
        return levels.length == 0 ? Double.NEGATIVE_INFINITY : levels[levels.length / 5];
    }

    private Take word() {
        int end = loud + 1;
        Optional<Fault> fault = Optional.empty();
        if (end - began < SHORTEST_FRAMES) {
            fault = Optional.of(Fault.CLICK);
        } else if (isClipped(began * frame, end * frame)) {
            fault = Optional.of(Fault.CLIPPED);
        }
        return take(began, end, fault);
    }

    private boolean isClipped(int from, int to) {
        int clipped = 0;
        for (int i = from; i < to; i++) {
            clipped += Math.abs(sound[i]) >= FULL_SCALE ? 1 : 0;
        }
        return clipped >= CLIPPED_SAMPLES;
    }

    /** The take from one frame to another, with a margin; what follows it begins anew. */
    private Take take(int from, int to, Optional<Fault> fault) {
        int first = Math.max(0, from - MARGIN_FRAMES) * frame;
        int end = Math.min(filled, (to + MARGIN_FRAMES) * frame);
        var cut = Audio.of(Arrays.copyOfRange(sound, first, end), rate);
        int left = seen * frame;
        System.arraycopy(sound, left, sound, 0, filled - left);
        filled -= left;
        seen = 0;
        began = -1;
        loudInARow = 0;
        return new Take(cut, fault);
    }
}
