package io.github.kws4j.train.augment;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random changes to log spectrograms in training. Warped bands stand for longer and shorter vocal tracts (Jaitly and
 * Hinton 2013), warped frames for slower and faster speech; both are read between places by linear interpolation, what
 * lies outside is the nearest place's value. The tilt stands for microphones and rooms that pass some frequencies
 * better than others: three cosines over the bands, added to every frame. Masks are those of SpecAugment (Park et
 * al. 2019), filled with the spectrogram's mean.
 *
 * <pre>{@code
 * var augmentation = SpectrogramAugmentation.none().withTilt(0.5).withTimeMasks(2, 14).withBandMasks(2, 5);
 * }</pre>
 *
 * @param warp how far bands and frames are warped
 * @param tilt standard deviation of each cosine, in the spectrogram's unit; 0 for none
 * @param timeMasks masks over frames
 * @param bandMasks masks over bands
 */
public record SpectrogramAugmentation(Warp warp, double tilt, Masks timeMasks, Masks bandMasks) {
    private static final int COSINES = 3;

    /**
     * The most that the axes are warped.
     *
     * @param bands band {@code b} is read at {@code b (1 + x)}, {@code x} drawn evenly up to this either way; 0 for
     *     none
     * @param frames frames are read at up to this much more or less than one a frame, about the middle; 0 for none
     */
    public record Warp(double bands, double frames) {
        /**
         * Warps that have been checked.
         *
         * @throws IllegalArgumentException where one is below 0 or not below 1
         */
        public Warp {
            if (!(bands >= 0 && bands < 1 && frames >= 0 && frames < 1)) {
                throw new IllegalArgumentException("expected warps of at least 0 and below 1 but got " + bands
                        + " of bands and " + frames + " of frames");
            }
        }
    }

    /**
     * Masks along one axis.
     *
     * @param count how many
     * @param longest the most places that one covers; drawn evenly from 0
     */
    public record Masks(int count, int longest) {
        /**
         * Masks that have been checked.
         *
         * @throws IllegalArgumentException where {@code count < 0} or {@code longest < 0}
         */
        public Masks {
            if (count < 0 || longest < 0) {
                throw new IllegalArgumentException(
                        "expected masks of no number below 0 but got " + count + " of " + longest);
            }
        }
    }

    /**
     * Changes whose options have been checked.
     *
     * @throws IllegalArgumentException where {@code tilt < 0}
     */
    public SpectrogramAugmentation {
        if (!(tilt >= 0)) {
            throw new IllegalArgumentException("expected a tilt of at least 0 but got " + tilt);
        }
    }

    /**
     * No change at all.
     *
     * @return what the others start from
     */
    public static SpectrogramAugmentation none() {
        return new SpectrogramAugmentation(new Warp(0, 0), 0, new Masks(0, 0), new Masks(0, 0));
    }

    /**
     * These changes with warped axes.
     *
     * @param bands as {@link Warp#bands()}
     * @param frames as {@link Warp#frames()}
     * @return a copy
     * @throws IllegalArgumentException where one is below 0 or not below 1
     */
    public SpectrogramAugmentation withWarp(double bands, double frames) {
        return new SpectrogramAugmentation(new Warp(bands, frames), tilt, timeMasks, bandMasks);
    }

    /**
     * These changes with a tilt.
     *
     * @param deviation standard deviation of each cosine, in the spectrogram's unit
     * @return a copy
     * @throws IllegalArgumentException where {@code deviation < 0}
     */
    public SpectrogramAugmentation withTilt(double deviation) {
        return new SpectrogramAugmentation(warp, deviation, timeMasks, bandMasks);
    }

    /**
     * These changes with masks over time.
     *
     * @param count how many
     * @param longest the most frames that one covers
     * @return a copy
     * @throws IllegalArgumentException where one is below 0
     */
    public SpectrogramAugmentation withTimeMasks(int count, int longest) {
        return new SpectrogramAugmentation(warp, tilt, new Masks(count, longest), bandMasks);
    }

