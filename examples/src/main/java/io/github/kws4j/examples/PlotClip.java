package io.github.kws4j.examples;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.plot.Plots;
import java.io.IOException;
import java.nio.file.Path;

/** Draws the waveform and the spectrogram of a sound file. */
public final class PlotClip {
    /** Takes the sound and two pictures to write, {@code .png} or {@code .svg}. */
    public static void main(String[] arguments) throws IOException {
        Audio audio = AudioDecoder.standard().decode(Path.of(arguments[0]));
        Plots.waveform(audio).save(Path.of(arguments[1]));
        Plots.spectrogram(audio).save(Path.of(arguments[2]));
    }
}
