package io.github.kws4j.bench;

import io.github.kws4j.KeywordClassifier;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does a fresh JVM take to load the embedded model, ONNX Runtime's native library included? Each of ten JVMs
 * loads it once.
 *
 * <pre>{@code java -jar kws-bench/target/benchmarks.jar LoadBenchmark}</pre>
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init")
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(10)
public class LoadBenchmark {
    private KeywordClassifier classifier;

    /** Loads it. */
    @Benchmark
    public KeywordClassifier load() {
        classifier = BenchmarkedModel.open();
        return classifier;
    }

    /** Frees it. */
    @TearDown
    public void close() {
        classifier.close();
    }
}
