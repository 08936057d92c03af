package io.github.kws4j.spark;

import io.github.kws4j.EmbeddedModel;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordStreamBuilder;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A keyword model on a Spark cluster: rows of sound files in, rows of words out, in batch and streaming queries alike.
 *
 * <p>The model is broadcast once, and each executor opens it once, whatever the number of partitions. It runs on the
 * CPU, one thread a task; where Spark gives the task a GPU ({@code spark.executor.resource.gpu.amount} and {@code
 * spark.task.resource.gpu.amount}), it runs on that GPU, and a task whose GPU is unavailable fails with the reason. A
 * task holds one file's content and at most 64 clips of the model's window, however large its partition is. Nothing is
 * shuffled, and the same files give the same rows when a task is tried again.
 *
 * <p>A file that is no sound, damaged, empty or too long gives a row with {@code error} in place of words, unless
 * {@link #failOnError()} is called. A file that Spark can't read is Spark's matter: see {@code
 * spark.sql.files.ignoreCorruptFiles} and {@code spark.sql.files.ignoreMissingFiles}; it leaves out files of no bytes.
 * A failing model fails the job.
 *
 * <p>Immutable. For classic sessions, not for Spark Connect: the model is broadcast through the session's {@code
 * SparkContext}.
 */
public final class KeywordSpotting {
    private static final String SQL_NAME = "kws_classify";

    private final SparkSession spark;
    private final SharedModel model;
    private final boolean failing;

    private KeywordSpotting(SparkSession spark, SharedModel model, boolean failing) {
        this.spark = spark;
        this.model = model;
        this.failing = failing;
    }

    /**
     * The model that comes in the jar of {@code kws-onnx}.
     *
     * @throws io.github.kws4j.ModelException where the driver can't open it
     */
    public static KeywordSpotting pretrained(SparkSession spark) {
        return of(spark, EmbeddedModel.find().content());
    }

    /**
     * A model file that the driver can read.
     *
     * @param model an ONNX file with {@code kws.*} metadata
     * @throws IOException where the file can't be read
     * @throws io.github.kws4j.ModelException where it is no such model
     */
    public static KeywordSpotting load(SparkSession spark, Path model) throws IOException {
        return of(spark, Files.readAllBytes(model));
    }

    /**
     * A model in memory.
     *
     * @param model the content of an ONNX file with {@code kws.*} metadata
     * @throws io.github.kws4j.ModelException where it is no such model
     */
    public static KeywordSpotting of(SparkSession spark, byte[] model) {
        KeywordClassifier.builder().load(model).close();
        return new KeywordSpotting(spark, SharedModel.broadcast(spark, model), false);
    }

    /** The same, but a broken file fails the query, with its path in the message. */
    public KeywordSpotting failOnError() {
        return new KeywordSpotting(spark, model, true);
    }

    /**
     * The word in each clip: one row a file.
     *
     * <p>Columns: {@code path}; {@code label}, the likeliest; {@code probability} of it, 0 to 1; {@code scores}, an
     * array of {@code label} and {@code probability} in the model's order ({@code map_from_entries(scores)['yes']} in
     * SQL); {@code error}, null where the clip was classified, as the others are where it was not. Clips of another
     * rate are resampled, shorter ones than the model's window padded with silence.
     *
     * @param binaryFiles columns {@code path} and {@code content}, as Spark's {@code binaryFile} source gives them, in
     *     a batch or a streaming query; any format that {@link io.github.kws4j.audio.AudioDecoder#standard()} reads
     * @throws IllegalArgumentException where a column is missing
     */
    public Dataset<Row> classify(Dataset<Row> binaryFiles) {
        MapPartitionsFunction<Row, Row> classifier = new PartitionClassifier(model, failing);
        return files(binaryFiles).mapPartitions(classifier, Encoders.row(Rows.CLASSIFIED));
    }

    /** As {@link #detect(Dataset, StreamOptions)}, with the stream's defaults. */
    public Dataset<Row> detect(Dataset<Row> binaryFiles) {
        return detect(binaryFiles, stream -> {});
    }

    /**
     * The words in recordings of any length, detected by {@link KeywordClassifier#stream()}: one row a detection, and
     * none for a recording without words.
     *
     * <p>Columns: {@code path}; {@code time}, the word's estimated start in seconds from the recording's start; {@code
     * word}; {@code score}, 0 to 1; {@code error}, null but in the only row of a broken file. A window of silence
     * follows the end, so that the last word is reported too.
     *
     * <p>A recording is decoded and resampled while it is searched, a few kilobytes at a time, so it costs its content,
     * which Spark copies on the way, and its detections: they are kept to its end, where a truncated file is found out.
     *
     * @param binaryFiles as {@link #classify(Dataset)}
     * @param options sets thresholds and the like; called on executors, once a recording
     * @throws IllegalArgumentException where a column is missing
     */
    public Dataset<Row> detect(Dataset<Row> binaryFiles, StreamOptions options) {
        FlatMapFunction<Row, Row> detector = new RecordingDetector(model, options, failing);
        return files(binaryFiles).flatMap(detector, Encoders.row(Rows.DETECTED));
    }

    /**
     * Makes {@code kws_classify(content)} known to this session's SQL: a struct of the columns of
     * {@link #classify(Dataset)} without {@code path}, null for null. Runs clip by clip, so prefer
     * {@link #classify(Dataset)} for large sets.
     */
    public void register() {
        spark.udf().register(SQL_NAME, new ContentClassifier(model, failing), Rows.HEARD);
    }

    private static Dataset<Row> files(Dataset<Row> binaryFiles) {
        var columns = Arrays.asList(binaryFiles.columns());
        if (!columns.contains("path") || !columns.contains("content")) {
            throw new IllegalArgumentException(
                    "expected columns path and content, as spark.read().format(\"binaryFile\") gives them, but got "
                            + columns);
        }
        return binaryFiles.select("path", "content");
    }

    /**
     * Options of the streams that {@link #detect(Dataset, StreamOptions)} opens; serializable, so that executors get
     * them.
     */
    @FunctionalInterface
    public interface StreamOptions extends Serializable {
        /** Sets options of a stream that is about to be opened. */
        void set(KeywordStreamBuilder stream);
    }
}
