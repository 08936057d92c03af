package io.github.kws4j.examples;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.cli.Program;
import io.github.kws4j.plot.Plots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws the waveform and the spectrogram of a sound file. */
@Command(
        name = "PlotClip",
        mixinStandardHelpOptions = true,
        description = "Draws the waveform and the spectrogram of a sound file.")
public final class PlotClip implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SOUND", description = "the file")
    private Path sound;

    @Option(
            names = "--waveform",
            defaultValue = "waveform.png",
            description = "picture to write, .png or .svg (${DEFAULT-VALUE})")
    private Path waveform;

    @Option(
            names = "--spectrogram",
            defaultValue = "spectrogram.png",
            description = "picture to write, .png or .svg (${DEFAULT-VALUE})")
    private Path spectrogram;

    /**
     * Runs the program.
     *
     * @param arguments {@code SOUND [--waveform FILE] [--spectrogram FILE]}
     */
    public static void main(String[] arguments) {
        Program.run(new PlotClip(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        Audio audio = AudioDecoder.standard().decode(sound);
        Plots.waveform(audio).save(waveform);
        Plots.spectrogram(audio).save(spectrogram);
        System.out.println("wrote " + waveform + " and " + spectrogram);
        return 0;
    }
}
