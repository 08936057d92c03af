package io.github.kws4j.cli;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.SpecialLabels;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.plot.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kws evaluate}: how well a model classifies labelled recordings. */
@Command(
        name = "evaluate",
        description = {
            "Measures how well a model classifies labelled recordings: accuracy with its interval, figures for "
                    + "each word, and the"
                    + " confusion matrix. Words that the model does not have count as _unknown_."
        },
        footer = {
            "",
            "Example: a page with the figures and the worst errors",
            "  kws evaluate recordings --report report.html"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "a folder of word folders, or a zip of it")
    private Path clips;

    @Option(names = "--report", paramLabel = "HTML", description = "write a page with figures, curves and errors")
    private @Nullable Path report;

    @Mixin
    private ModelOption model;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        AudioDataset data = recordings(clips);
        try (KeywordClassifier classifier = model.load()) {
            Report page = test(classifier, known(data, classifier.labels()))
                    .title(model.name() + " on " + clips.getFileName())
                    .command(Program.command(command));
            model.file().ifPresent(page::modelFile);
            output.answer(page.evaluation().toString(), Figures.of(page.evaluation()));
            if (report != null) {
                page.write(report);
                output.line("wrote " + report);
            }
        }
        return 0;
    }

    static AudioDataset recordings(Path clips) throws IOException {
        if (Files.isDirectory(clips)) {
            return AudioDataset.ofFolders(clips);
        }
        try {
            return AudioDataset.ofArchive(clips);
        } catch (ZipException e) {
            throw new IOException(
                    "expected a folder of word folders, or a zip of it, but got " + clips + ": " + e.getMessage(), e);
        }
    }

    private static Report test(KeywordClassifier classifier, AudioDataset data) {
        try (WorkProgress progress = WorkProgress.onTerminal()) {
            return Report.of(classifier, data, done -> progress.show("clips classified", done, data.size()));
        }
    }

    private static AudioDataset known(AudioDataset data, List<String> labels) {
        boolean others = labels.contains(SpecialLabels.UNKNOWN);
        return data.relabel(word -> Optional.of(others && !labels.contains(word) ? SpecialLabels.UNKNOWN : word));
    }
}
