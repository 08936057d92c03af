package io.github.kws4j.spectrogram;

/**
 * How a band's energy is compressed.
 *
 * @param decibels {@code 10 log10(max(band, floor))} where true, {@code ln(band + floor)} where false
 * @param floor what keeps it from the logarithm of zero
 */
public record Logarithm(boolean decibels, double floor) {
    /** @throws IllegalArgumentException unless {@code floor} is finite and over 0 */
    public Logarithm {
        Bounds.check(floor > 0 && floor < Double.POSITIVE_INFINITY, "finite floor of the logarithm > 0", floor);
    }
}
