package io.github.kws4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to go from a second of sound in memory to the answer, one clip at a time or in batches, with the
 * tutorial's network and the one in the jar? {@link Variant} names the rivals. {@code threads} is what one inference
 * may use; {@code classifyAll}, which takes batches above 1, computes spectrograms on the common pool besides.
 *
 * <pre>{@code
 * java -jar kws-bench/target/benchmarks.jar ClassifierBenchmark -p batch=1 -p threads=1 -prof gc
 * java -jar kws-bench/target/benchmarks.jar ClassifierBenchmark -p variant=TUTORIAL -p batch=1 -p threads=1 -t 2
 * }</pre>
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
public class ClassifierBenchmark {
    /** Which network, and what runs it. */
    @Param
    public Variant variant = Variant.TUTORIAL;

    /** Clips at once. */
    @Param({"1", "16", "64", "256"})
    public int batch = 1;

    /** Threads that one inference may use. */
    @Param({"1", "2"})
    public int threads = 1;

    private Path folder;
    private Variant.Answers answers;

    /** Makes the model and opens what runs it. */
    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("kws4j");
        answers = variant.open(folder, batch, threads);
    }

    /** Frees and deletes it. */
    @TearDown
    public void close() throws IOException {
        answers.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Logits, {@code batch x labels}. */
    @Benchmark
    public float[] classify() {
        return answers.logits();
    }
}
