package io.github.kws4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingFolderTest {
    @TempDir
    Path folder;

    @Test
    void eachClipIsInTheSinkOnceAfterAKillInTheMiddle() throws Exception {
        Path clips = Files.createDirectories(folder.resolve("clips"));
        Path checkpoint = folder.resolve("checkpoint");
        Path words = folder.resolve("words");
        addClips(clips, "before");

        assertThat(query(clips, checkpoint, words).waitFor()).isEqualTo(GrowingFolder.KILLED);
        assertThat(checkpoint.resolve("commits/0")).exists();
        assertThat(checkpoint.resolve("offsets/1")).as("second batch begun").exists();
        assertThat(checkpoint.resolve("commits/1")).as("second batch ended").doesNotExist();

        addClips(clips, "after");
        try (var spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .getOrCreate()) {
            GrowingFolder.classify(spark, clips, checkpoint, words, rows -> rows);
            Clips.assertClassifiedAsPlain(spark.read().parquet(words.toString()), clips);
            GrowingFolder.classify(spark, clips, checkpoint, words, rows -> rows);
            Clips.assertClassifiedAsPlain(spark.read().parquet(words.toString()), clips);
        }
    }

    private static void addClips(Path clips, String prefix) throws IOException {
        for (Path clip : Clips.in(Clips.SPOKEN)) {
            Files.copy(clip, clips.resolve(prefix + clip.getFileName()));
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
