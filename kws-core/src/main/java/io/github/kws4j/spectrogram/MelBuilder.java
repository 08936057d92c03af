package io.github.kws4j.spectrogram;

import java.util.List;

/**
 * What log-mel bands and MFCCs have in common. By default 40 bands from 80 to 7600 Hz at 16 kHz, 480 samples (30 ms) every 160,
 * computed as TensorFlow does; see {@link MelScale} for librosa's bands.
 *
 * @param <B> the builder itself
 */
public abstract sealed class MelBuilder<B extends MelBuilder<B>> extends SpectrogramBuilder<B>
        permits LogMelBuilder, MfccBuilder {
    private int sampleRate = 16_000;
    private int bands = 40;
    private double lowerHz = 80;
    private double upperHz = 7600;
    private MelScale scale = MelScale.TENSORFLOW;
    private boolean areaNormalised;
    private boolean decibels;
    private double floor = 1e-6;

    MelBuilder(String type) {
        super(type, 480, 160);
    }

    /** Samples a second, at least 1; says at which frequencies the FFT's bins lie. */
    public final B sampleRate(int hertz) {
        sampleRate = Settings.atLeast(1, hertz, "sample rate");
        return self();
    }

    /** Number of bands, at least 1. */
    public final B bands(int count) {
        bands = Settings.atLeast(1, count, "bands");
        return self();
    }

    /** Where the lowest band begins and the highest ends, in hertz: {@code 0 <= lower < upper <= sampleRate / 2}. */
    public final B range(double lowerHz, double upperHz) {
        Settings.check(lowerHz >= 0, "lower edge >= 0 Hz", lowerHz);
        Settings.check(upperHz > lowerHz, "upper edge > lower edge " + lowerHz + " Hz", upperHz);
        this.lowerHz = lowerHz;
        this.upperHz = upperHz;
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
        return log(false, offset);
    }

    /**
     * Yields {@code 10 log10(max(band, floor))}, as librosa's {@code power_to_db(ref=1, amin=floor, top_db=None)}. librosa's
     * {@code top_db} is not offered: with it a frame would depend on the loudest of the whole clip.
     */
    public final B decibels(double floor) {
        return log(true, floor);
    }

    private B log(boolean inDecibels, double floor) {
        Settings.check(floor > 0 && floor < Double.POSITIVE_INFINITY, "finite floor of the logarithm > 0", floor);
        this.decibels = inDecibels;
        this.floor = floor;
        return self();
    }

    final int bands() {
        return bands;
    }

    @Override
    List<Stage> stages(int fftLength) {
        double nyquist = sampleRate / 2.0;
        Settings.check(upperHz <= nyquist, "upper edge <= " + nyquist + " Hz, half the sample rate,", upperHz);
        var weights = scale.weightsByBand(bands, lowerHz, upperHz, sampleRate, fftLength, areaNormalised);
        return List.of(
                WeightedSums.bands(bands, weights),
                decibels ? Pointwise.decibels(bands, floor) : Pointwise.logOffset(bands, floor));
    }

    @Override
    void write(Settings settings) {
        settings.put("sample_rate", sampleRate);
        settings.put("bands", bands);
        settings.put("lower_hz", lowerHz);
        settings.put("upper_hz", upperHz);
        settings.put("scale", scale);
        settings.put("area_normalised", areaNormalised);
        settings.put("decibels", decibels);
        settings.put("log_floor", floor);
    }

    @Override
    void read(Settings settings) {
        sampleRate(settings.integer("sample_rate"));
        bands(settings.integer("bands"));
        range(settings.number("lower_hz"), settings.number("upper_hz"));
        scale(settings.constant("scale", MelScale.class));
        areaNormalised(settings.flag("area_normalised"));
        log(settings.flag("decibels"), settings.number("log_floor"));
    }
}
