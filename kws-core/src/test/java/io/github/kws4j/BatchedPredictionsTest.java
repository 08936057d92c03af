package io.github.kws4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.kws4j.audio.Audio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How {@code classifyAll} spreads clips over the cores. */
class BatchedPredictionsTest {
    private static final ModelMetadata TWO = ModelMetadata.builder(List.of("a", "b"))
            .sampleRate(8)
            .windowSamples(1)
            .build();

    /** The only sample is the logit of a. */
    private interface Echo extends KeywordNetwork {
        void before(float[] rows, int batch);

        @Override
        default void run(float[] rows, int batch, float[] logits) {
            before(rows, batch);
            for (int i = 0; i < batch; i++) {
                logits[2 * i] = rows[i];
                logits[2 * i + 1] = 0;
            }
        }

        @Override
        default Map<String, String> metadata() {
            return Map.of();
        }

        @Override
        default List<Integer> inputShape() {
            return List.of(1);
        }

        @Override
        default int classes() {
            return 2;
        }

        @Override
        default Device device() {
            return Device.cpu();
        }

        @Override
        default String deviceNote() {
            return "";
        }

        @Override
        default void close() {}
    }

    private static KeywordClassifier classifier(Echo network) {
        return KeywordClassifier.of(network, TWO);
    }

    private static Audio clip(int logit) {
        return Audio.of(new float[] {logit}, 8);
    }

    private static List<Audio> clips(int count) {
        return IntStream.range(0, count).mapToObj(i -> clip(i)).toList();
    }

    private static List<Integer> logits(List<Prediction> predictions) {
        return predictions.stream().map(p -> (int) p.logits()[0]).toList();
    }

    @Test
    void networkRunsOnSeveralThreadsAtOnce() {
        var inside = new CountDownLatch(2);
        var classifier = classifier((rows, batch) -> {
            inside.countDown();
            awaitOrFail(inside);
        });

        assertThat(logits(classifier.classifyAll(clips(100))))
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("no second thread came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void orderIsThatOfTheClipsWhereLaterChunksAreDoneFirst() {
        var others = new CountDownLatch(1);
        var classifier = classifier((rows, batch) -> {
            if (rows[0] == 0) {
                awaitOrFail(others);
            } else {
                others.countDown();
            }
        });

        assertThat(logits(classifier.classifyAll(clips(100))))
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void readingThreadDoesAllWhereThePoolIsBusy() {
        int workers = ForkJoinPool.getCommonPoolParallelism();
        var busy = new CountDownLatch(workers);
        var end = new CountDownLatch(1);
        for (int i = 0; i < workers; i++) {
            ForkJoinPool.commonPool().execute(() -> {
                busy.countDown();
                awaitOrFail(end);
            });
        }
        awaitOrFail(busy);
        try {
            var classifier = classifier((rows, batch) -> {});
            assertTimeoutPreemptively(
                    Duration.ofMinutes(1),
                    () -> assertThat(classifier.classifyAll(clips(1000))).hasSize(1000));
        } finally {
            end.countDown();
        }
    }

    @Test
    void clipsOfEarlierChunksThanARefusedOneAreAnswered() {
        var clips = new ArrayList<>(clips(200));
        clips.set(150, Audio.of(new float[2], 8));
        var answered = new ArrayList<Integer>();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> classifier((rows, batch) -> {})
                        .classifyAll(clips.stream())
                        .forEach(p -> answered.add((int) p.logits()[0])))
                .withMessageStartingWith("clip 150: expected at most 1 sample");
        assertThat(answered)
                .hasSizeBetween(128, 150)
                .containsExactlyElementsOf(
                        IntStream.range(0, answered.size()).boxed().toList());
    }

    @Test
    void whatTheNetworkThrowsIsThrownOnTheReadingThread() {
        var classifier = classifier((rows, batch) -> {
            throw new ModelException("inference failed");
        });

        assertThatThrownBy(() -> classifier.classifyAll(clips(100)))
                .isInstanceOf(ModelException.class)
                .hasMessage("inference failed");
    }

    @Test
    void gpuGetsLargerChunks() {
        var batches = Collections.synchronizedList(new ArrayList<Integer>());
        var classifier = classifier(new Echo() {
            @Override
            public void before(float[] rows, int batch) {
                batches.add(batch);
            }

            @Override
            public Device device() {
                return Device.cuda(0);
            }
        });

        classifier.classifyAll(clips(4096));
        assertThat(batches).hasSize(32).containsOnly(128);

        batches.clear();
        classifier.classifyAll(clips(256));
        assertThat(batches).hasSize(8).containsOnly(32);
    }

    @Test
    void fewClipsAreDividedAmongTheCores() {
        int cores = ForkJoinPool.getCommonPoolParallelism() + 1;
        var batches = Collections.synchronizedList(new ArrayList<Integer>());
        var classifier = classifier((rows, batch) -> batches.add(batch));

        classifier.classifyAll(clips(8 * cores));
        assertThat(batches).hasSize(2 * cores).containsOnly(4);

        batches.clear();
        classifier
                .classifyAll(Stream.concat(clips(64 * cores).stream(), Stream.of(clip(1))))
                .forEach(p -> {});
        assertThat(batches).containsOnly(16, 1).containsOnlyOnce(1);
    }
}
