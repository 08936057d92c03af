package io.github.kws4j.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordStream;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.words.CustomKeywords;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How does cost grow with the number of streams, of clips and of words? Prints a table of each: processor time of the
 * whole process, which depends little on what else the machine does, and resident memory. Run it with a heap whose size
 * is fixed, so that memory says something.
 *
 * <pre>{@code java -Xms1g -Xmx1g -cp kws-bench/target/benchmarks.jar io.github.kws4j.bench.Growth [MOST_CLIPS]}</pre>
 */
public final class Growth {
    private static final int RATE = 16_000;
    private static final int CHUNK = RATE / 10;
    private static final int STREAM_SECONDS = 5;
    private static final int DIFFERENT_CLIPS = 100;
    private static final int RECORDINGS = 5;

    private final int leastSeconds;
    private final int leastClips;

    /** Measures over so many seconds of streams and so many clips at least. */
    Growth(int leastSeconds, int leastClips) {
        this.leastSeconds = leastSeconds;
        this.leastClips = leastClips;
    }

    /** Takes the largest number of clips (1,000,000). */
    public static void main(String[] args) throws IOException {
        int most = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        System.out.println("load at the start: "
                + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        var growth = new Growth(600, 2000);
        System.out.print(growth.words(1, 3, 10, 50));
        try (KeywordClassifier classifier = BenchmarkedModel.open()) {
            System.out.print(growth.streams(classifier, 1, 10, 100, 1000, 2000));
        }
        try (KeywordClassifier classifier = KeywordClassifier.pretrained()) {
            int[] counts = IntStream.iterate(1, n -> n <= most, n -> n * 10).toArray();
            System.out.print(growth.clips(classifier, counts));
        }
        System.out.println("load at the end: "
                + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Streams of one group, each given 100 ms, and the group run, until all have had a number of seconds. */
    String streams(KeywordClassifier classifier, int... counts) {
        var lines = new ArrayList<String>();
        lines.add("| streams | ms of one core a second of a stream | share of one core each | all | resident MB |");
        lines.add("|---:|---:|---:|---:|---:|");
        float[] second = Voice.say(0, new Random(1));
        run(classifier, second, 1, leastSeconds); // compiles
        for (int count : counts) {
            int seconds = Math.max(Math.min(STREAM_SECONDS, leastSeconds), leastSeconds / count);
            double each = run(classifier, second, count, seconds) / count / seconds;
            lines.add(row(
                    "| %,d | %.2f | %.3f %% | %.2f cores | %d |",
                    count, each, each / 10, each * count / 1000, memory()));
        }
        return String.join("\n", lines) + "\n\n";
    }

    /** Milliseconds of processor time. */
    private static double run(KeywordClassifier classifier, float[] second, int count, int seconds) {
        try (var group = classifier.stream().openGroup(Math.min(count, 64))) {
            List<KeywordStream> streams =
                    Stream.generate(group::open).limit(count).toList();
            long before = processor();
            for (int chunk = 0; chunk < seconds * 10; chunk++) {
                for (KeywordStream stream : streams) {
                    stream.accept(second, chunk % 10 * CHUNK, CHUNK);
                }
                group.run();
            }
            return (processor() - before) * 1e-6;
        }
    }

    /** A stream of clips over repeated sound, of which no more than a batch is kept. */
    String clips(KeywordClassifier classifier, int... counts) {
        var lines = new ArrayList<String>();
        lines.add("| clips | ms of one core a clip | all | resident MB |");
        lines.add("|---:|---:|---:|---:|");
        var random = new Random(1);
        List<Audio> sounds = IntStream.range(0, DIFFERENT_CLIPS)
                .mapToObj(i -> Audio.of(Voice.say(i, random), RATE))
                .toList();
        classify(classifier, sounds, leastClips); // compiles
        for (int count : counts) {
            int passes = Math.max(1, leastClips / count);
            long before = processor();
            for (int pass = 0; pass < passes; pass++) {
                classify(classifier, sounds, count);
            }
            double each = (processor() - before) * 1e-6 / passes / count;
            lines.add(row("| %,d | %.3f | %.1f s | %d |", count, each, each * count / 1000, memory()));
        }
        return String.join("\n", lines) + "\n\n";
    }

    private static void classify(KeywordClassifier classifier, List<Audio> sounds, int count) {
        var clips = IntStream.range(0, count).mapToObj(i -> sounds.get(i % sounds.size()));
        long answers =
                classifier.classifyAll(clips).filter(answer -> answer != null).count();
        if (answers != count) {
            throw new IllegalStateException("expected " + count + " answers but got " + answers);
        }
    }

    /** Own words in one model: what it costs to learn them and to listen for them. */
    String words(int... counts) throws IOException {
        var lines = new ArrayList<String>();
        lines.add("| words | core seconds to learn them | ms of one core a second of a stream | exported kB |");
        lines.add("|---:|---:|---:|---:|");
        try (CustomKeywords mine = enrol(counts[0])) { // compiles
            listen(mine, leastSeconds);
        }
        for (int count : counts) {
            long before = processor();
            try (CustomKeywords mine = enrol(count)) {
                double learning = (processor() - before) * 1e-9;
                double each = listen(mine, leastSeconds) / leastSeconds;
                lines.add(row("| %d | %.1f | %.2f | %,d |", count, learning, each, exported(mine)));
            }
        }
        return String.join("\n", lines) + "\n\n";
    }

    private static CustomKeywords enrol(int count) throws IOException {
        var random = new Random(1);
        var builder = CustomKeywords.builder();
        for (int word = 0; word < count; word++) {
            var recordings = new ArrayList<Audio>();
            for (int i = 0; i < RECORDINGS; i++) {
                recordings.add(Audio.of(Voice.say(word, random), RATE));
            }
            builder.keyword("word " + word, recordings);
        }
        return builder.enroll();
    }

    private static double listen(KeywordClassifier classifier, int seconds) {
        float[] second = Voice.say(0, new Random(1));
        try (KeywordStream stream = classifier.stream().falseAlarmsPerHour(1).open()) {
            long before = processor();
            for (int chunk = 0; chunk < seconds * 10; chunk++) {
                stream.accept(second, chunk % 10 * CHUNK, CHUNK);
            }
            return (processor() - before) * 1e-6;
        }
    }

    private static long exported(CustomKeywords mine) throws IOException {
        Path file = Files.createTempFile("words", ".onnx");
        try {
            mine.export(file);
            return Files.size(file) / 1000;
        } finally {
            Files.delete(file);
        }
    }

    private static long processor() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** The process's resident memory in MB; 0 where the system does not say. */
    private static long memory() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1000)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static String row(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
