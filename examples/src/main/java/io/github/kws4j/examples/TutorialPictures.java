package io.github.kws4j.examples;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Score;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.cli.Program;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.data.Split;
import io.github.kws4j.evaluate.Evaluation;
import io.github.kws4j.plot.Plots;
import io.github.kws4j.train.KeywordTrainer;
import io.github.kws4j.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws the pictures of {@code docs/TUTORIAL.md}: trains as it says and pictures each step. */
@Command(
        name = "TutorialPictures",
        mixinStandardHelpOptions = true,
        description = "Draws the pictures of docs/TUTORIAL.md.")
public final class TutorialPictures implements Callable<Integer> {
    private static final String CLIP = "no/01bb6a2a_nohash_0.wav";

    @Parameters(index = "0", paramLabel = "CLIPS", description = "mini_speech_commands.zip")
    private Path clips;

    @Parameters(index = "1", paramLabel = "FOLDER", description = "where the pictures go")
    private Path folder;

    @Option(names = "--seed", defaultValue = "1", description = "where random numbers come from (${DEFAULT-VALUE})")
    private long seed;

    /**
     * Runs the program.
     *
     * @param arguments {@code CLIPS FOLDER [--seed 1]}
     */
    public static void main(String[] arguments) {
        Program.run(new TutorialPictures(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(folder);
        AudioDataset data = AudioDataset.ofArchive(clips);
        Split split = data.splitLikeKeras(0.2, 0);
        Audio clip = data.clips().stream()
                .filter(c -> c.name().endsWith(CLIP))
                .map(LabelledClip::audio)
                .findFirst()
                .orElseThrow(() -> new IOException("expected a clip " + CLIP + " in " + clips));
        Plots.waveformsOf(data, 3, 3).save(folder.resolve("waveforms.png"));
        Plots.spectrogram(clip).save(folder.resolve("spectrogram.png"));
        Plots.spectrogramsOf(data, 3, 3).withSize(560, 420).save(folder.resolve("spectrograms.png"));
        TrainedModel model = KeywordTrainer.tutorial()
                .epochs(10)
                .patience(2)
                .seed(seed)
                .onEpoch(System.out::println)
                .fit(split.train(), split.validation());
        Plots.history(model.history()).save(folder.resolve("history.svg"));
        Evaluation evaluation = model.evaluate(split.test());
        System.out.println(evaluation);
        Plots.confusionMatrix(evaluation).save(folder.resolve("confusion.svg"));
        Plots.reliability(evaluation).save(folder.resolve("reliability.svg"));
        Plots.probabilities(scores(model, clip)).save(folder.resolve("probabilities.svg"));
        return 0;
    }

    private static List<Score> scores(TrainedModel model, Audio clip) throws IOException {
        Path file = Files.createTempFile("tutorial", ".onnx");
        try {
            model.export(file);
            try (KeywordClassifier classifier = KeywordClassifier.load(file)) {
                return classifier.classify(clip).scores();
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
