package io.github.kws4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SoakTest {
    /**
     * Fifteen seconds of {@link Soak}, in a JVM of its own with a heap that is touched beforehand. Without C2, which is
     * still at work after so short a time and takes 10 MB, most of the growth allowed, for one method of {@code
     * ModelMetadata}.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryStaysFlatAndNothingLocksUpWhileModelsAreLoadedAndClosedUnderLoad()
            throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                        java,
                        "-Xms128m",
                        "-Xmx128m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:TieredStopAtLevel=1",
                        Soak.class.getName(),
                        "15")
                .redirectErrorStream(true);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process soak = builder.start();
        String printed = new String(soak.getInputStream().readAllBytes());

        assertThat(soak.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(soak.exitValue()).as(printed).isZero();
        assertThat(printed).contains("passed: resident memory went from");
    }
}
