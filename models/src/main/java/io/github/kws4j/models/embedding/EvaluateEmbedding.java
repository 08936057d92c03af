package io.github.kws4j.models.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.cli.Program;
import io.github.kws4j.models.HeldOut;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Measures how close the embedding's vectors of disturbed speech come to the teacher's of the same speech undisturbed,
 * and how close the teacher's own come: readers, voices and noises that nothing was learnt from.
 */
@Command(
        name = "EvaluateEmbedding",
        mixinStandardHelpOptions = true,
        description = "Compares the speech embedding with its teacher on disturbed speech of readers that are only "
                + "counted on.")
public final class EvaluateEmbedding implements Callable<Integer> {
    private static final double KEPT_NOISE = 0.8;

    @Parameters(index = "0", paramLabel = "DATA", description = "folder that holds gathered and base, all sound as WAV")
    private Path data;

    @Parameters(index = "1", paramLabel = "TEACHER", description = "folder of the teacher's two ONNX files")
    private Path teacher;

    @Parameters(index = "2", paramLabel = "EMBEDDING", description = "what TrainEmbedding wrote")
    private Path embedding;

    @Option(names = "--every", defaultValue = "20", description = "takes every n-th utterance (${DEFAULT-VALUE})")
    private int every;

    /** How speech is disturbed. */
    private enum Kind {
        QUIET,
        NOISE,
        TALK,
        ROOM
    }

    /** A kind at a ratio in decibels, which means nothing for quiet and rooms. */
    private record Condition(Kind kind, double ratio) {
        @Override
        public String toString() {
            String name = kind.name().toLowerCase(Locale.ROOT);
            return kind == Kind.QUIET || kind == Kind.ROOM
                    ? name
                    : String.format(Locale.ROOT, "%s at %.0f dB", name, ratio);
        }
    }

    private static final List<Condition> CONDITIONS = List.of(
            new Condition(Kind.QUIET, 0),
            new Condition(Kind.NOISE, 20),
            new Condition(Kind.NOISE, 10),
            new Condition(Kind.NOISE, 0),
            new Condition(Kind.TALK, 20),
            new Condition(Kind.TALK, 10),
            new Condition(Kind.TALK, 5),
            new Condition(Kind.ROOM, 0));

