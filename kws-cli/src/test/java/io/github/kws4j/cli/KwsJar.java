package io.github.kws4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The executable jar, run in a folder that has the checkout's {@code examples/clips}. */
final class KwsJar {
    static final Path ROOT = Path.of(System.getProperty("kws.root", "")).toAbsolutePath();
    private static final Path JAR = ROOT.resolve("kws-cli/target/kws.jar");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Path folder;

    /** What a command printed, and its status. */
    record Result(int status, String out, String err) {
        /** The lines of standard output. */
        List<String> lines() {
            return out.lines().toList();
        }

        /** That the command failed with a status and one line that names what to do, and printed nothing. */
        void failsWith(int expected, String... parts) {
            assertThat(err.lines())
                    .as(out)
                    .singleElement()
                    .asString()
                    .startsWith("kws: ")
                    .contains(parts);
            assertThat(status).isEqualTo(expected);
        }
    }

    KwsJar(Path folder) throws IOException {
        this.folder = folder;
        Path clips = Files.createDirectories(folder.resolve("examples/clips"));
        try (Stream<Path> files = Files.list(ROOT.resolve("examples/clips"))) {
            for (Path file : files.toList()) {
                Files.copy(file, clips.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    Result run(String... arguments) throws Exception {
        return finish(start(arguments));
    }

    /** A line for the shell, in which {@code kws} is the jar. */
    Result shell(String line) throws Exception {
        return finish(process(List.of("sh", "-c", "kws() { " + String.join(" ", command()) + " \"$@\"; }; " + line)));
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(command());
        command.addAll(Arrays.asList(arguments));
        return process(command);
    }

    /** With a {@link RecordedSoundCard} in place of the machine's. */
    Result runWithSoundCard(String... arguments) throws Exception {
        String path = ROOT.resolve("kws-cli/target/test-classes") + System.getProperty("path.separator") + JAR;
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-cp", path, Kws.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return finish(process(command));
    }

    private static List<String> command() {
        return List.of(JAVA.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", JAR.toString());
    }

    private Process process(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
    }

    Result finish(Process process) throws Exception {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already.
        }
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly().waitFor();
        assertThat(ended).as("ends within two minutes").isTrue();
        return new Result(process.exitValue(), text("out.txt"), text("err.txt"));
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    }
}
