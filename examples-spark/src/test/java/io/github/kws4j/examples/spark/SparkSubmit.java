package io.github.kws4j.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An installation of Spark as its download has it, but for the scripts, which are in no jar: {@code jars} holds what
 * this test was compiled with but not what {@code --jars} brings, and {@code bin/spark-submit} runs Spark's launcher,
 * which writes the command, and then that.
 */
final class SparkSubmit {
    static final Path ROOT = Path.of(System.getProperty("kws.root")).toAbsolutePath();

    private final Path home;

    private SparkSubmit(Path home) {
        this.home = home;
    }

    static SparkSubmit install(Path home) throws IOException {
        Path jars = Files.createDirectories(home.resolve("jars"));
        Set<String> brought = brought();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            if (Files.isRegularFile(jar) && !brought.contains(jar.getFileName().toString())) {
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
            }
        }
        Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
        Files.writeString(submit, """
                #!/usr/bin/env bash
                set -e
                mapfile -d '' command < <("$JAVA_HOME/bin/java" -cp "$SPARK_HOME/jars/*" \\
                    org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
                command[1]=${command[1]#$'\\n'}
                exec "${command[@]:1}"
                """);
        assertThat(submit.toFile().setExecutable(true)).isTrue();
        Files.writeString(
                Files.createDirectories(home.resolve("conf")).resolve("spark-defaults.conf"),
                "spark.ui.enabled false\nspark.driver.memory 512m\n");
        return new SparkSubmit(home);
    }

    /** The names of the jars that {@code package} laid beside the program. */
    private static Set<String> brought() throws IOException {
        try (var jars = Files.list(ROOT.resolve("examples-spark/target/lib"))) {
            return jars.map(jar -> jar.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    /** Runs a line of shell in {@code folder} and gives what it wrote to {@code log}; fails where it fails. */
    void run(String line, Path folder, Path log) throws Exception {
        var builder = new ProcessBuilder("bash", "-c", line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        var environment = builder.environment();
        environment.remove("CLASSPATH");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("SPARK_HOME", home.toString());
        environment.put("SPARK_SCALA_VERSION", "2.13");
        environment.put("PATH", home.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
        int status = builder.start().waitFor();
        assertThat(status).as(() -> line + "\n" + read(log)).isZero();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
