package io.github.kws4j.models;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.cli.Program;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.train.KeywordTrainer;
import io.github.kws4j.train.TrainedModel;
import io.github.kws4j.train.optimizer.LearningRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the model in the jar: eight words, other words and silence. */
@Command(
        name = "TrainPretrained",
        mixinStandardHelpOptions = true,
        description =
                "Trains the model that KeywordClassifier.pretrained() loads; CalibratePretrained finds its thresholds.")
public final class TrainPretrained implements Callable<Integer> {
    @Mixin
    private Recordings recordings;

    @Option(
            names = "--mined",
            paramLabel = "FOLDER",
            description = "what MineSpeech wrote; may be given more than once")
    private List<Path> mined = new ArrayList<>();

    @Option(names = "--out", defaultValue = "keywords-en.onnx", description = "model file to write (${DEFAULT-VALUE})")
    private Path out;

    @Option(names = "--epochs", defaultValue = "200", description = "passes (${DEFAULT-VALUE})")
    private int epochs;

    @Option(names = "--draws", defaultValue = "16000", description = "clips drawn in a pass (${DEFAULT-VALUE})")
    private int draws;

    @Option(names = "--seed", defaultValue = "1", description = "where random numbers come from (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--checkpoint",
            paramLabel = "FOLDER",
            description = "keep the state here; a stopped run goes on from it")
    private @Nullable Path checkpoint;

    @Option(names = "--rate", defaultValue = "0.15", description = "highest learning rate (${DEFAULT-VALUE})")
    private double rate;

    @Option(
            names = "--from",
            paramLabel = "PATH",
            description = "begin with the weights in the checkpoint folder of an earlier training, or in a model file")
    private @Nullable Path from;

    @Option(
            names = "--teacher",
            paramLabel = "PATH",
            description = "learn from the network in this checkpoint folder or model file, too; may be given more than"
                    + " once")
    private List<Path> teachers = new ArrayList<>();

    @Option(
            names = "--taught",
            paramLabel = "SHARE",
            defaultValue = "0.8",
            description = "how much of a target is the teachers' answer (${DEFAULT-VALUE})")
    private double taught;

    /**
     * Runs the program. Ctrl-C stops it after the step it is in.
     *
     * @param arguments {@code --base FOLDER --gathered FOLDER --spoken FOLDER [--mined FOLDER]... [--out
     * keywords-en.onnx] [--epochs 200]
     *     [--rate 0.15] [--from PATH] [--teacher PATH]... [--taught 0.8] [--seed 1] [--checkpoint FOLDER]}
     */
    public static void main(String[] arguments) {
        Program.run(new TrainPretrained(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        var data = new PretrainedData(recordings);
        AudioDataset validation = data.validation();
        var trainer = KeywordTrainer.compact()
                .window(Duration.ofMillis(1000L * PretrainedData.WINDOW / PretrainedData.RATE), PretrainedData.RATE)
                .batchSize(200)
                .learningRate(new LearningRate.Cosine(rate, 0.08))
                .labelSmoothing(0)
                .epochs(epochs)
                .drawsPerEpoch(draws)
                .seed(seed)
                .teachers(taught, teachers)
                .onEpoch(System.out::println);
        if (checkpoint != null) {
            trainer.checkpoint(checkpoint);
        }
        if (from != null) {
            trainer.firstWeights(from);
        }
        TrainedModel model = trainer.fit(data.sources(hardSpeech()), validation).withFittedTemperature(validation);
        System.out.printf("temperature %.3f%n", model.temperature());
        System.out.println("validation: " + model.evaluate(validation));
        model.withNote("seed", Long.toString(seed))
                .withNote("epochs", Integer.toString(epochs))
                .exportSpectrogramForm(out);
        System.out.printf("wrote %s: %d weights, %d bytes%n", out.toAbsolutePath(), model.size(), Files.size(out));
        return 0;
    }

    private List<Audio> hardSpeech() throws IOException {
        var windows = new ArrayList<Audio>();
        for (Path folder : mined) {
            windows.addAll(Speech.sound(PretrainedData.flat(
                    Objects.requireNonNull(folder.toAbsolutePath().getParent()),
                    folder.getFileName().toString())));
        }
        return windows;
    }
}
