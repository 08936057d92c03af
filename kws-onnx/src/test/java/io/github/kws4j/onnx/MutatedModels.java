package io.github.kws4j.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.github.kws4j.EmbeddedModel;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.ModelException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Changes bytes of ONNX files at random and loads and runs each in a child process: what comes is an answer, an
 * exception, or the end of the process, which is counted with the number of the file. CONTRIBUTING.md has the command.
 */
final class MutatedModels {
    private static final int EMBEDDED_EVERY = 4;
    private static final int NEAR = 20_000;

    private MutatedModels() {}

    /** Takes the number of files; a child the first and the last number. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int files = Integer.parseInt(arguments[0]);
        if (arguments.length == 2) {
            run(files, Integer.parseInt(arguments[1]));
            return;
        }
        var ends = new TreeMap<String, Integer>();
        int next = 0;
        while (next < files) {
            next = child(next, files, ends);
        }
        System.out.println(ends);
    }

    /** The first file that a child process did not get to. */
    private static int child(int from, int to, Map<String, Integer> ends) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                MutatedModels.class.getName(),
                Integer.toString(from),
                Integer.toString(to));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        int begun = from - 1;
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("begin ")) {
                    begun = Integer.parseInt(line.substring("begin ".length()));
                } else if (line.startsWith("end ")) {
                    ends.merge(line.substring("end ".length()), 1, Integer::sum);
                }
            }
        }
        int status = process.waitFor();
        if (begun < from) {
            throw new IOException(
                    "expected a child process that begins with file " + from + " but it ended with " + status);
        }
        if (status != 0) {
            ends.merge("JVM ended with " + status, 1, Integer::sum);
            System.out.println("file " + begun + ": the JVM ended with " + status);
        }
        return status == 0 ? to : begun + 1;
    }

    private static void run(int from, int to) {
        byte[] own = TinyModel.model();
        byte[] foreign = TinyModel.model("scores", DataType.FLOAT, new long[] {-1, TinyModel.WINDOW}, Map.of("a", "b"));
        byte[] embedded = EmbeddedModel.find().content();
        for (int i = from; i < to; i++) {
            System.out.println("begin " + i);
            System.out.flush();
            byte[] seed = i % EMBEDDED_EVERY == 0 ? embedded : i % 2 == 0 ? own : foreign;
            System.out.println("end " + end(mutated(seed, i)));
        }
    }

    private static byte[] mutated(byte[] model, int seed) {
        var random = new Random(seed);
        byte[] mutant = model.clone();
        for (int changes = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1; changes > 0; changes--) {
            // half of the changes in the first or last bytes, where fewer weights lie
            int near = Math.min(mutant.length, NEAR);
            int at = random.nextBoolean()
                    ? random.nextInt(mutant.length)
                    : random.nextBoolean() ? random.nextInt(near) : mutant.length - 1 - random.nextInt(near);
            mutant[at] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : mutant[at] ^ 1 << random.nextInt(8));
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
    }

    private static String end(byte[] model) {
        try (var classifier = KeywordClassifier.builder().load(model)) {
            classifier.classify(new float[Math.min(4, classifier.windowSamples())]);
            return "answer";
        } catch (ModelException e) {
            return e.getMessage().contains("expected kws.* metadata") ? withLabels(model) : "ModelException";
        } catch (RuntimeException | Error e) {
            return e.getClass().getSimpleName();
        }
    }

    private static String withLabels(byte[] model) {
        try (var classifier =
                KeywordClassifier.builder().labels(List.of("a", "b")).load(model)) {
            classifier.classify(new float[Math.min(4, classifier.windowSamples())]);
            return "answer";
        } catch (ModelException e) {
            return "ModelException";
        } catch (RuntimeException | Error e) {
            return e.getClass().getSimpleName();
        }
    }
}
