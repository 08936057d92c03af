package io.github.kws4j.spectrogram;

/**
 * How sound is cut into frames.
 *
 * @param length samples in one frame
 * @param step samples from one frame's start to the next
 * @param window shape of the weights that a frame is multiplied with
 * @param margin what the sound is continued with at both ends, where frame {@code t} is centred at sample
 *     {@code t * step}; {@link Margin#NONE} where it starts there
 */
public record Frames(int length, int step, Window window, Margin margin) {
    /** @throws IllegalArgumentException if {@code length < 1} or {@code step < 1} */
    public Frames {
        Bounds.atLeast(1, length, "frame length");
        Bounds.atLeast(1, step, "frame step");
    }

    /** Whether frame {@code t} is centred at sample {@code t * step}; else it starts there. */
    public boolean centred() {
        return margin != Margin.NONE;
    }
}
