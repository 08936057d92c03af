package io.github.kws4j.spectrogram;

/** A step from power spectra to a spectrogram's values, on rows as {@link RealFft} leaves them. */
interface Stage {
    /** Values it yields for each frame. */
    int outputs();

    /**
     * Takes {@code rows}, one for each value.
     *
     * @return what holds the result: {@code rows} or {@code spare}; what is in the other one is lost
     */
    float[][] apply(float[][] rows, float[][] spare, int lanes);
}
