package io.github.kws4j.spectrogram;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What all spectrograms have in common: how sound is cut into frames and taken to the frequency domain.
 *
 * @param <B> the builder itself
 */
public abstract sealed class SpectrogramBuilder<B extends SpectrogramBuilder<B>> permits StftBuilder, MelBuilder {
    private static final int LONGEST_FFT = 1 << 20;

    private final String type;
    private int frameLength;
    private int frameStep;
    private int fftLength;
    private Window window = Window.HANN;
    private boolean centred;
    private int power = 1;

    SpectrogramBuilder(String type, int frameLength, int frameStep) {
        this.type = type;
        this.frameLength = frameLength;
        this.frameStep = frameStep;
    }

    /** Samples in one frame, at least 1. */
    public final B frameLength(int samples) {
        frameLength = Settings.atLeast(1, samples, "frame length");
        return self();
    }

    /** Samples from one frame's start to the next, at least 1. */
    public final B frameStep(int samples) {
        frameStep = Settings.atLeast(1, samples, "frame step");
        return self();
    }

    /**
     * Length of the Fourier transform, at least the frame's; the frame is padded with zeros to it. By default the least power
     * of two that holds the frame. Other than powers of two are slower and allocate.
     */
    public final B fftLength(int samples) {
        fftLength = Settings.atLeast(1, samples, "FFT length");
        return self();
    }

    /** Shape of the window that a frame is multiplied with; by default {@link Window#HANN}. */
    public final B window(Window shape) {
        window = shape;
        return self();
    }

    /**
     * Whether frame {@code t} is centred at sample {@code t * frameStep}, with the sound continued at both ends by its own
     * reflection (as librosa's {@code center=True, pad_mode="reflect"}). By default it starts there, and samples after the last
     * whole frame are left out (as {@code tf.signal.stft}).
     */
    public final B centred(boolean value) {
        centred = value;
        return self();
    }

    /** 1, the default, for magnitude; 2 for power (its square). */
    public final B power(int exponent) {
        Settings.check(exponent == 1 || exponent == 2, "power 1 or 2", exponent);
        power = exponent;
        return self();
    }

    /**
     * The spectrogram.
     *
     * @throws IllegalArgumentException if {@code fftLength < frameLength}, if {@code fftLength > 1048576}, or if settings do not fit
     *     each other
     */
    public Spectrogram build() {
        long wanted = fftLength == 0 ? nextPowerOfTwo(frameLength) : fftLength;
        Settings.check(wanted >= frameLength, "FFT length >= frame length " + frameLength, wanted);
        Settings.check(wanted <= LONGEST_FFT, "FFT length <= " + LONGEST_FFT, wanted);
        int size = (int) wanted;
        var settings = new Settings();
        settings.put("type", type);
        settings.put("frame_length", frameLength);
        settings.put("frame_step", frameStep);
        settings.put("fft_length", size);
        settings.put("window", window);
        settings.put("centred", centred);
        settings.put("power", power);
        write(settings);
        var stages = new ArrayList<Stage>();
        if (power == 1) {
            stages.add(Pointwise.root(size / 2 + 1));
        }
        stages.addAll(stages(size));
        var framing = new Framing(window.weights(frameLength), frameStep, size, centred);
        return new FramedSpectrogram(framing, stages, settings.toMap());
    }

    static SpectrogramBuilder<?> of(Map<String, String> entries) {
        var settings = new Settings(entries);
        String type = settings.text("type");
        SpectrogramBuilder<?> builder = switch (type) {
            case StftBuilder.TYPE -> new StftBuilder();
            case LogMelBuilder.TYPE -> new LogMelBuilder();
            case MfccBuilder.TYPE -> new MfccBuilder();
            default ->
                throw new IllegalArgumentException("expected spectrogram type " + StftBuilder.TYPE + ", "
                        + LogMelBuilder.TYPE + " or " + MfccBuilder.TYPE + " but got " + type);
        };
        builder.frameLength(settings.integer("frame_length"));
        builder.frameStep(settings.integer("frame_step"));
        builder.fftLength(settings.integer("fft_length"));
        builder.window(settings.constant("window", Window.class));
        builder.centred(settings.flag("centred"));
        builder.power(settings.integer("power"));
        builder.read(settings);
        settings.expectAllRead();
        return builder;
    }

    private static long nextPowerOfTwo(int value) {
        return value == 1 ? 1 : Long.highestOneBit(value - 1L) << 1;
    }

    @SuppressWarnings("unchecked")
    final B self() {
        return (B) this;
    }

    /** What follows the magnitude or power. */
    abstract List<Stage> stages(int fftLength);

    abstract void write(Settings settings);

    abstract void read(Settings settings);
}
