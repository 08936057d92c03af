package io.github.kws4j.train.augment;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random changes to log spectrograms in training. Warped bands stand for longer and shorter vocal tracts (Jaitly and Hinton 2013), warped frames
 * for slower and faster speech; both are read between places by linear interpolation, what lies outside is the nearest place's value. The
 * tilt stands for microphones and rooms that pass some frequencies better than others: three cosines over the bands, added to every frame. Masks
 * are those of SpecAugment (Park et al. 2019), filled with the spectrogram's mean.
 *
 * @param bandWarp band {@code b} is read at {@code b (1 + x)}, {@code x} drawn evenly up to this either way; 0 for none
 * @param frameWarp frames are read at up to this much more or less than one a frame, about the middle; 0 for none
 * @param tilt standard deviation of each cosine, in the spectrogram's unit; 0 for none
 * @param timeMasks number of masks over time
 * @param longestTimeMask a mask's most frames; drawn evenly from 0
 * @param bandMasks number of masks over the bands
 * @param widestBandMask a mask's most bands; drawn evenly from 0
 */
public record SpectrogramAugmentation(
        double bandWarp,
        double frameWarp,
        double tilt,
        int timeMasks,
        int longestTimeMask,
        int bandMasks,
        int widestBandMask) {
    private static final int COSINES = 3;

    /**
     * Options that have been checked.
     *
     * @throws IllegalArgumentException where one is below 0, or a warp not below 1
     */
    public SpectrogramAugmentation {
        int least = Math.min(Math.min(timeMasks, longestTimeMask), Math.min(bandMasks, widestBandMask));
        if (!(bandWarp >= 0 && bandWarp < 1 && frameWarp >= 0 && frameWarp < 1)) {
            throw new IllegalArgumentException("expected warps of at least 0 and below 1 but got " + bandWarp
                    + " of bands and " + frameWarp + " of frames");
        }
        if (!(tilt >= 0) || least < 0) {
            throw new IllegalArgumentException(
                    "expected no value below 0 but got tilt " + tilt + ", " + timeMasks + " time masks of "
                            + longestTimeMask + " frames, " + bandMasks + " band masks of " + widestBandMask);
        }
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
        for (int mask = 0; mask < timeMasks; mask++) {
            int length = random.nextInt(Math.min(longestTimeMask, frames) + 1);
            int from = random.nextInt(frames - length + 1);
            fill(values, at, bands, from, from + length, 0, bands, mean);
        }
        for (int mask = 0; mask < bandMasks; mask++) {
            int width = random.nextInt(Math.min(widestBandMask, bands) + 1);
            int from = random.nextInt(bands - width + 1);
            fill(values, at, bands, 0, frames, from, from + width, mean);
        }
    }

    private void warp(float[] values, int at, int frames, int bands, SplittableRandom random) {
        if (bandWarp == 0 && frameWarp == 0) {
            return;
        }
        double bandRate = 1 + bandWarp * (2 * random.nextDouble() - 1);
        double frameRate = 1 + frameWarp * (2 * random.nextDouble() - 1);
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