    /**
     * Runs the program.
     *
     * @param arguments {@code DATA TEACHER EMBEDDING [--every 20]}
     */
    public static void main(String[] arguments) {
        Program.run(new EvaluateEmbedding(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        Path file = Files.createTempFile("counted", ".segments");
        Files.delete(file);
        List<float[]> noises = noises();
        try (var google = new Teacher(teacher);
                var environment = OrtEnvironment.getEnvironment();
                var student = environment.createSession(embedding.toString())) {
            Segments.write(file, speech(), Set.of(), google, new SplittableRandom(1));
            Segments segments = Segments.open(List.of(file));
            var scale = Distillation.Scale.of(segments);
            System.out.printf(
                    Locale.ROOT,
                    "%d segments of 6 s, %d noises%n| | embedding: squared error, cosine | teacher: squared "
                            + "error, cosine |%n|---|---|---|%n",
                    segments.size(),
                    noises.size());
            for (Condition condition : CONDITIONS) {
                var ours = new Difference(scale);
                var theirs = new Difference(scale);
                for (int segment = 0; segment < segments.size(); segment++) {
                    var random = new SplittableRandom(segment);
                    float[] sound = disturbed(segments, segment, condition, noises, random);
                    var wanted = new float[Segments.VECTORS * Teacher.VALUES];
                    segments.vectors(segment, wanted, 0);
                    ours.add(vectors(environment, student, sound), scale.applied(wanted));
                    theirs.add(scale.applied(Segments.vectors(sound, google, random)), scale.applied(wanted));
                }
                System.out.printf("| %s | %s | %s |%n", condition, ours, theirs);
            }
        } catch (OrtException e) {
            throw new IOException("expected an embedding in " + embedding + ": " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(file);
        }
        return 0;
    }

    private List<Path> speech() throws IOException {
        List<Path> all = counted("gathered/speech/dev-clean");
        return IntStream.range(0, all.size())
                .filter(i -> i % every == 0)
                .mapToObj(all::get)
                .toList();
    }

    private List<float[]> noises() throws IOException {
        var noises = new ArrayList<float[]>();
        for (Path file : counted("gathered/noise")) {
            noises.add(samples(file));
        }
        try (Stream<Path> files = Files.list(data.resolve("base/extra_audio/background_noise"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".wav")).sorted().toList()) {
                float[] whole = samples(file);
                noises.add(Arrays.copyOfRange(whole, (int) (KEPT_NOISE * whole.length), whole.length));
            }
        }
        return noises;
    }

    private static float[] samples(Path file) throws IOException {
        return AudioDecoder.standard().decode(file).resample(Segments.RATE).samples();
    }

    private List<Path> counted(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".wav"))
                    .filter(file -> HeldOut.of(file) == HeldOut.COUNTING)
                    .sorted()
                    .toList();
        }
    }

    private static float[] disturbed(
            Segments segments, int segment, Condition condition, List<float[]> noises, SplittableRandom random) {
        float[] sound = segments.samples(segment);
        switch (condition.kind) {
            case NOISE -> Disturbance.add(sound, repeated(noises.get(random.nextInt(noises.size()))), condition.ratio);
            case TALK ->
                Disturbance.add(
                        sound, segments.samples((segment + segments.size() / 2) % segments.size()), condition.ratio);
            case ROOM -> Disturbance.room(sound, random);
            case QUIET -> {}
        }
        for (int i = 0; i < sound.length; i++) {
            sound[i] = Math.max(-1, Math.min(1, sound[i]));
        }
        return sound;
    }

    private static float[] repeated(float[] noise) {
        var repeated = new float[Segments.SAMPLES];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = noise[i % noise.length];
        }
        return repeated;
    }

    private static float[] vectors(OrtEnvironment environment, OrtSession student, float[] sound) throws OrtException {
        var bands = new float[Segments.FRAMES * EmbeddingLayers.BANDS];
        Distillation.frontEnd().compute(sound, 0, sound.length, bands, 0);
        var input = Objects.requireNonNull(student.getInputInfo().get("state"));
        long values = ((TensorInfo) input.getInfo()).getShape()[1];
        long[] shape = {1, Segments.FRAMES, EmbeddingLayers.BANDS};
        try (var spectrogram = OnnxTensor.createTensor(environment, FloatBuffer.wrap(bands), shape);
                var state = OnnxTensor.createTensor(
                        environment, FloatBuffer.allocate((int) values), new long[] {1, values});
                var result = student.run(Map.of("spectrogram", spectrogram, "state", state), Set.of("embeddings"))) {
            var vectors = new float[Segments.VECTORS * Teacher.VALUES];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(vectors);
            return vectors;
        }
    }

    /** Mean squared difference and mean cosine of vectors. */
    private static final class Difference {
        private final int values;
        private double squares;
        private double cosines;
        private long vectors;

        Difference(Distillation.Scale scale) {
            values = scale.mean().length;
        }

        void add(float[] given, float[] wanted) {
            for (int at = 0; at < wanted.length; at += values) {
                double product = 0;
                double length = 1e-12;
                double wantedLength = 1e-12;
                for (int i = at; i < at + values; i++) {
                    squares += Math.pow(given[i] - wanted[i], 2);
                    product += given[i] * wanted[i];
                    length += given[i] * given[i];
                    wantedLength += wanted[i] * wanted[i];
                }
                cosines += product / Math.sqrt(length * wantedLength);
                vectors++;
            }
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.2f, %.2f", squares / (vectors * values), cosines / vectors);
        }
    }
}
