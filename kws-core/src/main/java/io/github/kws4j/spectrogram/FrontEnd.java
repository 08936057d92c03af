package io.github.kws4j.spectrogram;

/**
 * What a network takes in place of samples, as plain values: the settings of a {@link Spectrogram}, which
 * {@link Spectrogram#of} makes of them. Model files carry it. Records of records; built by {@link Spectrogram#stft()},
 * {@link Spectrogram#logMel()} and {@link Spectrogram#mfcc()}, whose terminal verb {@code frontEnd()} gives it.
 */
public sealed interface FrontEnd permits Stft, LogMel, Mfcc {
    /**
     * The short-time Fourier transform that it begins with.
     *
     * @return the transform; itself where it is nothing more
     */
    Stft stft();

    /**
     * Number of values in each frame.
     *
     * @return 1 or more
     */
    int bins();
}
