package io.github.kws4j.examples;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Prediction;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.cli.ModelOption;
import io.github.kws4j.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hears the word in every sound file below a folder, many at a time, in memory that doesn't grow with their number. */
@Command(
        name = "ClassifyBatch",
        mixinStandardHelpOptions = true,
        description =
                "Hears the word in every sound file below a folder: one line a file with its name, word and probability.")
public final class ClassifyBatch implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER")
    private Path folder;

    @Option(names = "--suffix", defaultValue = ".wav", description = "end of the files' names (${DEFAULT-VALUE})")
    private String suffix;

    @Mixin
    private ModelOption model;

    /**
     * Runs the program.
     *
     * @param arguments {@code FOLDER [--suffix .wav] [--model FILE] [--cuda]}
     */
    public static void main(String[] arguments) {
        Program.run(new ClassifyBatch(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
        try (KeywordClassifier classifier = model.load();
                Stream<Prediction> heard = classifier.classifyAll(files.stream().map(ClassifyBatch::decode))) {
            Iterator<Prediction> answers = heard.iterator();
            for (Path file : files) {
                Prediction answer = answers.next();
                System.out.printf("%s %s %.3f%n", file, answer.label(), answer.probability());
            }
        }
        return 0;
    }

    private static Audio decode(Path file) {
        try {
            return AudioDecoder.standard().decode(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
