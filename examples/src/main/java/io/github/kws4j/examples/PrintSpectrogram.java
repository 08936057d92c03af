package io.github.kws4j.examples;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.cli.Program;
import io.github.kws4j.spectrogram.Spectrogram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws the log-mel spectrogram of a sound file in the terminal: time downwards, a column a band, low bands left. */
@Command(
        name = "PrintSpectrogram",
        mixinStandardHelpOptions = true,
        description = "Draws a log-mel spectrogram in the terminal: time downwards, low bands left, louder is denser.")
public final class PrintSpectrogram implements Callable<Integer> {
    private static final String SHADES = " .:-=+*#%@";

    @Parameters(paramLabel = "SOUND")
    private Path sound;

    @Option(names = "--bands", defaultValue = "64", description = "number of mel bands (${DEFAULT-VALUE})")
    private int bands;

    @Option(
            names = "--range",
            defaultValue = "60",
            description = "decibels from the loudest to blank (${DEFAULT-VALUE})")
    private double range;

    /**
     * Runs the program.
     *
     * @param arguments {@code SOUND [--bands 64] [--range 60]}
     */
    public static void main(String[] arguments) {
        Program.run(new PrintSpectrogram(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        Audio audio = AudioDecoder.standard().decode(sound).resample(16_000);
        float[][] frames = Spectrogram.logMel()
                .frameLength(512)
                .frameStep(256)
                .bands(bands)
                .build()
                .compute(audio.samples());
        float loudest = Float.NEGATIVE_INFINITY;
        for (float[] frame : frames) {
            for (float value : frame) {
                loudest = Math.max(loudest, value);
            }
        }
        for (float[] frame : frames) {
            System.out.println(line(frame, loudest));
        }
        return 0;
    }

    private String line(float[] frame, float loudest) {
        var line = new StringBuilder();
        int steps = SHADES.length() - 1;
        for (float value : frame) {
            double decibels = 10 / Math.log(10) * (value - loudest);
            line.append(SHADES.charAt((int) Math.max(0, steps + decibels * steps / range)));
        }
        return line.toString();
    }
}
