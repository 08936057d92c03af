package io.github.kws4j.spectrogram;

/**
 * Turns mono samples into frames of spectral values: STFT magnitude, log-mel bands or MFCCs. Built by {@link #stft()},
 * {@link #logMel()}, {@link #mfcc()} or, from a model file's front end, {@link #of}.
 *
 * <pre>{@code
 * Audio audio = AudioDecoder.standard().decode(Path.of("yes.wav")).resample(16_000);
 * Spectrogram bands = Spectrogram.logMel().sampleRate(16_000).frameLength(400).frameStep(160).bands(40).build();
 * float[][] values = bands.compute(audio.samples()); // frames x 40
 * }</pre>
 *
 * <p>Immutable and safe to share between threads, with no lock among them. Two spectrograms with equal front ends are
 * equal.
 */
public interface Spectrogram {
    /** Magnitude or power of the short-time Fourier transform, {@code fftLength / 2 + 1} values a frame. */
    static StftBuilder stft() {
        return new StftBuilder();
    }

    /** Logarithm of the energy in bands spaced along the mel scale. */
    static LogMelBuilder logMel() {
        return new LogMelBuilder();
    }

    /** Mel-frequency cepstral coefficients: the cosine transform of log-mel bands. */
    static MfccBuilder mfcc() {
        return new MfccBuilder();
    }

    /** Number of frames that {@code samples} samples give; 0 where they do not fill one frame. */
    int frames(int samples);

    /** Number of values in each frame. */
    int bins();

    /** Samples in one frame. */
    int frameLength();

    /** Samples from one frame's start to the next. */
    int frameStep();

    /**
     * The spectrogram of {@code samples}: {@code frames x bins}, of 0 frames where the samples do not fill one. A NaN
     * or infinity stays within the frames that hold it.
     */
    float[][] compute(float[] samples);

    /**
     * The spectrogram of {@code length} samples from {@code offset}, written row-major ({@code frames x bins}) into
     * {@code out} from {@code outOffset}. {@code out} must not be {@code samples}. It keeps working memory for as
     * many calls as were made at once, and from then on allocates nothing where the FFT's length is a power of two from
     * 8 on, as it is unless set otherwise. Where the spectrogram {@linkplain #isFramewise is framewise}, a frame's
     * values don't depend on which other frames are computed with it, to the last bit.
     *
     * @throws IllegalArgumentException if {@code offset < 0}, {@code length < 0},
     *     {@code offset + length > samples.length},
     *     {@code outOffset < 0} or {@code outOffset + frames * bins > out.length}
     */
    void compute(float[] samples, int offset, int length, float[] out, int outOffset);

    /**
     * Whether each frame's values depend on that frame's samples alone, all within the sound.
     *
     * @return false where frames are centred, or values raised to a range under the loudest
     */
    default boolean isFramewise() {
        return frames(frameLength() - 1) == 0;
    }

    /** The settings, of which {@link #of} makes this spectrogram again. */
    FrontEnd frontEnd();

    /**
     * The spectrogram of some settings.
     *
     * @throws IllegalArgumentException if a band holds no FFT bin
     */
    static Spectrogram of(FrontEnd frontEnd) {
        return FramedSpectrogram.of(frontEnd);
    }
}
