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
}
