package io.github.kws4j.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A streaming query in a process of its own, so that it can be killed: hears the clips of a folder, six at a time, and ends. */
final class GrowingFolder {
    private static final StructType FILES = new StructType()
            .add("path", DataTypes.StringType)
            .add("modificationTime", DataTypes.TimestampType)
            .add("length", DataTypes.LongType)
            .add("content", DataTypes.BinaryType);

    private GrowingFolder() {}

    /** Arguments: the folder of clips, that of the checkpoint and that of the words. */
    public static void main(String[] arguments) throws Exception {
        try (var spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .getOrCreate()) {
            hear(spark, Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
        }
    }

    static void hear(SparkSession spark, Path clips, Path checkpoint, Path words) throws Exception {
        var files = spark.readStream()
                .format("binaryFile")
                .schema(FILES)
                .option("pathGlobFilter", "*.wav")
                .option("maxFilesPerTrigger", 6)
                .load(clips.toString());
        KeywordSpotting.pretrained(spark)
                .classify(files)
                .writeStream()
                .format("parquet")
                .option("checkpointLocation", checkpoint.toString())
                .trigger(Trigger.AvailableNow())
                .start(words.toString())
                .awaitTermination();
    }
}
