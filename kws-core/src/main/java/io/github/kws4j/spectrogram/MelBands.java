package io.github.kws4j.spectrogram;

/**
 * Bands spaced along the mel scale.
 *
 * @param count number of bands
 * @param range where the lowest begins and the highest ends
 * @param scale how they are spaced and shaped
 * @param areaNormalised whether each band's weights are divided by half its width in hertz; else each has a peak of 1
 */
public record MelBands(int count, HertzRange range, MelScale scale, boolean areaNormalised) {
    /** @throws IllegalArgumentException if {@code count < 1} */
    public MelBands {
        Bounds.atLeast(1, count, "bands");
    }

    /**
     * The place of a frequency among the bands, counted from 0: a whole number at a band's middle, with fractions
     * between.
     *
     * @param hertz 0 or more
     * @return -1 where the lowest band begins, {@link #count} where the highest ends
     */
    public double place(double hertz) {
        double lowest = scale.mel(range.lower());
        return (scale.mel(hertz) - lowest) * (count + 1) / (scale.mel(range.upper()) - lowest) - 1;
    }
}
