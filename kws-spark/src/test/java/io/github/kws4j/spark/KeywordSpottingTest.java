package io.github.kws4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kws4j.Detection;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeywordSpottingTest {
    private static SparkSession spark;
    private static KeywordSpotting spotting;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .getOrCreate();
        spotting = KeywordSpotting.pretrained(spark);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void everyClipIsHeardAsByThePlainClassifier() {
        var rows = spotting.classify(Clips.read(spark, Clips.SPOKEN));
        assertThat(rows.columns()).containsExactly("path", "label", "probability", "scores", "error");
        Clips.assertHeardAsPlain(rows, Clips.SPOKEN);
    }

    @Test
    void rowsAreTheSameHoweverTheFilesArePartitioned() {
        var files = Clips.read(spark, Clips.SPOKEN);
        var one = spotting.classify(files.coalesce(1)).collectAsList();
        assertThat(Clips.byPath(spotting.classify(files.repartition(7)).collectAsList()))
                .isEqualTo(Clips.byPath(one));
    }

    @Test
    void modelIsOpenedOnceForAllTasksOfAnExecutor() {
        spotting.classify(Clips.read(spark, Clips.SPOKEN).repartition(4)).collectAsList();
        int before = SharedModel.opened();
        KeywordSpotting.pretrained(spark)
                .classify(Clips.read(spark, Clips.SPOKEN).repartition(8))
                .collectAsList();
        assertThat(before).isEqualTo(1);
        assertThat(SharedModel.opened()).isEqualTo(1);
    }

    @Test
    void partitionIsReadAChunkAheadAndNoFurther() throws IOException {
        var read = new AtomicInteger();
        byte[] yes = Files.readAllBytes(Clips.SPOKEN.resolve("yes.wav"));
        Iterator<Row> million = Stream.generate(() -> RowFactory.create("clip " + read.incrementAndGet(), yes))
                .limit(1_000_000)
                .iterator();
        var rows = new ClipHearing(
                        SharedModel.broadcast(spark, new io.github.kws4j.onnx.OnnxBackend().pretrained()), false)
                .call(million);
        for (int i = 1; i <= 600; i++) {
            assertThat(rows.next().getString(0)).isEqualTo("clip " + i);
            assertThat(read.get()).isBetween(i, i + 256);
        }
    }

    @Test
    void brokenFilesGiveRowsWithTheirErrorsAndSpareTheOthers() throws IOException {
        writeBrokenFiles();
        Files.copy(Clips.SPOKEN.resolve("yes.wav"), folder.resolve("yes.wav"));
        var rows = Clips.byPath(spotting.classify(Clips.read(spark, folder)).collectAsList());
        assertThat(rows).hasSize(4);
        assertThat(rows.get(folder.resolve("yes.wav").toString())).startsWith("yes ");
        assertThat(rows.get(folder.resolve("text.wav").toString())).startsWith("error: bytes");
        assertThat(rows.get(folder.resolve("cut.wav").toString())).startsWith("error: bytes");
        assertThat(rows.get(folder.resolve("long.wav").toString()))
                .isEqualTo("error: expected 1 to 16000 samples at 16000 Hz but got 160000; use detect for longer"
                        + " recordings");
    }

    @Test
    void contentOfNoBytesAndNoContentAreErrors() {
        var files = spark.createDataFrame(
                List.of(RowFactory.create("none", null), RowFactory.create("empty", new byte[0])),
                new StructType().add("path", DataTypes.StringType).add("content", DataTypes.BinaryType));
        var rows = Clips.byPath(spotting.classify(files).collectAsList());
        assertThat(rows.get("none")).isEqualTo("error: expected a file's content but got null");
        assertThat(rows.get("empty")).startsWith("error: bytes, byte 0: expected WAV");
    }

    @Test
    void brokenFileFailsTheQueryWhereAsked() throws IOException {
        writeBrokenFiles();
        var rows = spotting.failOnError().classify(Clips.read(spark, folder.resolve("long.wav")));
        assertThatThrownBy(rows::collectAsList)
                .hasStackTraceContaining("long.wav: expected 1 to 16000 samples at 16000 Hz but got 160000");
        var recordings = spotting.failOnError().detect(Clips.read(spark, folder.resolve("text.wav")));
        assertThatThrownBy(recordings::collectAsList).hasStackTraceContaining("text.wav: bytes");
    }

    private void writeBrokenFiles() throws IOException {
        byte[] yes = Files.readAllBytes(Clips.SPOKEN.resolve("yes.wav"));
        Files.write(folder.resolve("cut.wav"), Arrays.copyOf(yes, 1000));
        Files.writeString(folder.resolve("text.wav"), "this is no sound at all");
        Audio.of(new float[160_000], 16_000).write(folder.resolve("long.wav"));
    }

    @Test
    void sqlFunctionHearsWhatClassifyHears() throws IOException {
        spotting.register();
        Files.writeString(folder.resolve("text.wav"), "this is no sound at all");
        for (Path from : List.of(Clips.SPOKEN, folder)) {
            Clips.read(spark, from).createOrReplaceTempView("files");
            var rows = spark.sql("SELECT path, heard.* FROM (SELECT path, kws_classify(content) AS heard FROM files)");
            assertThat(Clips.byPath(rows.collectAsList()))
                    .isEqualTo(Clips.byPath(
                            spotting.classify(Clips.read(spark, from)).collectAsList()));
        }
        assertThat(spark.sql("SELECT kws_classify(CAST(NULL AS BINARY))")
                        .first()
                        .isNullAt(0))
                .isTrue();
    }

    @Test
    void recordingGivesTheDetectionsOfAPlainStream() throws IOException {
        var recording = new float[12 * 16_000];
        place("yes", recording, 2);
        place("left", recording, 6);
        place("stop", recording, 11);
        Audio.of(recording, 16_000).write(folder.resolve("call.wav"));
        Files.writeString(folder.resolve("text.wav"), "this is no sound at all");
        Audio.of(new float[48_000], 16_000).write(folder.resolve("silence.wav"));

        var rows = spotting.detect(Clips.read(spark, folder), stream -> stream.threshold(0.5));
        assertThat(rows.columns()).containsExactly("path", "time", "word", "score", "error");
        var found = rows.orderBy("path", "time").collectAsList();

        var expected = plainDetections(Clips.decode(folder.resolve("call.wav")));
        assertThat(expected).extracting(Detection::label).containsExactly("yes", "left", "stop");
        assertThat(found).hasSize(expected.size() + 1);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i).getString(0)).endsWith("call.wav");
            assertThat(found.get(i).getDouble(1))
                    .isEqualTo(expected.get(i).began().toNanos() * 1e-9);
            assertThat(found.get(i).getString(2)).isEqualTo(expected.get(i).label());
            assertThat(found.get(i).getDouble(3)).isEqualTo(expected.get(i).score());
            assertThat(found.get(i).isNullAt(4)).isTrue();
        }
        assertThat(found.get(expected.size()).getString(0)).endsWith("text.wav");
        assertThat(found.get(expected.size()).getString(4)).startsWith("bytes");
    }

    private static void place(String word, float[] recording, int second) {
        Audio clip = Clips.decode(Clips.SPOKEN.resolve(word + ".wav"));
        clip.copyTo(0, recording, second * 16_000, Math.min(clip.length(), 16_000));
    }

    private static List<Detection> plainDetections(Audio recording) {
        try (var classifier = KeywordClassifier.pretrained();
                var stream = classifier.stream().threshold(0.5).open()) {
            var found = new ArrayList<>(stream.accept(recording.samples()));
            found.addAll(stream.accept(new float[16_000]));
            return found;
        }
    }

    @Test
    void missingColumnIsNamed() {
        assertThatThrownBy(() -> spotting.classify(spark.range(3).toDF("path")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "expected columns path and content, as spark.read().format(\"binaryFile\") gives them, but got"
                                + " [path]");
    }
}
