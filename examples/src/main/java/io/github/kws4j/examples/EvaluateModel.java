package io.github.kws4j.examples;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.SpecialLabels;
import io.github.kws4j.cli.ModelOption;
import io.github.kws4j.cli.Program;
import io.github.kws4j.cli.WorkProgress;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.plot.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How well a model hears labelled recordings: accuracy with its interval, figures for each word, the confusion matrix, and a report. */
@Command(
        name = "EvaluateModel",
        mixinStandardHelpOptions = true,
        description = "Measures how well a model hears labelled recordings; words it does not know count as _unknown_.")
public final class EvaluateModel implements Callable<Integer> {

    @Parameters(paramLabel = "CLIPS", description = "a folder of word folders, or a zip of it")
    private Path clips;

    @Mixin
    private ModelOption model;

    @Option(names = "--report", defaultValue = "report.html", description = "page to write (${DEFAULT-VALUE})")
    private Path report;

    @Spec
    private CommandSpec program;

    /**
     * Runs the program.
     *
     * @param arguments {@code CLIPS [--model FILE] [--cuda] [--report report.html]}
     */
    public static void main(String[] arguments) {
        Program.run(new EvaluateModel(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        AudioDataset data = Files.isDirectory(clips) ? AudioDataset.ofFolders(clips) : AudioDataset.ofArchive(clips);
        try (KeywordClassifier classifier = model.load()) {
            Report page = test(classifier, known(data, classifier.labels()))
                    .title(model.file()
                                    .map(Path::getFileName)
                                    .map(Path::toString)
                                    .orElse("The model in the jar") + " on " + clips.getFileName())
                    .command(Program.command(program));
            model.file().ifPresent(page::modelFile);
            System.out.println(page.evaluation());
            page.write(report);
        }
        System.out.println("wrote " + report.toAbsolutePath());
        return 0;
    }

    private static Report test(KeywordClassifier classifier, AudioDataset data) {
        try (WorkProgress progress = WorkProgress.onTerminal()) {
            return Report.of(classifier, data, done -> progress.show("clips heard", done, data.size()));
        }
    }

    private static AudioDataset known(AudioDataset data, List<String> labels) {
        boolean others = labels.contains(SpecialLabels.UNKNOWN);
        return data.relabel(word -> Optional.of(others && !labels.contains(word) ? SpecialLabels.UNKNOWN : word));
    }
}
