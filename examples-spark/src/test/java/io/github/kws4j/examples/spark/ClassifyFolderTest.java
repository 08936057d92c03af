package io.github.kws4j.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyFolderTest {
    @TempDir
    Path folder;

    @Test
    void sparkSubmitWritesAParquetRowForEachClip() throws Exception {
        Path clips = Path.of(System.getProperty("kws.root"))
                .resolve("examples/clips")
                .toAbsolutePath();
        Path words = folder.resolve("words");
        assertThat(submit(clips, words)).isZero();
        try (var spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .getOrCreate()) {
            var rows = spark.read().parquet(words.toString());
            assertThat(rows.filter("label = substring_index(substring_index(path, '/', -1), '.', 1)")
                            .count())
                    .as("clips heard as the word they are named for")
                    .isGreaterThanOrEqualTo(8);
            assertThat(rows.filter("error IS NULL").count()).isEqualTo(9);
        }
    }

    /** As the script {@code spark-submit}: its main class, with the program on the class path. */
    private static int submit(Path clips, Path words) throws Exception {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx512m",
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                "local[2]",
                "--conf",
                "spark.ui.enabled=false",
                "--class",
                ClassifyFolder.class.getName(),
                "spark-internal",
                clips.toString(),
                words.toString()));
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start().waitFor();
    }
}
