package io.github.kws4j.models.embedding;

import io.github.kws4j.ModelMetadata;
import io.github.kws4j.cli.Program;
import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.train.Step;
import io.github.kws4j.train.TrainedVectors;
import io.github.kws4j.train.VectorTrainer;
import io.github.kws4j.train.augment.ClipSource;
import io.github.kws4j.train.network.FeatureShape;
import io.github.kws4j.train.optimizer.LearningRate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes the speech embedding: computes the teacher's vectors of all speech, once, and trains the network on disturbed
 * speech.
 */
@Command(
        name = "TrainEmbedding",
        mixinStandardHelpOptions = true,
        description = "Distils the speech embedding that CustomKeywords stand on, and writes it as an ONNX file.")
public final class TrainEmbedding implements Callable<Integer> {
    private static final int RECORDINGS_A_FILE = 250;
    private static final int STEPS_A_LINE = 50;
    private static final int FILES_A_VALIDATION_FILE = 40;

    @Parameters(index = "0", paramLabel = "DATA", description = "folder that holds gathered and base, all sound as WAV")
    private Path data;

    @Parameters(index = "1", paramLabel = "TEACHER", description = "folder of the teacher's two ONNX files")
    private Path teacher;

    @Parameters(
            index = "2",
            paramLabel = "STATE",
            description = "folder for the teacher's vectors and for the state of the training; a stopped run goes on")
    private Path state;

    @Option(
            names = "--out",
            defaultValue = "speech-embedding.onnx",
            description = "model file to write (${DEFAULT-VALUE})")
    private Path out;

    @Option(names = "--epochs", defaultValue = "60", description = "passes of as many draws (${DEFAULT-VALUE})")
    private int epochs;

    @Option(names = "--draws", defaultValue = "16000", description = "segments of 6 s an epoch (${DEFAULT-VALUE})")
    private int draws;

    @Option(names = "--batch", defaultValue = "64", description = "segments a step (${DEFAULT-VALUE})")
    private int batch;

    @Option(names = "--rate", defaultValue = "0.002", description = "the highest learning rate (${DEFAULT-VALUE})")
    private double rate;

    @Option(names = "--seed", defaultValue = "1", description = "where random numbers come from (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--most", description = "recordings to use at most", defaultValue = "1000000")
    private int most;

