package io.github.kws4j.bench;

import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.train.KeywordTrainer;
import io.github.kws4j.train.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.SynchronousQueue;
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
 * How long does one step of training take, for the tutorial's network (64 clips) and the embedded one's (100)?
 * TensorFlow takes all cores.
 *
 * <pre>{@code java -jar kws-bench/target/benchmarks.jar TrainBenchmark}</pre>
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls start() first
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(3)
public class TrainBenchmark {
    /** Which network. */
    public enum Recipe {
        /** {@link KeywordTrainer#tutorial()}. */
        TUTORIAL,
        /** {@link KeywordTrainer#compact()}. */
        COMPACT;

        KeywordTrainer trainer() {
            return this == TUTORIAL ? KeywordTrainer.tutorial() : KeywordTrainer.compact();
        }
    }

    /** Which network. */
    @Param
    public Recipe recipe = Recipe.TUTORIAL;

    private final SynchronousQueue<Step> steps = new SynchronousQueue<>();
    private Thread training;

    /** Starts a training on noise that waits after each step until it is taken. */
    @Setup
    public void start() {
        var clips = TutorialModel.noise(800);
        var trainer = recipe.trainer().epochs(Integer.MAX_VALUE).onStep(this::hand);
        training = new Thread(() -> {
            try {
                trainer.fit(clips, AudioDataset.of(clips.clips().subList(0, 8)));
            } catch (CancellationException stopped) {
                // as stop() asks
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        training.start();
    }

    private void hand(Step step) {
        try {
            steps.put(step);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The time from one step's end to the next one's; an epoch's end falls into every thirteenth or eighth. */
    @Benchmark
    public Step step() throws InterruptedException {
        return steps.take();
    }

    /** Ends the training. */
    @TearDown
    public void stop() throws InterruptedException {
        training.interrupt();
        training.join();
    }
}
