package io.github.kws4j.spectrogram;

/** What a sound is continued with at both ends, so that frames can be centred at its first and last samples. */
public enum Margin {
    /**
     * Nothing: frame {@code t} starts at sample {@code t * step}, and samples after the last whole frame are left
     * out.
     */
    NONE,
    /**
     * The sound's own reflection about its first and last sample: librosa's {@code center=True, pad_mode="reflect"}.
     */
    REFLECTED,
    /** Zeros: librosa's default, {@code center=True, pad_mode="constant"}. */
    ZEROS
}
