package io.github.kws4j.cli.train;

import io.github.kws4j.cli.Figures;
import io.github.kws4j.cli.JsonObject;
import io.github.kws4j.cli.Output;
import io.github.kws4j.cli.Program;
import io.github.kws4j.cli.Subcommand;
import io.github.kws4j.cli.WorkProgress;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.Split;
import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.plot.Report;
import io.github.kws4j.train.KeywordTrainer;
import io.github.kws4j.train.TrainedModel;
import io.github.kws4j.train.optimizer.LearningRate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kws train}: recordings in; a line an epoch, test figures and a model file out. */
@Command(
        name = "train",
        description = "Trains a model on a folder of word folders and writes it as an ONNX file. Ctrl-C stops it "
                + "after the step it is in.",
        footer = {
            "",
            "Example: the network of TensorFlow's tutorial",
            "  kws train recordings --out mine.onnx --epochs 10"
        })
public final class TrainCommand implements Subcommand {
    private static final double WARM_UP = 0.08;

    /** What is trained. */
    private enum Recipe {
        tutorial,
        compact;

        KeywordTrainer trainer() {
            return this == tutorial ? KeywordTrainer.tutorial().epochs(10).patience(2) : KeywordTrainer.compact();
        }

        LearningRate rate(double highest) {
            return this == tutorial ? new LearningRate.Constant(highest) : new LearningRate.Cosine(highest, WARM_UP);
        }

        Split split(AudioDataset data) {
            return this == tutorial ? data.splitLikeKeras(0.2, 0) : data.splitBySpeaker(10, 10);
        }
    }

    @Parameters(paramLabel = "DIR", description = "a folder of word folders, or a zip of it")
    private Path clips;

    @Option(names = "--out", required = true, paramLabel = "MODEL", description = "model file to write")
    private Path out;

    @Option(
            names = "--recipe",
            defaultValue = "tutorial",
            description =
                    "tutorial: TensorFlow's tutorial; compact: the network of the model in the jar (${DEFAULT-VALUE})")
    private Recipe recipe;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "most passes over the recordings (tutorial 10, compact 100)")
    private @Nullable Integer epochs;

    @Option(names = "--patience", paramLabel = "N", description = "passes without gain that stop it (tutorial 2)")
    private @Nullable Integer patience;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "where chance comes from (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description = "keep the state here; a stopped run goes on from it")
    private @Nullable Path checkpoint;

    @Option(
            names = "--from",
            paramLabel = "MODEL",
            description = "go on from a model file of the same recipe and words, as kws train writes it")
    private @Nullable Path from;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "highest learning rate (tutorial 0.001, compact 0.1); a lower one keeps more of --from")
    private @Nullable Double rate;

    @Option(names = "--report", paramLabel = "HTML", description = "write a page with figures, curves and errors")
    private @Nullable Path report;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        requireWritable(out);
        AudioDataset data = Files.isDirectory(clips) ? AudioDataset.ofFolders(clips) : AudioDataset.ofArchive(clips);
        Split split = recipe.split(data);
        output.line(String.format(
                Locale.ROOT,
                "%d clips of %s: %d to train, %d to validate, %d to test",
                data.size(),
                data.labels(),
                split.train().size(),
                split.validation().size(),
                split.test().size()));
        TrainedModel trained = train(split);
        trained.export(out);
        Report page = trained.report(split)
                .title(recipe + " on " + clips.getFileName())
                .modelFile(out)
                .command(Program.command(command));
        output.answer(page.evaluation().toString(), Figures.of(page.evaluation()));
        if (report != null) {
            page.write(report);
        }
        output.line("wrote " + out + (report == null ? "" : " and " + report));
        return 0;
    }

    /** Before hours of training, not after. */
    private static void requireWritable(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        if (!Files.isWritable(folder) || Files.isDirectory(file)) {
            throw new IOException("expected --out to name a file in a folder that can be written but got " + file);
        }
    }

    private TrainedModel train(Split split) throws IOException {
        try (WorkProgress progress = WorkProgress.onTerminal()) {
            KeywordTrainer trainer = recipe.trainer()
                    .seed(seed)
                    .onStep(step -> progress.show("epoch " + step.epoch(), step.number(), step.steps()))
                    .onEpoch(epoch -> {
                        progress.pause();
                        print(epoch);
                    });
            if (epochs != null) {
                trainer.epochs(epochs);
            }
            if (patience != null) {
                trainer.patience(patience);
            }
            if (checkpoint != null) {
                trainer.checkpoint(checkpoint);
            }
            if (from != null) {
                trainer.firstWeights(from);
            }
            if (rate != null) {
                trainer.learningRate(recipe.rate(rate));
            }
            return trainer.fit(split.train(), split.validation());
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private void print(Epoch epoch) {
        try {
            output.answer(
                    epoch.toString(),
                    new JsonObject()
                            .with("epoch", epoch.number())
                            .with("loss", epoch.training().loss())
                            .with("accuracy", epoch.training().accuracy())
                            .with("validationLoss", epoch.validation().loss())
                            .with("validationAccuracy", epoch.validation().accuracy())
                            .with("seconds", epoch.duration()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
