package io.github.kws4j.examples;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.cli.Program;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.graph.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a model file smaller, and with 8 bits faster on CPUs. */
@Command(
        name = "ConvertModel",
        mixinStandardHelpOptions = true,
        description = "Writes a model that kws4j exported in another precision.")
public final class ConvertModel implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "IN", description = "the model file")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "the file to write")
    private Path out;

    @Option(names = "--precision", defaultValue = "INT8", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Precision precision;

    @Option(names = "--clips", paramLabel = "FOLDER", description = "word folders to measure the ranges of INT8 on")
    private @Nullable Path clips;

    /**
     * Runs the program.
     *
     * @param arguments {@code IN OUT [--precision INT8] [--clips FOLDER]}
     */
    public static void main(String[] arguments) {
        Program.run(new ConvertModel(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        byte[] model = Files.readAllBytes(in);
        byte[] converted = precision.convert(model, clips == null ? Stream.empty() : sounds(clips));
        Files.write(out, converted);
        System.out.printf("wrote %s: %d bytes in place of %d%n", out, converted.length, model.length);
        return 0;
    }

    private static Stream<Audio> sounds(Path folder) throws IOException {
        AudioDataset data = AudioDataset.ofFolders(folder);
        return data.clips().stream().map(LabelledClip::audio);
    }
}
