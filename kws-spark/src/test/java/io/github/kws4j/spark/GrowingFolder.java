package io.github.kws4j.spark;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A streaming query over the clips of a folder, six at a time, and ends; as a process of its own it is killed on
 * the way.
 */
final class GrowingFolder {
    private static final StructType FILES = new StructType()
            .add("path", DataTypes.StringType)
            .add("modificationTime", DataTypes.TimestampType)
            .add("length", DataTypes.LongType)
            .add("content", DataTypes.BinaryType);

    static final int KILLED = 137;

    private static final AtomicInteger CLASSIFIED = new AtomicInteger();

    private GrowingFolder() {}

    /**
     * Ends as by {@code kill -9} at the eighth clip, which is in the second batch.
     *
     * @param arguments the folder of clips, that of the checkpoint and that of the words
     */
    public static void main(String[] arguments) throws Exception {
        try (var spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .getOrCreate()) {
            MapFunction<Row, Row> killing = GrowingFolder::endAtTheEighth;
            classify(
                    spark,
                    Path.of(arguments[0]),
                    Path.of(arguments[1]),
                    Path.of(arguments[2]),
                    rows -> rows.map(killing, rows.encoder()));
        }
    }

    private static Row endAtTheEighth(Row row) {
        if (CLASSIFIED.incrementAndGet() == 8) {
            Runtime.getRuntime().halt(KILLED);
        }
        return row;
    }

    static void classify(
            SparkSession spark, Path clips, Path checkpoint, Path words, UnaryOperator<Dataset<Row>> onTheWay)
            throws Exception {
        var files = spark.readStream()
                .format("binaryFile")
                .schema(FILES)
                .option("pathGlobFilter", "*.wav")
                .option("maxFilesPerTrigger", 6)
                .load(clips.toString());
        onTheWay.apply(KeywordSpotting.pretrained(spark).classify(files))
                .writeStream()
                .format("parquet")
                .option("checkpointLocation", checkpoint.toString())
                .trigger(Trigger.AvailableNow())
                .start(words.toString())
                .awaitTermination();
    }
}
