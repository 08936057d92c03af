package io.github.kws4j.models;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.cli.Program;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.evaluate.Calibration;
import io.github.kws4j.evaluate.ThresholdCalibrator;
import io.github.kws4j.train.KeywordTrainer;
import io.github.kws4j.train.Step;
import io.github.kws4j.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains the model in the jar: eight words, other words and silence. */
@Command(
        name = "TrainPretrained",
        mixinStandardHelpOptions = true,
        description = "Trains the model that KeywordClassifier.pretrained() loads, and writes it as an ONNX file.")
public final class TrainPretrained implements Callable<Integer> {
    private static final int STEPS_A_LINE = 40;
    private static final List<Double> RATES = List.of(0.5, 1.0, 2.0, 5.0, 10.0);

    @Parameters(
            index = "0",
            paramLabel = "RECORDINGS",
            description = "folder of mini_speech_commands and extra_audio, as WAV")
    private Path recordings;

    @Parameters(index = "1", paramLabel = "SPOKEN", description = "folder that models/speak.sh wrote")
    private Path spoken;

    @Option(names = "--out", defaultValue = "keywords-en.onnx", description = "model file to write (${DEFAULT-VALUE})")
    private Path out;

    @Option(names = "--epochs", defaultValue = "100", description = "passes of 16000 draws (${DEFAULT-VALUE})")
    private int epochs;

    @Option(names = "--seed", defaultValue = "1", description = "where random numbers come from (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--checkpoint",
            paramLabel = "FOLDER",
            description = "keep the state here; a stopped run goes on from it")
    private @Nullable Path checkpoint;

    @Option(names = "--test", description = "measure on the test part, too")
    private boolean test;

    /**
     * Runs the program. Ctrl-C stops it after the step it is in.
     *
     * @param arguments {@code RECORDINGS SPOKEN [--out keywords-en.onnx] [--epochs 100] [--seed 1] [--checkpoint FOLDER] [--test]}
     */
    public static void main(String[] arguments) {
        Program.run(new TrainPretrained(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        var data = new PretrainedData(recordings, spoken);
        AudioDataset validation = data.validation();
        var trainer = KeywordTrainer.compact()
                .epochs(epochs)
                .seed(seed)
                .onStep(TrainPretrained::print)
                .onEpoch(System.out::println);
        if (checkpoint != null) {
            trainer.checkpoint(checkpoint);
        }
        TrainedModel model = trainer.fit(data.sources(), validation).withFittedTemperature(validation);
        System.out.printf("temperature %.3f%n", model.temperature());
        System.out.println("validation: " + model.evaluate(validation));
        if (test) {
            System.out.println("test: " + model.evaluate(data.test()));
        }
        withThresholds(model, data).exportSpectrogramForm(out);
        System.out.printf("wrote %s: %d weights, %d bytes%n", out.toAbsolutePath(), model.size(), Files.size(out));
        return 0;
    }

    /** The model with the streams' thresholds for some rates of false alarms in its metadata. */
    private TrainedModel withThresholds(TrainedModel model, PretrainedData data) throws IOException {
        model.exportSpectrogramForm(out);
        Calibration calibration;
        try (KeywordClassifier classifier =
                KeywordClassifier.builder().threads(1).load(out)) {
            calibration = ThresholdCalibrator.of(classifier::stream)
                    .calibrate(List.of(data.thresholdRecording()), data.thresholdSpeech(), RATES);
        }
        System.out.println(calibration);
        return model.withOperatingPoints(calibration.operatingPoints())
                .withNote("data", "mini_speech_commands, extra_audio and synthetic speech; see docs/MODEL_CARD.md")
                .withNote("seed", Long.toString(seed))
                .withNote("epochs", Integer.toString(epochs));
    }

    private static void print(Step step) {
        if (step.number() % STEPS_A_LINE == 0) {
            System.out.printf(
                    "epoch %d, step %d of %d, loss %.4f%n", step.epoch(), step.number(), step.steps(), step.loss());
        }
    }
}
