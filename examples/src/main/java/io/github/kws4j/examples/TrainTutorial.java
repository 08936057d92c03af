package io.github.kws4j.examples;

import io.github.kws4j.cli.Program;
import io.github.kws4j.cli.WorkProgress;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.Split;
import io.github.kws4j.data.speechcommands.SpeechCommands;
import io.github.kws4j.plot.Report;
import io.github.kws4j.train.KeywordTrainer;
import io.github.kws4j.train.TrainedModel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** TensorFlow's tutorial 'Simple audio recognition': recordings in, a line an epoch, test figures, a model file and a report out. */
@Command(
        name = "TrainTutorial",
        mixinStandardHelpOptions = true,
        description = "Trains the network of TensorFlow's tutorial 'Simple audio recognition' and writes an ONNX file.")
public final class TrainTutorial implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "CLIPS",
            description = "mini_speech_commands, the folder or the zip; fetched where none is given")
    private @Nullable Path clips;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = "data",
            description = "where the recordings are fetched to, once (${DEFAULT-VALUE})")
    private Path fetched;

    @Option(names = "--from", paramLabel = "URL", description = "another address to fetch them from")
    private @Nullable URI address;

    @Option(names = "--out", defaultValue = "kws.onnx", description = "model file to write (${DEFAULT-VALUE})")
    private Path out;

    @Option(names = "--report", defaultValue = "report.html", description = "page to write (${DEFAULT-VALUE})")
    private Path report;

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

    @Spec
    private CommandSpec program;

    /**
     * Runs the program. Ctrl-C stops it after the step it is in.
     *
     * @param arguments {@code [CLIPS] [--data FOLDER] [--from URL] [--out kws.onnx] [--report report.html] [--epochs 10] [--patience 2] [--seed 42] [--checkpoint FOLDER]}
     */
    public static void main(String[] arguments) {
        Program.run(new TrainTutorial(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        Path recordings = clips == null ? fetch() : clips;
        AudioDataset data =
                Files.isDirectory(recordings) ? AudioDataset.ofFolders(recordings) : AudioDataset.ofArchive(recordings);
        Split split = data.splitLikeKeras(0.2, 0);
        System.out.printf(
                "%d clips: %d to train, %d to validate, %d to test%n",
                data.size(),
                split.train().size(),
                split.validation().size(),
                split.test().size());
        TrainedModel trained = train(split);
        trained.export(out);
        Report page = trained.report(split)
                .title("TensorFlow's tutorial on " + recordings.getFileName())
                .modelFile(out)
                .command(Program.command(program));
        System.out.println(page.evaluation());
        page.write(report);
        System.out.println("wrote " + out.toAbsolutePath() + " and " + report.toAbsolutePath());
        return 0;
    }

    private TrainedModel train(Split split) throws IOException {
        try (WorkProgress progress = WorkProgress.onTerminal()) {
            KeywordTrainer trainer = KeywordTrainer.tutorial()
                    .epochs(epochs)
                    .patience(patience)
                    .seed(seed)
                    .onStep(step -> progress.show("epoch " + step.epoch(), step.number(), step.steps()))
                    .onEpoch(epoch -> {
                        progress.close();
                        System.out.println(epoch);
                    });
            if (checkpoint != null) {
                trainer.checkpoint(checkpoint);
            }
            return trainer.fit(split.train(), split.validation());
        }
    }

    private Path fetch() throws IOException {
        try (WorkProgress progress = WorkProgress.onTerminal()) {
            SpeechCommands mini = SpeechCommands.mini(fetched).onProgress(progress::show);
            return (address == null ? mini : mini.from(address)).fetch();
        }
    }
}
