package io.github.kws4j.spectrogram;

/**
 * How a band's energy is compressed.
 *
 * @param decibels {@code 10 log10(max(band, floor))} where true, {@code ln(band + floor)} where false
 * @param floor what keeps it from the logarithm of zero
 * @param range decibels under the loudest value of the whole sound below which values are raised to that; infinite for
 *     none
 */
public record Logarithm(boolean decibels, double floor, double range) {
    /**
     * @throws IllegalArgumentException unless {@code floor} is finite and over 0, {@code range} over 0, and infinite
     *     where the logarithm is not in decibels
     */
    public Logarithm {
        Bounds.check(range > 0, "range under the loudest value > 0 dB", range);
        Bounds.check(decibels || range == Double.POSITIVE_INFINITY, "a range in decibels alone", range);
        Bounds.check(floor > 0 && floor < Double.POSITIVE_INFINITY, "finite floor of the logarithm > 0", floor);
    }
}
