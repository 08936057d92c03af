package io.github.kws4j.models.embedding;

import io.github.kws4j.cli.Program;
import io.github.kws4j.graph.Precision;
import io.github.kws4j.words.SpeechEmbedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes the word embedding: computes the speech embedding's vectors of words and of other speech, once, trains a small
 * network on them, and writes both networks as one.
 */
@Command(
        name = "TrainWordEmbedding",
        mixinStandardHelpOptions = true,
        description = "Trains a network on a speech embedding that distinguishes words, and writes both as one file.")
public final class TrainWordEmbedding implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "DATA",
            description = "folder that holds gathered, base and, where there is one, spoken, all sound as WAV")
    private Path data;

    @Parameters(index = "1", paramLabel = "EMBEDDING", description = "the speech embedding's ONNX file")
    private Path embedding;

    @Parameters(
            index = "2",
            paramLabel = "STATE",
            description = "folder for the vectors and for the state of the training; a stopped run goes on")
    private Path state;

    @Option(
            names = "--out",
            defaultValue = "word-embedding.onnx",
            description = "model file to write (${DEFAULT-VALUE})")
    private Path out;

    @Option(names = "--steps", defaultValue = "3000", description = "steps of the training (${DEFAULT-VALUE})")
    private int steps;

    @Option(names = "--words", defaultValue = "48", description = "words a step (${DEFAULT-VALUE})")
    private int words;

    @Option(
            names = "--takes",
            defaultValue = "5",
            description = "recordings that make a detector, and as many that are scored (${DEFAULT-VALUE})")
    private int takes;

    @Option(names = "--speech", defaultValue = "3072", description = "windows of other speech (${DEFAULT-VALUE})")
    private int speech;

    @Option(names = "--rate", defaultValue = "0.002", description = "the highest learning rate (${DEFAULT-VALUE})")
    private double rate;

    @Option(names = "--decay", defaultValue = "0.001", description = "decay of the weights (${DEFAULT-VALUE})")
    private double decay;

    @Option(names = "--hidden", defaultValue = "256", description = "units of the hidden layer (${DEFAULT-VALUE})")
    private int hidden;

    @Option(names = "--size", defaultValue = "128", description = "numbers of a vector (${DEFAULT-VALUE})")
    private int size;

    @Option(names = "--seed", defaultValue = "1", description = "where random numbers come from (${DEFAULT-VALUE})")
    private long seed;

    /**
     * Runs the program. Ctrl-C stops it after the step it is in.
     *
     * @param arguments {@code DATA EMBEDDING STATE [--out FILE] [--steps 3000] [--seed 1]} and the sizes
     */
    public static void main(String[] arguments) {
        Program.run(new TrainWordEmbedding(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(state);
        WordMaterial.Made made;
        try (var network = SpeechEmbedding.load(embedding)) {
            made = WordMaterial.make(data, network, state, seed);
        }
        List<WordWindows.Window> windows = WordWindows.read(made.words());
        short[] vectors = WordWindows.readVectors(made.speech());
        var episodes = new WordEpisodes(windows, vectors);
        System.out.printf(
                "%d windows, %d words, %d segments, %d voices, %d vectors of other speech%n",
                windows.size(),
                episodes.words(),
                episodes.segments(),
                episodes.voices(),
                vectors.length / WordWindows.VALUES);
        var plan = new WordTraining.Plan(
                new WordNetwork.Sizes(hidden, size),
                new WordLoss.Rows(words, takes, takes, speech),
                steps,
                rate,
                decay,
                seed);
        WordNetwork network = new WordTraining(plan, episodes, state.resolve("training.checkpoint")).toTheEnd();
        byte[] file = WordEmbeddingFile.write(
                Files.readAllBytes(embedding), network.folded(), episodes.scale(), notes(episodes));
        Files.write(out, Precision.INT8_KERNELS.convert(file, Stream.empty()));
        System.out.printf(
                "wrote %s: %d weights more, %d bytes%n", out.toAbsolutePath(), network.size(), Files.size(out));
        return 0;
    }

    private Map<String, String> notes(WordEpisodes episodes) {
        return Map.of(
                "kws.word_data", "%d words; see docs/EMBEDDING.md".formatted(episodes.words()),
                "kws.word_steps", Integer.toString(steps),
                "kws.word_seed", Long.toString(seed));
    }
}
