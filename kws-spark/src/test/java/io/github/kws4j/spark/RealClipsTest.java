package io.github.kws4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recordings of Speech Commands. */
class RealClipsTest {
    @TempDir
    Path folder;

    @Test
    void everyRecordingIsClassifiedAsByThePlainClassifier() throws IOException {
        assumeTrue(Clips.unpackRecordings(folder), "needs -Dkws.data, a folder that holds mini_speech_commands.zip");
        assertThat(Clips.in(folder)).hasSize(8000);
        try (var spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .getOrCreate()) {
            var rows = KeywordSpotting.pretrained(spark).classify(Clips.read(spark, folder));
            Clips.assertClassifiedAsPlain(rows, folder);
        }
    }
}
