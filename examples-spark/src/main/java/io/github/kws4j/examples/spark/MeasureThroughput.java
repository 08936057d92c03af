package io.github.kws4j.examples.spark;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.spark.KeywordSpotting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * How many clips a second, by the plain classifier and on Spark, from the same files on the same machine?
 *
 * <p>Both have listed the folder before, then read, decode and classify every file, in one run. They take turns at
 * being first; two rounds are for warming up. Starting, listing and reading alone are timed too. {@code
 * docs/SCALING.md} has the command.
 */
public final class MeasureThroughput {
    private static final int WARM_UP = 2;

    private final SparkSession spark;
    private final KeywordClassifier classifier;
    private final List<Path> clips;

    private MeasureThroughput(SparkSession spark, KeywordClassifier classifier, List<Path> clips) {
        this.spark = spark;
        this.classifier = classifier;
        this.clips = clips;
    }

    /** Clips a second. */
    private record Round(double plain, double onSpark, double reading) {
        double ratio() {
            return onSpark / plain;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "plain %.0f clips/s, Spark %.0f (%.0f %%), reading alone on Spark %.0f",
                    plain,
                    onSpark,
                    100 * ratio(),
                    reading);
        }
    }

    /**
     * Prints clips a second, round by round, and the medians.
     *
     * @param arguments the folder of clips, and the number of rounds behind the warm-up
     * @throws IOException where the folder can't be listed
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        List<Path> clips;
        try (var files = Files.walk(folder)) {
            clips = files.filter(file -> file.toString().endsWith(".wav"))
                    .sorted()
                    .toList();
        }
        try (var spark = SparkSession.builder().appName("MeasureThroughput").getOrCreate();
                var classifier = KeywordClassifier.pretrained()) {
            new MeasureThroughput(spark, classifier, clips).run(folder, Integer.parseInt(arguments[1]));
        }
    }

    private void run(Path folder, int count) {
        long begun = System.nanoTime();
        var spotting = KeywordSpotting.pretrained(spark);
        double model = seconds(begun);
        begun = System.nanoTime();
        var files = files(folder);
        System.out.printf(
                Locale.ROOT,
                "%s; from the JVM's start to here %.1f s, of it the model %.1f s and listing %d clips %.1f s; "
                        + "%d tasks%n",
                spark.sparkContext().master(),
                ManagementFactory.getRuntimeMXBean().getUptime() * 1e-3,
                model,
                clips.size(),
                seconds(begun),
                files.rdd().getNumPartitions());
        var rounds = new ArrayList<Round>();
        for (int i = 0; i < WARM_UP + count; i++) {
            Round round = round(files, spotting.classify(files), i % 2 == 0);
            System.out.println((i < WARM_UP ? "warm-up" : "round " + (i - WARM_UP + 1)) + ": " + round);
            if (i >= WARM_UP) {
                rounds.add(round);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "medians of %d rounds: %s; Spark / plain round by round: %.0f %%%n",
                count,
                new Round(median(rounds, Round::plain), median(rounds, Round::onSpark), median(rounds, Round::reading)),
                100 * median(rounds, Round::ratio));
    }

    private Round round(Dataset<Row> files, Dataset<Row> classified, boolean plainFirst) {
        double plain = plainFirst ? rate(this::plain) : 0;
        double onSpark = rate(() -> consume(classified));
        plain = plainFirst ? plain : rate(this::plain);
        return new Round(plain, onSpark, rate(() -> consume(files.select("path", "content"))));
    }

    private void plain() {
        classifier.classifyAll(clips.stream().map(MeasureThroughput::decode)).forEach(prediction -> {});
    }

    private static Audio decode(Path file) {
        try {
            return AudioDecoder.standard().decode(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Dataset<Row> files(Path folder) {
        return spark.read()
                .format("binaryFile")
                .option("pathGlobFilter", "*.wav")
                .option("recursiveFileLookup", true)
                .load(folder.toString());
    }

    private static void consume(Dataset<Row> rows) {
        rows.write().format("noop").mode("overwrite").save();
    }

    private double rate(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return clips.size() / seconds(begun);
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) * 1e-9;
    }

    /** The middle one, of an even number the higher of two. */
    private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        return rounds.stream().mapToDouble(value).sorted().toArray()[rounds.size() / 2];
    }
}
