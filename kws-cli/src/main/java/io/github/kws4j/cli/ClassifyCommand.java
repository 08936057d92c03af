package io.github.kws4j.cli;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.ModelException;
import io.github.kws4j.Prediction;
import io.github.kws4j.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kws classify}: the word of each sound file. */
@Command(
        name = "classify",
        description = "Says which word each sound file holds, and how probable it is.",
        footer = {"", "Example: the word in a recording", "  kws classify examples/clips/yes.wav"})
final class ClassifyCommand implements Callable<Integer> {
    private static final int AT_ONCE = 64 * Runtime.getRuntime().availableProcessors();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "sound files, folders of them, or patterns such as '*.wav'")
    private List<String> arguments;

    @Option(names = "--top", paramLabel = "N", description = "show the N most probable words (all with --json, else 1)")
    private @Nullable Integer top;

    @Mixin
    private ModelOption model;

    @Mixin
    private Output output;

    @Spec
    private picocli.CommandLine.Model.CommandSpec command;

    /** What became of a file. */
    private record Answer(
            Path file,
            @Nullable Prediction prediction,
            @Nullable Exception failure) {}

    @Override
    public Integer call() throws IOException {
        if (top != null && top < 1) {
            throw new picocli.CommandLine.ParameterException(
                    command.commandLine(), "expected --top of 1 or more but got " + top);
        }
        SoundFiles sounds = SoundFiles.of(arguments);
        for (SoundFiles.Fault fault : sounds.faults()) {
            fail(fault.name(), fault.reason());
        }
        boolean failed = !sounds.faults().isEmpty();
        List<Path> files = sounds.files();
        if (!files.isEmpty()) {
            try (KeywordClassifier classifier = model.load()) {
                for (int at = 0; at < files.size(); at += AT_ONCE) {
                    failed |= classify(classifier, files.subList(at, Math.min(files.size(), at + AT_ONCE)));
                }
            }
        }
        return failed ? Program.FAILED : 0;
    }

    /** Whether one failed. */
    private boolean classify(KeywordClassifier classifier, List<Path> files) throws IOException {
        boolean failed = false;
        for (Answer answer :
                files.parallelStream().map(file -> answer(classifier, file)).toList()) {
            if (answer.prediction != null) {
                print(answer.file, answer.prediction);
            } else if (answer.failure != null) {
                fail(answer.file.toString(), answer.failure);
                failed = true;
            }
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException();
        }
        return failed;
    }

    private static Answer answer(KeywordClassifier classifier, Path file) {
        try {
            return new Answer(file, classifier.classify(file), null);
        } catch (IOException | IllegalArgumentException | ModelException e) {
            return new Answer(file, null, e);
        }
    }

    private void print(Path file, Prediction prediction) throws IOException {
        int all = prediction.scores().size();
        List<Score> shown = prediction.top(Math.min(all, top != null ? top : output.isJson() ? all : 1));
        var scores = new LinkedHashMap<String, Double>();
        shown.forEach(score -> scores.put(score.label(), score.probability()));
        output.answer(
                file
                        + shown.stream()
                                .map(score ->
                                        String.format(Locale.ROOT, "  %s %.3f", score.label(), score.probability()))
                                .collect(Collectors.joining()),
                new JsonObject()
                        .with("file", file)
                        .with("label", prediction.label())
                        .with("probability", prediction.probability())
                        .with("scores", scores));
    }

    private void fail(String name, Exception reason) throws IOException {
        String message = Program.message(reason);
        if (output.isJson()) {
            output.answer("", new JsonObject().with("file", name).with("error", message));
        } else {
            command.commandLine()
                    .getErr()
                    .println("kws: " + (message.contains(name) ? message : name + ": " + message));
        }
    }
}
