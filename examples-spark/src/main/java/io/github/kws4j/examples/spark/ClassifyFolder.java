package io.github.kws4j.examples.spark;

import io.github.kws4j.spark.KeywordSpotting;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/**
 * Classifies each WAV file of a folder and its folders, and writes the words as Parquet; {@code docs/SCALING.md} has
 * the command.
 */
public final class ClassifyFolder {
    private ClassifyFolder() {}

    /**
     * Runs the job.
     *
     * @param arguments the folder to read and the one to write, which must not exist
     * @throws IOException where the session can't be closed
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException(
                    "expected a folder to read and one to write but got " + arguments.length + " arguments");
        }
        try (var spark = SparkSession.builder().appName("ClassifyFolder").getOrCreate()) {
            var files = spark.read()
                    .format("binaryFile")
                    .option("pathGlobFilter", "*.wav")
                    .option("recursiveFileLookup", true)
                    .load(arguments[0]);
            KeywordSpotting.pretrained(spark).classify(files).write().parquet(arguments[1]);
        }
    }
}
