package io.github.kws4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kws4j.KeywordClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JVMs with a temporary folder of their own leave in it. */
class NativeLibrariesTest {
    private static final String USER = System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_");

    @TempDir
    private Path folder;

    private Path temporary;
    private Path own;

    @BeforeEach
    void makeFolder() throws IOException {
        temporary = Files.createDirectory(folder.resolve("temporary"));
        own = temporary.resolve("kws4j-" + USER);
    }

    @Test
    void librariesAreUnpackedOnceHoweverJvmsEnd() throws Exception {
        assertThat(end(start("exit"))).isZero();
        Map<Path, FileTime> first = files();
        assertThat(end(start("exit"))).isZero();
        assertThat(end(start("halt"))).isEqualTo(Classifies.HALTED);

        assertThat(Files.list(temporary)).containsExactly(own);
        assertThat(files()).isEqualTo(first);
        assertThat(first.keySet())
                .filteredOn(file -> file.toString().contains("onnxruntime4j_jni"))
                .as("ONNX Runtime's binding, in a folder by version, platform and checksum")
                .singleElement()
                .asString()
                .matches("onnxruntime-[0-9.]+-[a-z0-9]+-[a-z0-9]+-[0-9a-f]{8}.*");
    }

    @Test
    void jvmsThatStartAtOnceShareOneFolder() throws Exception {
        List<Process> processes = List.of(start("exit"), start("exit"), start("exit"));
        for (Process process : processes) {
            assertThat(end(process)).isZero();
        }
        assertThat(Files.list(temporary)).containsExactly(own);
        assertThat(files().keySet()).noneMatch(file -> file.toString().endsWith(".part"));
    }

    @Test
    void damagedLibraryIsUnpackedAnewAndWhatAKilledJvmBeganIsRemoved() throws Exception {
        assertThat(end(start("exit"))).isZero();
        Path library = library();
        byte[] whole = Files.readAllBytes(library);
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(library, damaged);
        Path begun = library.resolveSibling(library.getFileName() + ".part");
        Files.write(begun, Arrays.copyOf(whole, 1000));

        assertThat(end(start("exit"))).isZero();

        assertThat(Arrays.equals(Files.readAllBytes(library), whole)).isTrue();
        assertThat(begun).doesNotExist();
    }

    @Test
    void folderThatOthersMayWriteIsNotUsed() throws Exception {
        assumeTrue(Files.getFileStore(temporary).supportsFileAttributeView("posix"), "no POSIX permissions here");
        Files.createDirectory(own);
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(end(start("exit"))).isZero();

        assertThat(Files.list(own)).isEmpty();
        assertThat(output())
                .contains("this JVM unpacks ONNX Runtime's libraries for itself", own.toString())
                .contains("expected a folder that only its user may write but found rwxrwxrwx");
    }

    @Test
    void fileInTheFoldersPlaceIsNamedAndOnnxRuntimeUnpacksForItself() throws Exception {
        Files.writeString(own, "not a folder");

        assertThat(end(start("exit"))).isZero();

        assertThat(output()).contains(own + ": expected a folder");
        assertThat(own).hasContent("not a folder");
    }

    @Test
    void folderThatTheCallerNamesIsUsedInstead() throws Exception {
        assertThat(end(start("exit"))).isZero();
        Path named = Files.move(library().getParent(), folder.resolve("named"));
        Files.delete(own);

        assertThat(end(start("exit", "-Donnxruntime.native.path=" + named))).isZero();

        assertThat(own).doesNotExist();
    }

    private Process start(String how, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + temporary));
        command.addAll(List.of(options));
        command.addAll(List.of(Classifies.class.getName(), how));
        var java = new ProcessBuilder(command);
        java.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return java.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private int end(Process process) throws IOException, InterruptedException {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private Path library() throws IOException {
        return files().keySet().stream()
                .map(own::resolve)
                .filter(file -> file.toString().contains("onnxruntime4j_jni"))
                .findFirst()
                .orElseThrow();
    }

    /** By path below the folder of the user: when each file was written. */
    private Map<Path, FileTime> files() throws IOException {
        var times = new TreeMap<Path, FileTime>();
        try (Stream<Path> all = Files.walk(own)) {
            for (Path file : all.filter(Files::isRegularFile).collect(Collectors.toList())) {
                times.put(own.relativize(file), Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    /** The program of the child process. */
    static final class Classifies {
        static final int HALTED = 9;

        private Classifies() {}

        /** Ends as a program does, or as one that is killed, without a hook. */
        public static void main(String[] arguments) {
            try (var classifier = KeywordClassifier.pretrained()) {
                classifier.classify(new float[classifier.sampleRate()]);
                if (arguments[0].equals("halt")) {
                    Runtime.getRuntime().halt(HALTED);
                }
            }
        }
    }
}
