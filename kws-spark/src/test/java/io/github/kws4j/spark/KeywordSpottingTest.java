package io.github.kws4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kws4j.Detection;
import io.github.kws4j.Device;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
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
    private static final AtomicInteger FAILED = new AtomicInteger();

    private static SparkSession spark;
    private static KeywordSpotting spotting;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[2, 2]")
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
    void everyClipIsClassifiedAsByThePlainClassifier() {
        var rows = spotting.classify(Clips.read(spark, Clips.SPOKEN));
        assertThat(rows.columns()).containsExactly("path", "label", "probability", "scores", "error");
        Clips.assertClassifiedAsPlain(rows, Clips.SPOKEN);
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
        var rows = new PartitionClassifier(
                        SharedModel.broadcast(
                                spark, io.github.kws4j.EmbeddedModel.find().content()),
                        false)
                .call(million);
        for (int i = 1; i <= 600; i++) {
            assertThat(rows.next().getString(0)).isEqualTo("clip " + i);
            assertThat(read.get()).isBetween(i, i + 64);
        }
    }

    @Test
    void brokenFilesGiveRowsWithTheirErrorsAndSpareTheOthers() throws IOException {
        writeBrokenFiles();
        Files.copy(Clips.SPOKEN.resolve("yes.wav"), folder.resolve("yes.wav"));
        var rows = Clips.byPath(spotting.classify(Clips.read(spark, folder)).collectAsList());
        assertThat(rows).hasSize(5);
        assertThat(rows.get(folder.resolve("yes.wav").toString())).startsWith("yes ");
        for (String name : List.of("text.wav", "cut.wav")) {
            Path file = folder.resolve(name);
            assertThat(rows.get(file.toString())).startsWith("error: ").contains(file + ", byte ");
        }
        assertThat(rows.get(folder.resolve("slow.wav").toString()))
                .isEqualTo("error: expected 1 to 24000 samples at 16000 Hz but got 488000000; use detect for longer"
                        + " recordings");
        assertThat(rows.get(folder.resolve("long.wav").toString()))
                .isEqualTo("error: expected 1 to 24000 samples at 16000 Hz but got 160000; use detect for longer"
                        + " recordings");
    }

    @Test
    void contentOfNoBytesAndNoContentAreErrors() {
        var files = spark.createDataFrame(
                List.of(RowFactory.create("none", null), RowFactory.create("empty", new byte[0])),
                new StructType().add("path", DataTypes.StringType).add("content", DataTypes.BinaryType));
        var rows = Clips.byPath(spotting.classify(files).collectAsList());
        assertThat(rows.get("none")).isEqualTo("error: expected a file's content but got null");
        assertThat(rows.get("empty")).startsWith("error: empty, byte 0: expected WAV");
    }

    @Test
    void brokenFileFailsTheQueryWhereAsked() throws IOException {
        writeBrokenFiles();
        var rows = spotting.failOnError().classify(Clips.read(spark, folder.resolve("long.wav")));
        assertThatThrownBy(rows::collectAsList)
                .hasStackTraceContaining("long.wav: expected 1 to 24000 samples at 16000 Hz but got 160000");
        var recordings = spotting.failOnError().detect(Clips.read(spark, folder.resolve("text.wav")));
        assertThatThrownBy(recordings::collectAsList).hasStackTraceContaining("text.wav, byte 0: expected WAV");
    }

    private void writeBrokenFiles() throws IOException {
        byte[] yes = Files.readAllBytes(Clips.SPOKEN.resolve("yes.wav"));
        Files.write(folder.resolve("cut.wav"), Arrays.copyOf(yes, 1000));
        Audio.of(new float[488_000], 16).write(folder.resolve("slow.wav"));
        Files.writeString(folder.resolve("text.wav"), "this is no sound at all");
        Audio.of(new float[160_000], 16_000).write(folder.resolve("long.wav"));
    }

    @Test
    void sqlFunctionHearsWhatClassifyHears() throws IOException {
        spotting.register();
        Files.writeString(folder.resolve("text.wav"), "this is no sound at all");
        for (Path from : List.of(Clips.SPOKEN, folder)) {
            Clips.read(spark, from).createOrReplaceTempView("files");
            var rows = spark.sql("SELECT path, word.* FROM (SELECT path, kws_classify(content) AS word FROM files)");
            var byPath = Clips.byPath(spotting.classify(Clips.read(spark, from)).collectAsList());
            byPath.replaceAll((path, shown) -> shown.replace("file:" + path, "content of 23 bytes"));
            assertThat(Clips.byPath(rows.collectAsList())).isEqualTo(byPath);
        }
        assertThat(spark.sql("SELECT kws_classify(CAST(NULL AS BINARY))")
                        .first()
                        .isNullAt(0))
                .isTrue();
    }

    @Test
    void taskTriedAgainGivesTheSameRows() {
        FAILED.set(0);
        MapPartitionsFunction<Row, Row> failing = KeywordSpottingTest::failAtTheFirstAttempt;
        var rows = spotting.classify(Clips.read(spark, Clips.SPOKEN).coalesce(2));
        Clips.assertClassifiedAsPlain(rows.mapPartitions(failing, rows.encoder()), Clips.SPOKEN);
        assertThat(FAILED).hasValue(rows.rdd().getNumPartitions());
    }

    /** Gives up once the first row is there. */
    private static Iterator<Row> failAtTheFirstAttempt(Iterator<Row> rows) {
        if (TaskContext.get().attemptNumber() == 0) {
            assertThat(rows.next().isNullAt(4)).isTrue();
            FAILED.incrementAndGet();
            throw new IllegalStateException("meant to fail");
        }
        return rows;
    }

    @Test
    void recordingGivesTheDetectionsOfAPlainStream() throws IOException {
        Audio call = call();
        call.write(folder.resolve("call.wav"));
        call.resample(44_100).write(folder.resolve("cd.wav"));
        Audio.of(new float[48_000], 16_000).write(folder.resolve("silence.wav"));

        var rows = spotting.detect(Clips.read(spark, folder), stream -> stream.threshold(0.5));
        assertThat(rows.columns()).containsExactly("path", "time", "word", "score", "error");
        var found = rows.orderBy("path", "time").collectAsList();

        var expected = new ArrayList<String>();
        for (String name : List.of("call.wav", "cd.wav")) {
            var plain = plainDetections(Clips.decode(folder.resolve(name)).resample(16_000));
            assertThat(plain).extracting(Detection::label).containsExactly("yes", "left", "stop");
            plain.forEach(
                    detection -> expected.add(name + " " + detection.began().toNanos() * 1e-9 + " " + detection.label()
                            + " " + detection.score() + " null"));
        }
        assertThat(found)
                .extracting(row -> Path.of(row.getString(0)).getFileName() + " " + row.get(1) + " " + row.get(2) + " "
                        + row.get(3) + " " + row.get(4))
                .isEqualTo(expected);
    }

    @Test
    void brokenRecordingGivesItsErrorAloneThoughWordsComeBeforeTheDamage() throws IOException {
        call().write(folder.resolve("cut.wav"));
        byte[] whole = Files.readAllBytes(folder.resolve("cut.wav"));
        Files.write(folder.resolve("cut.wav"), Arrays.copyOf(whole, 10 * 32_000));
        Files.writeString(folder.resolve("text.wav"), "this is no sound at all");
        Files.write(folder.resolve("fast.wav"), atRate(whole, 20_000_000));
        var found = spotting.detect(Clips.read(spark, folder)).orderBy("path").collectAsList();
        assertThat(found)
                .extracting(row -> Path.of(row.getString(0)).getFileName() + ": "
                        + row.getString(4).replace(row.getString(0), "path"))
                .containsExactly(
                        "cut.wav: path, byte 320000: expected 384000 bytes of samples but found the end after 319956"
                                + " bytes",
                        "fast.wav: expected rates at most 1000 times one another but got 20000000 and 16000 Hz",
                        "text.wav: path, byte 0: expected WAV, AIFF, AU or what a javax.sound.sampled provider "
                                + "reads but found"
                                + " 'this is no s'");
        assertThat(found).allMatch(row -> row.isNullAt(1) && row.isNullAt(2) && row.isNullAt(3));
    }

    private static byte[] atRate(byte[] wav, int rate) {
        byte[] changed = wav.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(24, rate);
        return changed;
    }

    /** Twelve seconds with three words. */
    private static Audio call() {
        var recording = new float[12 * 16_000];
        place("yes", recording, 2);
        place("left", recording, 6);
        place("stop", recording, 11);
        return Audio.of(recording, 16_000);
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
    void gpuIsTheOneWithTheNumberThatSparkGave() {
        assertThat(SharedModel.gpu("3")).isEqualTo(Device.cuda(3));
        assertThatThrownBy(() -> SharedModel.gpu("GPU-8f6d2c1e-0b7a-4c53-9a44-1d2e3f405162"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expected spark.executor.resource.gpu to have numbers for addresses, as nvidia-smi"
                        + " --query-gpu=index prints them, but got GPU-8f6d2c1e-0b7a-4c53-9a44-1d2e3f405162");
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
