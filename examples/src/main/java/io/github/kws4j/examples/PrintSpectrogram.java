package io.github.kws4j.examples;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.spectrogram.Spectrogram;
import java.io.IOException;
import java.nio.file.Path;

/** Draws the log-mel spectrogram of a sound file in the terminal: time downwards, low bands left, louder is denser. */
public final class PrintSpectrogram {
    private static final String SHADES = " .:-=+*#%@";

    /** Takes the sound. */
    public static void main(String[] arguments) throws IOException {
        Audio audio = AudioDecoder.standard().decode(Path.of(arguments[0])).resample(16_000);
        Spectrogram bands =
                Spectrogram.logMel().frameLength(512).frameStep(256).bands(64).build();
        float[][] frames = bands.compute(audio.samples());
        float loudest = Float.NEGATIVE_INFINITY;
        for (float[] frame : frames) {
            for (float value : frame) {
                loudest = Math.max(loudest, value);
            }
        }
        for (float[] frame : frames) {
            var line = new StringBuilder();
            for (float value : frame) {
                double decibels = 10 / Math.log(10) * (value - loudest);
                line.append(SHADES.charAt((int) Math.max(0, 9 + decibels * 9 / 60)));
            }
            System.out.println(line);
        }
    }
}
