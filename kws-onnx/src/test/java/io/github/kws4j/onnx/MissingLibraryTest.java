package io.github.kws4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kws4j.Device;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM whose temporary folder doesn't take ONNX Runtime's libraries. */
class MissingLibraryTest {
    @TempDir
    private Path folder;

    @Test
    void missingFolderIsNamedByEachLoadWithThePropertyAndTheCause() throws IOException, InterruptedException {
        assertEachLoadNames(folder.resolve("missing"), "NoSuchFileException");
    }

    @Test
    void fileInTheFoldersPlaceIsNamedByEachLoad() throws IOException, InterruptedException {
        assertEachLoadNames(Files.writeString(folder.resolve("file"), "a file"), "FileSystemException");
    }

    @Test
    void folderThatMayNotBeWrittenIsNamedByEachLoad() throws IOException, InterruptedException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "writes wherever it likes: root");
        assertEachLoadNames(closed, "AccessDeniedException");
    }

    private void assertEachLoadNames(Path temporary, String cause) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        var java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Djava.io.tmpdir=" + temporary,
                LoadsOnEachDevice.class.getName());
        java.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process =
                java.redirectErrorStream(true).redirectOutput(output.toFile()).start();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        List<String> messages = Files.readAllLines(output).stream()
                .filter(line -> line.startsWith("ModelException: "))
                .toList();
        assertThat(messages)
                .hasSize(4)
                .allSatisfy(message -> assertThat(message)
                        .contains(temporary.toString(), cause, "-Djava.io.tmpdir=", "-Donnxruntime.native.path="));
    }

    /** The program of the child process. */
    static final class LoadsOnEachDevice {
        private LoadsOnEachDevice() {}

        /** Twice: the second time the class that unpacks the libraries has failed already. */
        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                load(Device.cpu());
                load(Device.cuda(0).orCpu());
            }
        }

        private static void load(Device device) {
            try {
                KeywordClassifier.builder().device(device).pretrained().close();
            } catch (ModelException e) {
                System.out.println("ModelException: " + e.getMessage());
            }
        }
    }
}
