package io.github.kws4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kws4j.KeywordClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docs/PRIVACY.md} promises, in a JVM with a home folder, a temporary folder and a long command line of its
 * own. ONNX Runtime 1.29 fails all of it: it keeps identifiers and events under the user's cache folder, looks up a
 * collector's host ten seconds after it has started, and crashes where the command line is longer than 4096 bytes.
 */
class PrivacyTest {
    private static final int COMMAND_LINE = 6000;

    @TempDir
    private Path folder;

    private Path home;
    private Path temporary;

    @BeforeEach
    void makeFolders() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        temporary = Files.createDirectory(folder.resolve("temporary"));
    }

    @Test
    void classifierWritesNothingIntoTheHomeFolderAndAsksForNoHost() throws Exception {
        Path calls = folder.resolve("calls");
        var watch = List.of("strace", "-f", "-qq", "-e", "trace=network,openat", "-o", calls.toString());
        boolean watched = canRun(watch);

        classifyInAnotherJvm(watched ? watch : List.of());

        assertThat(contents(home)).isEmpty();
        assumeTrue(watched, "nothing was written; could not watch the network: strace is absent or may not trace");
        List<String> traced = Files.readAllLines(calls);
        assertThat(traced)
                .as("the trace covers the load of the native library")
                .anyMatch(call -> call.contains("libonnxruntime"));
        assertThat(traced).noneMatch(PrivacyTest::isOfTheInternet);
    }

    /** A call that names an internet address, or a file that a look-up of a host's name begins with. */
    private static boolean isOfTheInternet(String call) {
        return call.contains("sa_family=AF_INET") || call.contains("/etc/resolv.conf") || call.contains("/etc/hosts");
    }

    private boolean canRun(List<String> watch) throws InterruptedException {
        try {
            return run(Stream.concat(watch.stream(), Stream.of("true")).toList()) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void classifyInAnotherJvm(List<String> watch) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(watch);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:-UsePerfData",
                "-XX:ErrorFile=" + folder.resolve("crash"),
                "-Duser.home=" + home,
                "-Djava.io.tmpdir=" + temporary,
                "-Dlong=" + "x".repeat(COMMAND_LINE),
                ClassifiesAndWaits.class.getName()));
        assertThat(run(command)).as(Files.readString(folder.resolve("output"))).isZero();
    }

    private int run(List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        var environment = builder.environment();
        environment.put("CLASSPATH", System.getProperty("java.class.path"));
        environment.put("HOME", home.toString());
        environment.keySet().removeIf(name -> name.startsWith("XDG_") || name.startsWith("ORT_"));
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private static List<Path> contents(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.skip(1).toList();
        }
    }

    /** The program of the child process. */
    static final class ClassifiesAndWaits {
        private ClassifiesAndWaits() {}

        /** Waits, as ONNX Runtime 1.29 sends its first events ten seconds after its start. */
        public static void main(String[] arguments) throws InterruptedException {
            try (var classifier = KeywordClassifier.pretrained()) {
                classifier.classify(new float[classifier.sampleRate()]);
                Thread.sleep(12_000);
            }
        }
    }
}