    /**
     * Runs the program. Ctrl-C stops it after the step it is in.
     *
     * @param arguments {@code DATA TEACHER STATE [--out FILE] [--epochs 60] [--draws 16000] [--batch 64] [--rate 0.002]
     *     [--seed 1]}
     */
    public static void main(String[] arguments) {
        Program.run(new TrainEmbedding(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        List<Path> files = teach();
        var validation = new ArrayList<Path>();
        for (int i = 0; i < files.size(); i += FILES_A_VALIDATION_FILE) {
            validation.add(files.get(i));
        }
        var training = new ArrayList<>(files);
        training.removeAll(validation);
        Segments segments = Segments.open(training.isEmpty() ? files : training);
        Segments kept = Segments.open(validation);
        System.out.printf("%d segments to learn from, %d to validate on%n", segments.size(), kept.size());
        var scale = Distillation.Scale.of(segments);
        List<float[]> noises = new TrainingSound(data, seed).noises();
        TrainedVectors network = VectorTrainer.of(
                        new FeatureShape(Segments.FRAMES, EmbeddingLayers.BANDS, 1), EmbeddingLayers.standard())
                .learningRate(new LearningRate.Cosine(rate, 0.03))
                .drawsPerEpoch(draws, Math.min(draws, 512))
                .epochs(epochs)
                .batchSize(batch)
                .seed(seed)
                .checkpoint(state)
                .onStep(TrainEmbedding::print)
                .onEpoch(TrainEmbedding::print)
                .fit(
                        new Distillation(segments, new Disturbance(talk(segments), noises), scale),
                        new Distillation(kept, new Disturbance(talk(kept), noises), scale));
        Files.write(out, network.toOnnx(metadata(segments)));
        System.out.printf("wrote %s: %d weights, %d bytes%n", out.toAbsolutePath(), network.size(), Files.size(out));
        return 0;
    }

    private static ClipSource talk(Segments segments) {
        return random -> segments.samples(random.nextInt(segments.size()));
    }

    /** Computes the segments that are not there yet, on all processors, and gives their files. */
    private List<Path> teach() throws IOException {
        Files.createDirectories(state);
        var sound = new TrainingSound(data, seed);
        List<Path> words = sound.words();
        var all = new ArrayList<>(sound.speech());
        all.addAll(words);
        List<Path> recordings = sound.shuffled(all);
        recordings = recordings.subList(0, Math.min(most, recordings.size()));
        var areWords = new HashSet<>(words);
        var files = new ArrayList<Path>();
        var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try (var google = new Teacher(teacher)) {
            var running = new ArrayList<Future<?>>();
            for (int from = 0; from < recordings.size(); from += RECORDINGS_A_FILE) {
                List<Path> part = recordings.subList(from, Math.min(from + RECORDINGS_A_FILE, recordings.size()));
                Path file = state.resolve("%04d.segments".formatted(files.size()));
                files.add(file);
                var random = new SplittableRandom(seed + files.size());
                running.add(threads.submit(() -> write(file, part, areWords, google, random)));
            }
            for (int i = 0; i < running.size(); i++) {
                finish(running.get(i));
                System.out.printf("teacher: %d of %d files%n", i + 1, running.size());
            }
        } finally {
            threads.shutdownNow();
        }
        return files;
    }

    private static void write(
            Path file, List<Path> recordings, Set<Path> words, Teacher teacher, SplittableRandom random) {
        try {
            Segments.write(file, recordings, words, teacher, random);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void finish(Future<?> task) throws IOException {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new IOException("a file of segments could not be written: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the teacher's vectors were computed", e);
        }
    }

    private Map<String, String> metadata(Segments segments) {
        var entries = new LinkedHashMap<String, String>();
        entries.put("kws.type", "speech_embedding");
        entries.put("kws.sample_rate", Integer.toString(Segments.RATE));
        var described = ModelMetadata.builder(List.of("vector"))
                .frontEnd(Distillation.frontEnd().frontEnd())
                .build()
                .toMap();
        described.keySet().removeIf(key -> !key.startsWith("kws.spectrogram."));
        entries.putAll(described);
        entries.put("kws.step_frames", "8");
        entries.put("kws.vector_size", Integer.toString(Teacher.VALUES));
        entries.put("kws.delay_samples", Integer.toString(Segments.DELAY));
        entries.put("kws.teacher", "Google speech embedding (Lin et al. 2020, arXiv 2002.01322), Apache 2.0");
        entries.put("kws.data", "%.1f h of speech; see docs/EMBEDDING.md".formatted(segments.size() * 6 / 3600.0));
        entries.put("kws.epochs", Integer.toString(epochs));
        entries.put("kws.draws", Integer.toString(draws));
        entries.put("kws.seed", Long.toString(seed));
        return entries;
    }

    private static void print(Step step) {
        if (step.number() % STEPS_A_LINE == 0) {
            System.out.printf(
                    "epoch %d, step %d of %d, loss %.4f%n", step.epoch(), step.number(), step.steps(), step.loss());
        }
    }

    private static void print(Epoch epoch) {
        System.out.printf(
                "epoch %d: loss %.4f, cosine %.4f; validation squared error %.4f, cosine %.4f; %.0f s%n",
                epoch.number(),
                epoch.training().loss(),
                epoch.training().accuracy(),
                epoch.validation().loss(),
                epoch.validation().accuracy(),
                epoch.duration().toMillis() / 1e3);
    }
}
