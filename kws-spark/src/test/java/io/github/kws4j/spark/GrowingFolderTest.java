package io.github.kws4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingFolderTest {
    private static final long COMMITTED_BEFORE_THE_KILL = 1;

    @TempDir
    Path folder;

    @Test
    void eachClipIsInTheSinkOnceAfterAKillInTheMiddle() throws Exception {
        Path clips = Files.createDirectories(folder.resolve("clips"));
        Path checkpoint = folder.resolve("checkpoint");
        Path words = folder.resolve("words");
        addClips(clips, "before");

        var query = query(clips, checkpoint, words);
        while (query.isAlive() && committed(checkpoint) < COMMITTED_BEFORE_THE_KILL) {
            Thread.sleep(20);
        }
        query.destroyForcibly().waitFor();
        assertThat(query.exitValue()).as("killed, not ended").isNotZero();
        assertThat(committed(checkpoint)).isBetween(COMMITTED_BEFORE_THE_KILL, 2L);

        addClips(clips, "after");
        try (var spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .getOrCreate()) {
            GrowingFolder.hear(spark, clips, checkpoint, words);
            Clips.assertHeardAsPlain(spark.read().parquet(words.toString()), clips);
            GrowingFolder.hear(spark, clips, checkpoint, words);
            Clips.assertHeardAsPlain(spark.read().parquet(words.toString()), clips);
        }
    }

    private static void addClips(Path clips, String prefix) throws IOException {
        for (Path clip : Clips.in(Clips.SPOKEN)) {
            for (int i = 0; i < 2; i++) {
                Files.copy(clip, clips.resolve(prefix + i + clip.getFileName()));
            }
        }
    }

    private static long committed(Path checkpoint) throws IOException {
        Path commits = checkpoint.resolve("commits");
        if (!Files.isDirectory(commits)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(commits)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d+"))
                    .count();
        }
    }

    /** The class path goes by the environment: on the command line it would be too long for ONNX Runtime. */
    private static Process query(Path clips, Path checkpoint, Path words) throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx512m", GrowingFolder.class.getName(), clips.toString(), checkpoint.toString(), words.toString()));
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }
}
