package io.github.kws4j.examples;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Prediction;
import io.github.kws4j.cli.ModelOption;
import io.github.kws4j.cli.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Hears the word in a sound file and prints it with the three best scores. */
@Command(name = "ClassifyFile", mixinStandardHelpOptions = true, description = "Hears the word in a sound file.")
public final class ClassifyFile implements Callable<Integer> {
    @Parameters(paramLabel = "SOUND", description = "the file, of any length up to the model's window")
    private Path sound;

    @Mixin
    private ModelOption model;

    /**
     * Runs the program.
     *
     * @param arguments {@code SOUND [--model FILE] [--cuda]}
     */
    public static void main(String[] arguments) {
        Program.run(new ClassifyFile(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        try (KeywordClassifier classifier = model.load()) {
            Prediction heard = classifier.classify(sound);
            System.out.printf("%s %.3f%n", heard.label(), heard.probability());
            heard.top(3).forEach(score -> System.out.printf("  %-10s %.4f%n", score.label(), score.probability()));
        }
        return 0;
    }
}
