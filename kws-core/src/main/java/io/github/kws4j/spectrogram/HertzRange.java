package io.github.kws4j.spectrogram;

/**
 * A range of frequencies.
 *
 * @param lower hertz at which it begins
 * @param upper hertz at which it ends
 */
public record HertzRange(double lower, double upper) {
    /** @throws IllegalArgumentException unless {@code 0 <= lower < upper} */
    public HertzRange {
        Bounds.check(lower >= 0, "lower edge >= 0 Hz", lower);
        Bounds.check(upper > lower, "upper edge > lower edge " + lower + " Hz", upper);
    }
}
