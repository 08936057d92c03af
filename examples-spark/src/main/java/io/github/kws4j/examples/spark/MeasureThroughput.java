package io.github.kws4j.examples.spark;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.spark.KeywordSpotting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many clips a second, by the plain classifier and on Spark, from the same files on the same machine?
 *
 * <p>Both have listed the folder before, then read and decode every file and hear it. They take turns; the first round is for warming up.
 * Starting, listing and reading alone are timed too.
 */
public final class MeasureThroughput {
    private static final Logger LOG = LoggerFactory.getLogger(MeasureThroughput.class);

    private MeasureThroughput() {}

    /**
     * Prints clips a second, round by round.
     *
     * @param arguments the folder of clips, and the number of rounds behind the first
     * @throws IOException where the folder can't be listed
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        List<Path> clips;
        try (var files = Files.walk(folder)) {
            clips = files.filter(file -> file.toString().endsWith(".wav"))
                    .sorted()
                    .toList();
        }
        long begun = System.nanoTime();
        try (var spark = SparkSession.builder().appName("MeasureThroughput").getOrCreate();
                var classifier = KeywordClassifier.pretrained()) {
            var spotting = KeywordSpotting.pretrained(spark);
            LOG.warn(String.format(Locale.ROOT, "start: %.1f s", seconds(begun)));
            begun = System.nanoTime();
            var files = files(spark, folder);
            LOG.warn(String.format(Locale.ROOT, "listing: %.1f s for %d clips", seconds(begun), clips.size()));
            for (int round = 0; round <= rounds; round++) {
                double plain = clips.size() / time(() -> plain(classifier, clips));
                double read = clips.size() / time(() -> run(files.select("path", "content")));
                double onSpark = clips.size() / time(() -> run(spotting.classify(files)));
                LOG.warn(String.format(
                        Locale.ROOT,
                        "%s: plain %.0f clips/s, Spark %.0f (%.0f %%), reading alone on Spark %.0f",
                        round == 0 ? "warm-up" : "round " + round,
                        plain,
                        onSpark,
                        100 * onSpark / plain,
                        read));
            }
        }
    }

    private static void plain(KeywordClassifier classifier, List<Path> clips) {
        classifier.classifyAll(clips.stream().map(MeasureThroughput::decode)).forEach(prediction -> {});
    }

    private static Audio decode(Path file) {
        try {
            return AudioDecoder.standard().decode(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Dataset<Row> files(SparkSession spark, Path folder) {
        return spark.read()
                .format("binaryFile")
                .option("pathGlobFilter", "*.wav")
                .option("recursiveFileLookup", true)
                .load(folder.toString());
    }

    private static void run(Dataset<Row> rows) {
        rows.write().format("noop").mode("overwrite").save();
    }

    private static double time(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return seconds(begun);
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) * 1e-9;
    }
}
