package io.github.kws4j.bench;

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
 * What do the magnitudes of the tutorial's STFT cost for a second of sound, on one thread? Rivals: JTransforms' FFT of
 * the 124 frames and nothing else, which is the floor for whoever takes it; Commons Math's FFT in its place;
 * TensorFlow; ONNX Runtime's operator.
 *
 * <pre>{@code java -jar kws-bench/target/benchmarks.jar SpectrogramBenchmark -prof gc}</pre>
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(3)
public class SpectrogramBenchmark {
    static final int RATE = 16_000;

    /** Who computes it. */
    @Param
    public StftRival rival = StftRival.KWS4J;

    private StftRival.Transform transform;
    private float[] second;

    /** Makes the sound and opens the rival. */
    @Setup
    public void open() {
        second = AudioBenchmark.chirp(RATE, RATE).samples();
        transform = rival.open(second);
    }

    /** Frees what the rival holds. */
    @TearDown
    public void close() {
        transform.close();
    }

    /** A second of sound; 124 frames x 129 bins. */
    @Benchmark
    public float[] magnitudes() {
        return transform.apply(second);
    }
}
