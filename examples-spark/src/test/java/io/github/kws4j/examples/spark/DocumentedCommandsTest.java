package io.github.kws4j.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of {@code docs/SCALING.md} as they stand there, with the packaged jars. */
class DocumentedCommandsTest {
    private SparkSubmit spark;

    @TempDir
    Path folder;

    @BeforeEach
    void install() throws IOException {
        spark = SparkSubmit.install(folder.resolve("spark"));
        for (String name : new String[] {"examples", "examples-spark"}) {
            Files.createSymbolicLink(folder.resolve(name), SparkSubmit.ROOT.resolve(name));
        }
    }

    @Test
    void sparkSubmitWritesAParquetRowForEachClip() throws Exception {
        spark.run(line("ClassifyFolder"), folder, folder.resolve("log"));
        try (var session = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .getOrCreate()) {
            var rows = session.read().parquet(folder.resolve("words").toString());
            assertThat(rows.filter("error IS NULL").count()).isEqualTo(9);
            assertThat(rows.filter("label = substring_index(substring_index(path, '/', -1), '.', 1)")
                            .count())
                    .as("clips classified as the word they are named for")
                    .isGreaterThanOrEqualTo(8);
        }
    }

    @Test
    void throughputIsMeasuredOnTheSameClipsInOneRun() throws Exception {
        Path log = folder.resolve("log");
        spark.run(line("MeasureThroughput").replace("mini_speech_commands 20", "examples/clips 1"), folder, log);
        assertThat(Files.readString(log))
                .containsPattern("listing 9 clips [0-9.]+ s; \\d+ tasks")
                .containsPattern("round 1: plain \\d+ clips/s, Spark \\d+ \\(\\d+ %\\)")
                .containsPattern("medians of 1 rounds: plain \\d+ .* Spark / plain round by round: \\d+ %");
    }

    @Test
    void flagsForJavaAreThoseOfSpark() throws IOException {
        String text = Files.readString(SparkSubmit.ROOT.resolve("docs/SCALING.md"));
        assertThat(JavaModuleOptions.defaultModuleOptionArray())
                .filteredOn(flag -> flag.startsWith("--add"))
                .hasSizeGreaterThan(10)
                .allSatisfy(flag -> assertThat(text).containsPattern(Pattern.quote(flag) + "\\s"));
    }

    /** The block of shell that names {@code program}. */
    private static String line(String program) throws IOException {
        String text = Files.readString(SparkSubmit.ROOT.resolve("docs/SCALING.md"));
        return Arrays.stream(text.split("```sh\n"))
                .skip(1)
                .map(block -> block.substring(0, block.indexOf("```")))
                .filter(block -> block.contains(program))
                .findFirst()
                .orElseThrow();
    }
}
