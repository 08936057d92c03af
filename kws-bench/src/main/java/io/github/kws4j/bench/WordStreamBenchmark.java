package io.github.kws4j.bench;

import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
 * What does a second of a stream cost that listens for three words of five recordings each, beside those who also learn
 * words from a few recordings? Google's embedding is read from {@code -jvmArgsAppend -Dkws.google=FOLDER}, as
 * openWakeWord distributes it.
 *
 * <pre>{@code java -jar kws-bench/target/benchmarks.jar WordStreamBenchmark}</pre>
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WordStreamBenchmark {
    /** Who listens. */
    @Param
    WordStream.Rival rival;

    private WordStream stream;
    private float[] second;

    /** Learns the words. */
    @Setup
    public void open() throws IOException {
        var random = new Random(1);
        var words = new ArrayList<List<Audio>>();
        for (int word = 0; word < 3; word++) {
            var recordings = new ArrayList<Audio>();
            for (int i = 0; i < 5; i++) {
                recordings.add(Audio.of(say(word, random), WordStream.RATE));
            }
            words.add(recordings);
        }
        stream = rival.listenFor(words);
        second = say(0, random);
    }

    /** Three quarters of a second of a voice that glides between vowels in an order of the word's own. */
    private static float[] say(int word, Random random) {
        float[] samples = new float[WordStream.RATE];
        double pitch = 110 + 20 * random.nextDouble();
        double phase = 0;
        int began = samples.length / 8;
        int length = samples.length * 3 / 4;
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (1e-3 * random.nextGaussian());
            double at = (double) (i - began) / length;
            if (at >= 0 && at < 1) {
                phase += 2 * Math.PI * pitch / WordStream.RATE;
                double formant = 1000 + 700 * Math.sin(2 * Math.PI * (at * (word + 1) + word / 3.0));
                for (int harmonic = 1; harmonic * pitch < 4000; harmonic++) {
                    double off = (harmonic * pitch - formant) / 150;
                    samples[i] += (float) (0.1 * Math.sin(harmonic * phase) / (1 + off * off));
                }
            }
        }
        return samples;
    }

    /** A second of the stream. */
    @Benchmark
    public int second() {
        return stream.accept(second);
    }

    /** Frees the models. */
    @TearDown
    public void close() {
        stream.close();
    }
}
