package io.github.kws4j.bench;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.words.CustomKeywords;
import io.github.kws4j.words.CustomKeywordsBuilder;
import io.github.kws4j.words.SpeechEmbedding;
import java.io.IOException;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to enrol three words of ten recordings? Beside it an embedding alone: ours, or, with {@code
 * -jvmArgsAppend -Dkws.embedding=FOLDER}, Google's as openWakeWord distributes and runs it.
 *
 * <pre>{@code java -jar kws-bench/target/benchmarks.jar OwnWordsBenchmark}</pre>
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class OwnWordsBenchmark {
    private static final int RATE = 16_000;

    private final List<List<Audio>> words = new ArrayList<>();
    private SpeechEmbedding embedding;
    private float[] second;

    /** Makes the recordings of three words. */
    @Setup
    public void open() throws IOException {
        var random = new Random(1);
        for (int word = 0; word < 3; word++) {
            var recordings = new ArrayList<Audio>();
            for (int i = 0; i < 10; i++) {
                recordings.add(bursts(word, random));
            }
            words.add(recordings);
        }
        String other = System.getProperty("kws.embedding", "");
        embedding = other.isEmpty() ? SpeechEmbedding.standard() : SpeechEmbedding.load(Path.of(other));
        second = bursts(0, random).fitTo(RATE).samples();
    }

    /** Bursts of noise in a rhythm of the word's own, with a pause before and after them. */
    private static Audio bursts(int word, Random random) {
        float[] samples = new float[RATE * 3 / 2];
        for (int i = 0; i < samples.length; i++) {
            boolean said = i > RATE / 4 && i < RATE;
            double loudness = said ? 0.1 * Math.abs(Math.sin(i * (word + 3) * 2e-4)) : 1e-3;
            samples[i] = (float) (loudness * random.nextGaussian());
        }
        return Audio.of(samples, RATE);
    }

    /** From recordings in memory to a classifier, which is closed again. */
    @Benchmark
    public CustomKeywords enroll() throws IOException {
        CustomKeywords enrolled = enrolled();
        enrolled.close();
        return enrolled;
    }

    private CustomKeywords enrolled() throws IOException {
        CustomKeywordsBuilder builder = CustomKeywords.builder();
        for (int word = 0; word < words.size(); word++) {
            builder.keyword("word " + word, words.get(word));
        }
        return builder.enroll();
    }

    /** The vectors of a second of sound, without words. */
    @Benchmark
    public float[][] embeddingOfASecond() {
        return embedding.embed(Audio.of(second, RATE));
    }

    /** Frees the embedding. */
    @TearDown
    public void close() {
        embedding.close();
    }
}
