package io.github.kws4j.bench;

import io.github.kws4j.Detection;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordStream;
import io.github.kws4j.KeywordStreamBuilder;
import io.github.kws4j.KeywordStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a second of sound cost a stream, alone and in a group of {@value #STREAMS}, and what does it allocate? 5000
 * µs are 0.5 % of one core.
 *
 * <pre>{@code java -jar kws-bench/target/benchmarks.jar StreamBenchmark -prof gc}</pre>
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class StreamBenchmark {
    static final int STREAMS = 64;

    /** Bursts of noise in the rhythm of syllables, or the same 40 dB down, where a gate skips the network. */
    @Param({"bursts", "quiet"})
    public String sound = "bursts";

    /** A gate in dB; 0 is none. */
    @Param({"0", "10"})
    public double gate;

    private KeywordClassifier classifier;
    private KeywordStream stream;
    private KeywordStreams group;
    private final List<KeywordStream> members = new ArrayList<>();
    private float[] second;

    /** Opens the streams. */
    @Setup
    public void open() {
        classifier = BenchmarkedModel.open();
        second = sound.equals("bursts") ? bursts(classifier.sampleRate()) : hiss(classifier.sampleRate());
        stream = builder().open();
        group = builder().openGroup(STREAMS);
        Stream.generate(group::open).limit(STREAMS).forEach(members::add);
    }

    private KeywordStreamBuilder builder() {
        var builder = classifier.stream().threshold(1);
        return gate > 0 ? builder.gate(gate) : builder;
    }

    private static float[] hiss(int rate) {
        var random = new Random(1);
        float[] samples = new float[rate];
        for (int i = 0; i < rate; i++) {
            samples[i] = (float) (random.nextGaussian() * 1e-3);
        }
        return samples;
    }

    private static float[] bursts(int rate) {
        float[] samples = hiss(rate);
        for (int i = 0; i < rate; i++) {
            samples[i] *= (float) (1 + 99 * Math.max(0, Math.sin(2 * Math.PI * 4 * i / rate)));
        }
        return samples;
    }

    /** Closes the streams and their classifier. */
    @TearDown
    public void close() {
        group.close();
        stream.close();
        classifier.close();
    }

    /** A second in one stream. */
    @Benchmark
    public List<Detection> second() {
        return stream.accept(second);
    }

    /** A second in each stream of a group, in chunks of 100 ms; the time is that of one stream. */
    @Benchmark
    @OperationsPerInvocation(STREAMS)
    public int secondInGroup() {
        int chunk = second.length / 10;
        int windows = 0;
        for (int at = 0; at + chunk <= second.length; at += chunk) {
            for (KeywordStream member : members) {
                member.accept(second, at, chunk);
            }
            windows += group.run();
        }
        return windows;
    }
}
