package io.github.kws4j.train;

import java.util.SplittableRandom;

/**
 * Random changes to log spectrograms in training. Masks are those of SpecAugment (Park et al. 2019), filled with the spectrogram's mean; the
 * tilt stands for microphones and rooms that pass some frequencies better than others: three cosines over the bands, added to every frame.
 *
 * @param tilt standard deviation of each cosine, in the spectrogram's unit; 0 for none
 * @param timeMasks number of masks over time
 * @param longestTimeMask a mask's most frames; drawn evenly from 0
 * @param bandMasks number of masks over the bands
 * @param widestBandMask a mask's most bands; drawn evenly from 0
 */
public record SpectrogramAugmentation(
        double tilt, int timeMasks, int longestTimeMask, int bandMasks, int widestBandMask) {
    private static final int COSINES = 3;

    /**
     * Options that have been checked.
     *
     * @throws IllegalArgumentException where one is below 0
     */
    public SpectrogramAugmentation {
        int least = Math.min(Math.min(timeMasks, longestTimeMask), Math.min(bandMasks, widestBandMask));
        if (!(tilt >= 0) || least < 0) {
            throw new IllegalArgumentException(
                    "expected no value below 0 but got tilt " + tilt + ", " + timeMasks + " time masks of "
                            + longestTimeMask + " frames, " + bandMasks + " band masks of " + widestBandMask);
        }
    }

    /** Changes the {@code frames x bands} values from {@code at} in place. */
    void apply(float[] values, int at, int frames, int bands, SplittableRandom random) {
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
