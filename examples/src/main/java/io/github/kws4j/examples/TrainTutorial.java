package io.github.kws4j.examples;

import io.github.kws4j.train.AudioDataset;
import io.github.kws4j.train.KeywordTrainer;
import io.github.kws4j.train.Split;
import io.github.kws4j.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** TensorFlow's tutorial 'Simple audio recognition': recordings in, a line an epoch, test figures and a model file out. */
@Command(
        name = "TrainTutorial",
        mixinStandardHelpOptions = true,
        description = "Trains the network of TensorFlow's tutorial 'Simple audio recognition' and writes an ONNX file.")
public final class TrainTutorial implements Callable<Integer> {
    @Parameters(paramLabel = "CLIPS", description = "mini_speech_commands: the folder, or the zip itself")
    private Path clips;

    @Option(names = "--out", defaultValue = "kws.onnx", description = "model file to write (${DEFAULT-VALUE})")
    private Path out;

    @Option(names = "--epochs", defaultValue = "10", description = "most passes over the data (${DEFAULT-VALUE})")
    private int epochs;

    @Option(
            names = "--patience",
            defaultValue = "2",
            description = "passes without gain that stop it (${DEFAULT-VALUE})")
    private int patience;

    @Option(names = "--seed", defaultValue = "42", description = "where random numbers come from (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--checkpoint",
            paramLabel = "FOLDER",
            description = "keep the state here; a stopped run goes on from it")
    private @Nullable Path checkpoint;

    /**
     * Runs the program. Ctrl-C stops it after the step it is in.
     *
     * @param arguments {@code CLIPS [--out kws.onnx] [--epochs 10] [--patience 2] [--seed 42] [--checkpoint FOLDER]}
     */
    public static void main(String[] arguments) {
        Program.run(new TrainTutorial(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        AudioDataset data = Files.isDirectory(clips) ? AudioDataset.ofFolders(clips) : AudioDataset.ofArchive(clips);
        Split split = data.splitLikeKeras(0.2, 0);
        System.out.printf(
                "%d clips: %d to train, %d to validate, %d to test%n",
                data.size(),
                split.train().size(),
                split.validation().size(),
                split.test().size());
        var trainer = KeywordTrainer.tutorial()
                .epochs(epochs)
                .patience(patience)
                .seed(seed)
                .onEpoch(System.out::println);
        if (checkpoint != null) {
            trainer.checkpoint(checkpoint);
        }
        TrainedModel trained = trainer.fit(split.train(), split.validation());
        System.out.println(trained.evaluate(split.test()));
        trained.export(out);
        System.out.println("wrote " + out.toAbsolutePath());
        return 0;
    }
}
