package io.github.kws4j.spectrogram;

/**
 * What log-mel bands and MFCCs have in common. By default 40 bands from 80 to 7600 Hz at 16 kHz, 480 samples (30 ms)
 * every 160, computed as TensorFlow does; see {@link MelScale} for librosa's bands.
 *
 * @param <B> the builder itself
 */
public abstract sealed class MelBuilder<B extends MelBuilder<B>> extends SpectrogramBuilder<B>
        permits LogMelBuilder, MfccBuilder {
    private int sampleRate = 16_000;
    private int bands = 40;
    private HertzRange range = new HertzRange(80, 7600);
    private MelScale scale = MelScale.TENSORFLOW;
    private boolean areaNormalised;
    private Logarithm logarithm = new Logarithm(false, 1e-6, Double.POSITIVE_INFINITY);

    MelBuilder() {
        super(480, 160);
    }

    /** Samples a second, at least 1; says at which frequencies the FFT's bins lie. */
    public final B sampleRate(int hertz) {
        sampleRate = Bounds.atLeast(1, hertz, "sample rate");
        return self();
    }

    /** Number of bands, at least 1. */
    public final B bands(int count) {
        bands = Bounds.atLeast(1, count, "bands");
        return self();
    }

    /** Where the lowest band begins and the highest ends, in hertz: {@code 0 <= lower < upper <= sampleRate / 2}. */
    public final B range(double lowerHz, double upperHz) {
        range = new HertzRange(lowerHz, upperHz);
        return self();
    }

    /** How bands are spaced and shaped; by default {@link MelScale#TENSORFLOW}. */
    public final B scale(MelScale value) {
        scale = value;
        return self();
    }

    /**
     * Whether each band's weights are divided by half its width in hertz, so that all have the same area (librosa's
     * {@code norm="slaney"}); by default each has a peak of 1.
     */
    public final B areaNormalised(boolean value) {
        areaNormalised = value;
        return self();
    }

    /** Yields {@code ln(band + offset)}; the default, with an offset of 1e-6. */
    public final B logOffset(double offset) {
        logarithm = new Logarithm(false, offset, Double.POSITIVE_INFINITY);
        return self();
    }

    /** Yields {@code 10 log10(max(band, floor))}, as librosa's {@code power_to_db(ref=1, amin=floor, top_db=None)}. */
    public final B decibels(double floor) {
        return decibels(floor, Double.POSITIVE_INFINITY);
    }

    /**
     * Yields {@code 10 log10(max(band, floor))}, where what is more than {@code range} decibels under the loudest value
     * of the whole sound is raised to that, as librosa's {@code power_to_db(ref=1, amin=floor, top_db=range)}, whose
     * defaults are 1e-10 and 80. Each frame depends on all others then: everything is computed twice, and a stream
     * computes its window anew at each hop.
     */
    public final B decibels(double floor, double range) {
        logarithm = new Logarithm(true, floor, range);
        return self();
    }

    final LogMel logMel() {
        var mel = new MelBands(bands, range, scale, areaNormalised);
        return new LogMel(transform(), sampleRate, mel, logarithm);
    }
}