    /**
     * These changes with masks over the bands.
     *
     * @param count how many
     * @param widest the most bands that one covers
     * @return a copy
     * @throws IllegalArgumentException where one is below 0
     */
    public SpectrogramAugmentation withBandMasks(int count, int widest) {
        return new SpectrogramAugmentation(warp, tilt, timeMasks, new Masks(count, widest));
    }

    /**
     * Changes a spectrogram in place.
     *
     * @param values holds {@code frames x bands} values, row-major, from {@code at} on
     * @param at where they begin
     * @param frames number of frames
     * @param bands number of bands
     * @param random where all chance comes from
     */
    public void apply(float[] values, int at, int frames, int bands, SplittableRandom random) {
        warp(values, at, frames, bands, random);
        tilt(values, at, frames, bands, random);
        double sum = 0;
        for (int i = 0; i < frames * bands; i++) {
            sum += values[at + i];
        }
        float mean = (float) (sum / (frames * bands));
        for (int mask = 0; mask < timeMasks.count; mask++) {
            int length = random.nextInt(Math.min(timeMasks.longest, frames) + 1);
            int from = random.nextInt(frames - length + 1);
            fill(values, at, bands, from, from + length, 0, bands, mean);
        }
        for (int mask = 0; mask < bandMasks.count; mask++) {
            int width = random.nextInt(Math.min(bandMasks.longest, bands) + 1);
            int from = random.nextInt(bands - width + 1);
            fill(values, at, bands, 0, frames, from, from + width, mean);
        }
    }

    private void warp(float[] values, int at, int frames, int bands, SplittableRandom random) {
        if (warp.bands == 0 && warp.frames == 0) {
            return;
        }
        double bandRate = 1 + warp.bands * (2 * random.nextDouble() - 1);
        double frameRate = 1 + warp.frames * (2 * random.nextDouble() - 1);
        double middle = (frames - 1) / 2.0;
        Places ofBands = Places.of(bands, 0, bandRate);
        Places ofFrames = Places.of(frames, middle, frameRate);
        var row = new float[bands];
        float[] from = Arrays.copyOfRange(values, at, at + frames * bands);
        for (int frame = 0; frame < frames; frame++) {
            int before = ofFrames.before[frame] * bands;
            int after = Math.min(ofFrames.before[frame] + 1, frames - 1) * bands;
            float weight = ofFrames.weights[frame];
            for (int band = 0; band < bands; band++) {
                row[band] = from[before + band] * (1 - weight) + from[after + band] * weight;
            }
            for (int band = 0; band < bands; band++) {
                int low = ofBands.before[band];
                int high = Math.min(low + 1, bands - 1);
                values[at + frame * bands + band] =
                        row[low] * (1 - ofBands.weights[band]) + row[high] * ofBands.weights[band];
            }
        }
    }

    /** Where each place of a warped axis is read: between {@code before} and the next, the latter by its weight. */
    private record Places(int[] before, float[] weights) {
        static Places of(int size, double fixed, double rate) {
            var places = new Places(new int[size], new float[size]);
            for (int i = 0; i < size; i++) {
                double place = Math.max(0, Math.min(size - 1, fixed + (i - fixed) * rate));
                places.before[i] = (int) place;
                places.weights[i] = (float) (place - places.before[i]);
            }
            return places;
        }
    }

    private void tilt(float[] values, int at, int frames, int bands, SplittableRandom random) {
        if (tilt == 0) {
            return;
        }
        var curve = new float[bands];
        for (int cosine = 1; cosine <= COSINES; cosine++) {
            double amplitude = tilt * random.nextGaussian();
            for (int band = 0; band < bands; band++) {
                curve[band] += (float) (amplitude * Math.cos(cosine * Math.PI * band / Math.max(1, bands - 1)));
            }
        }
        for (int i = 0; i < frames * bands; i++) {
            values[at + i] += curve[i % bands];
        }
    }

    private static void fill(
            float[] values, int at, int bands, int fromFrame, int toFrame, int fromBand, int toBand, float value) {
        for (int frame = fromFrame; frame < toFrame; frame++) {
            for (int band = fromBand; band < toBand; band++) {
                values[at + frame * bands + band] = value;
            }
        }
    }
}
