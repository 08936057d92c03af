package io.github.kws4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of Speech Commands: 400 of the 8000, or as many as {@code -Dkws.spark.clips=8000} says. */
class RealClipsTest {
    private static final int ALL = 8000;

    @TempDir
    Path folder;

    @Test
    void everyRecordingIsHeardAsByThePlainClassifier() throws IOException {
        String data = System.getProperty("kws.data");
        assumeTrue(data != null, "needs -Dkws.data, a folder that holds mini_speech_commands.zip");
        Path zip = Path.of(System.getProperty("kws.root")).resolve(data).resolve("mini_speech_commands.zip");
        assumeTrue(Files.exists(zip), "needs " + zip);
        int wanted = Integer.getInteger("kws.spark.clips", 400);
        unpack(zip, ALL / wanted);
        assertThat(Clips.in(folder)).hasSizeGreaterThanOrEqualTo(wanted);
        try (var spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .getOrCreate()) {
            var rows = KeywordSpotting.pretrained(spark).classify(Clips.read(spark, folder));
            Clips.assertHeardAsPlain(rows, folder);
        }
    }

    private void unpack(Path zip, int step) throws IOException {
        try (var archive = new ZipFile(zip.toFile())) {
            var recordings = archive.stream()
                    .filter(entry -> entry.getName().matches("mini_speech_commands/[a-z]+/[^/]*\\.wav"))
                    .toList();
            for (int i = 0; i < recordings.size(); i += step) {
                Path file = folder.resolve(recordings.get(i).getName().replace('/', '-'));
                try (var content = archive.getInputStream(recordings.get(i))) {
                    Files.copy(content, file);
                }
            }
        }
    }
}
