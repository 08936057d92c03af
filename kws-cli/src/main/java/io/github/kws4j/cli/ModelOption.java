package io.github.kws4j.cli;

import io.github.kws4j.Device;
import io.github.kws4j.EmbeddedModel;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordClassifierBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a model and where it runs. */
public final class ModelOption {
    @Option(names = "--model", paramLabel = "FILE", description = "ONNX model; the one in the jar by default")
    private @Nullable Path file;

    @Option(names = "--cuda", description = "run on the first CUDA device")
    private boolean cuda;

    /** The file named, none for the model in the jar. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** What to call the model. */
    String name() {
        return file == null ? "The model in the jar" : String.valueOf(file.getFileName());
    }

    /** The content of the model's file. */
    byte[] content() throws IOException {
        return file == null ? EmbeddedModel.find().content() : Files.readAllBytes(file);
    }

    /** Loads the model where the options say. */
    public KeywordClassifier load() throws IOException {
        KeywordClassifierBuilder builder = KeywordClassifier.builder().device(cuda ? Device.cuda(0) : Device.cpu());
        return file == null ? builder.pretrained() : builder.load(file);
    }
}
