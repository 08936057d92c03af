package io.github.kws4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.KeywordClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that ends while other threads classify and load, as a server does on SIGTERM, ends without a crash. */
class ShutdownTest {
    @TempDir
    private Path folder;

    @Test
    void jvmEndsWithItsOwnStatusWhileModelsRunAndLoad() throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        var java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ErrorFile=" + folder.resolve("crash"),
                HearsToTheEnd.class.getName());
        java.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process =
                java.redirectErrorStream(true).redirectOutput(output.toFile()).start();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(7);
        assertThat(folder.resolve("crash")).doesNotExist();
    }

    /** The program of the child process. */
    static final class HearsToTheEnd {
        private HearsToTheEnd() {}

        /** Ends with status 7, half a second after all threads have begun. */
        public static void main(String[] arguments) throws InterruptedException {
            KeywordClassifier classifier = KeywordClassifier.pretrained();
            var classifying = new CountDownLatch(1);
            var loading = new CountDownLatch(1);
            forever(() -> {
                classifier.classify(new float[16_000]);
                classifying.countDown();
            });
            forever(() -> {
                KeywordClassifier.pretrained().close();
                loading.countDown();
            });
            classifying.await();
            loading.await();
            // Keeps the shutdown going beside ONNX Runtime's own hook.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    Thread.sleep(500);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            System.exit(7);
        }

        private static void forever(Runnable work) {
            var thread = new Thread(() -> {
                while (true) {
                    work.run();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
    }
}
