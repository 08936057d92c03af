package io.github.kws4j.bench.rivals;

import io.github.kws4j.Detection;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.bench.Voice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
 * words from a few recordings? Google's networks are read from {@code -jvmArgsAppend -Dkws.google=FOLDER}, as
 * openWakeWord distributes them.
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
    Rival rival;

    private WordStream stream;
    private float[] second;

    /** Learns the words. */
    @Setup
    public void open() throws IOException {
        var random = new Random(1);
        var words = new LinkedHashMap<String, List<Audio>>();
        for (int word = 0; word < 3; word++) {
            var recordings = new ArrayList<Audio>();
            for (int i = 0; i < 5; i++) {
                recordings.add(Audio.of(Voice.say(word, random), WordStream.RATE));
            }
            words.put("word " + word, recordings);
        }
        stream = rival.listenFor(words);
        second = Voice.say(0, random);
    }

    /** A second of the stream. */
    @Benchmark
    public List<Detection> second() {
        return stream.accept(second);
    }

    /** Frees the models. */
    @TearDown
    public void close() {
        stream.close();
    }
}
