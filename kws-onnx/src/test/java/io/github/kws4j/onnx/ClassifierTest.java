package io.github.kws4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.github.kws4j.Device;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordClassifierBuilder;
import io.github.kws4j.ModelException;
import io.github.kws4j.Prediction;
import io.github.kws4j.Score;
import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link KeywordClassifier} promises on any device, over a model whose answers are worked out by hand. */
class ClassifierTest {
    private final KeywordClassifier classifier = builder().load(TinyModel.model());

    @TempDir
    Path folder;

    Device device() {
        return Device.cpu();
    }

    private KeywordClassifierBuilder builder() {
        return KeywordClassifier.builder().device(device());
    }

    @AfterEach
    void close() {
        classifier.close();
    }

    @Test
    void logitsAreTheNetworksAndProbabilitiesTheirSoftmaxOverTheTemperature() {
        Prediction prediction = classifier.classify(new float[] {.5f, .25f, 1, 0});

        assertThat(prediction.label()).isEqualTo("b");
        assertThat(prediction.logits()).containsExactly(1, 3);
        assertThat(prediction.probability()).isEqualTo(1 / (1 + Math.exp(-2 / 2.0)), within(1e-12));
        assertThat(prediction.scores()).extracting(Score::label).containsExactly("a", "b");
        assertThat(prediction.scores().stream().mapToDouble(Score::probability).sum())
                .isEqualTo(1, within(1e-12));
    }

    @Test
    void topGivesTheBestFirst() {
        Prediction prediction = classifier.classify(new float[] {.5f, .25f, 1, 0});

        assertThat(prediction.top(1)).extracting(Score::label).containsExactly("b");
        assertThat(prediction.top(9)).extracting(Score::label).containsExactly("b", "a");
        assertThatThrownBy(() -> prediction.top(0)).hasMessage("expected a count of 1 or more but got 0");
    }

    @Test
    void modelTellsItsLabelsRateWindowAndNotes() {
        assertThat(classifier.labels()).containsExactly("a", "b");
        assertThat(classifier.sampleRate()).isEqualTo(8);
        assertThat(classifier.windowSamples()).isEqualTo(4);
        assertThat(classifier.metadata().notes()).containsEntry("recipe", "tiny");
        assertThat(classifier.device()).isEqualTo(device());
        assertThat(classifier.deviceNote()).isEmpty();
    }

    @Test
    void shortClipIsPaddedWithSilence() {
        classifier.classify(new float[] {1, 1, 1, 1});

        assertThat(classifier.classify(new float[] {.5f, .25f}).logits()).containsExactly(1, 0);
    }

    @Test
    void longClipIsRefusedAndSentToTheStream() {
        assertThatThrownBy(() -> classifier.classify(new float[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected at most 4 samples (0.5 s at 8 Hz) but got 5; use stream() for longer audio");
    }

    @Test
    void emptyClipAndSamplesThatAreNoNumbersAreRefused() {
        assertThatThrownBy(() -> classifier.classify(new float[0])).hasMessage("expected at least 1 sample but got 0");
        assertThatThrownBy(() -> classifier.classify(new float[] {0, Float.NaN}))
                .hasMessage("expected finite samples but got NaN at index 1");
        assertThatThrownBy(() -> classifier.classify(new float[] {0, 0, Float.NEGATIVE_INFINITY}))
                .hasMessage("expected finite samples but got -Infinity at index 2");
    }

    @Test
    void batchesOfAnySizeKeepTheOrder() {
        var clips = clips(1000);

        var predictions = classifier.classifyAll(clips);

        assertThat(predictions).hasSize(1000);
        for (int i = 0; i < clips.size(); i++) {
            assertThat(predictions.get(i).logits()[0]).isEqualTo(i / 1024f);
        }
    }

    /** Clip {@code i} has the logit {@code i / 1024} for a. */
    private static List<Audio> clips(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Audio.of(new float[] {i / 1024f, 0, 0, 0}, 8))
                .toList();
    }

    @Test
    void progressCountsTheClipsDone() {
        var seen = new ArrayList<Integer>();

        classifier.classifyAll(clips(130), seen::add);

        assertThat(seen)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 130).boxed().toList());
    }

    @Test
    void streamOfClipsIsReadOnlyAFewBatchesAhead() {
        boolean cuda = device().kind() == Device.Kind.CUDA;
        int ahead = cuda ? 16 * 128 : 16 * (2 * ForkJoinPool.getCommonPoolParallelism() + 2);
        var taken = new AtomicInteger();
        var endless = Stream.generate(() -> Audio.of(new float[] {taken.getAndIncrement() / 1024f, 0, 0, 0}, 8));

        var predictions = classifier.classifyAll(endless).limit(100).toList();

        assertThat(predictions.get(99).logits()[0]).isEqualTo(99 / 1024f);
        assertThat(taken.get()).isLessThanOrEqualTo(100 + 3 * 64);
    }

    @Test
    void refusedClipInABatchIsNamed() {
        var clips = new ArrayList<>(clips(70));
        clips.set(66, Audio.of(new float[5], 8));

        assertThatThrownBy(() -> classifier.classifyAll(clips))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("clip 66: expected at most 4 samples");
    }

    @Test
    void modelIsLoadedFromAFile() throws IOException {
        Path file = folder.resolve("tiny.onnx");
        Files.write(file, TinyModel.model());

        try (var loaded = KeywordClassifier.load(file)) {
            assertThat(loaded.classify(new float[] {1}).label()).isEqualTo("a");
        }
    }

    @Test
    void fileThatIsNoModelIsNamed() throws IOException {
        Path missing = folder.resolve("missing.onnx");
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model");

        assertThatThrownBy(() -> KeywordClassifier.load(missing))
                .isInstanceOf(IOException.class)
                .hasMessage(missing + ": expected a model file but there is none");
        assertThatThrownBy(() -> KeywordClassifier.load(folder))
                .isInstanceOf(IOException.class)
                .hasMessage(folder + ": expected a model file but found a directory");
        assertThatThrownBy(() -> KeywordClassifier.load(text))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(text + ": expected an ONNX model that ONNX Runtime can run but found: ");
    }

    @Test
    void modelThatFitsNeitherFormIsRefusedWithBothSides() {
        assertThatThrownBy(() -> load("predictions", DataType.DOUBLE, -1, TinyModel.WINDOW))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected input waveform to be a float tensor but found ");
        assertThatThrownBy(() -> load("predictions", DataType.FLOAT, -1, -1))
                .hasMessageContaining("with fixed sizes behind the batch but found [-1, -1]");
        assertThatThrownBy(() -> KeywordClassifier.builder()
                        .labels(List.of("a", "b", "c"))
                        .load(TinyModel.model()))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("expected 2 labels, one for each output, but got 3: [a, b, c]");
    }

    private KeywordClassifier load(String output, DataType type, long... shape) {
        return builder().labels(TinyModel.LABELS).load(TinyModel.model(output, type, shape, Map.of()));
    }

    @Test
    void metadataThatContradictsTheNetworkIsRefused() {
        var entries = Map.of("kws.labels", "a\nb", "kws.sample_rate", "8", "kws.window", "5");

        assertThatThrownBy(() -> KeywordClassifier.builder().load(TinyModel.model(entries)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected an input of 5 samples but the network takes [4]");
        assertThatThrownBy(() -> KeywordClassifier.builder().load(TinyModel.model(Map.of("kws.labels", "a\nb"))))
                .hasMessageContaining("expected an entry kws.sample_rate but found none");
    }

    @Test
    void foreignModelNeedsItsLabelsAndTakesThem() {
        byte[] foreign = TinyModel.model("scores", DataType.FLOAT, new long[] {-1, TinyModel.WINDOW}, Map.of());

        assertThatThrownBy(() -> KeywordClassifier.builder().load(foreign))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("KeywordClassifier.builder().labels(...)")
                .hasMessageContaining("2 outputs");
        try (var loaded =
                builder().labels(List.of("left", "right")).sampleRate(8_000).load(foreign)) {
            assertThat(loaded.classify(new float[] {0, 0, 1, 0}).label()).isEqualTo("right");
            assertThat(loaded.sampleRate()).isEqualTo(8_000);
        }
    }

    @Test
    void foreignModelOfAFixedBatchHearsAnyNumberOfClips() {
        try (var loaded = load("scores", DataType.FLOAT, 3, TinyModel.WINDOW)) {
            var predictions = loaded.classifyAll(IntStream.range(0, 7)
                    .mapToObj(i -> Audio.of(new float[] {i, 0, 0, 0}, 16_000))
                    .toList());

            assertThat(predictions)
                    .extracting(prediction -> prediction.logits()[0])
                    .containsExactly(0f, 1f, 2f, 3f, 4f, 5f, 6f);
        }
    }

    @Test
    void useAfterCloseIsRefusedAndCloseIsIdempotent() {
        classifier.close();
        classifier.close();

        assertThatThrownBy(() -> classifier.classify(new float[4])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> classifier.classifyAll(clips(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(classifier::stream).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void cudaIsRefusedLoudlyOrReplacedWithItsReason() {
        var cuda = Device.cuda(0);
        Assumptions.assumeTrue(System.getProperty("kws.cuda") == null, "a CUDA device is there");

        assertThatThrownBy(() -> KeywordClassifier.builder().device(cuda).load(TinyModel.model()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected to run on cuda:0 but CUDA is unavailable: ")
                .hasMessageContaining("com.microsoft.onnxruntime:onnxruntime_gpu");
        try (var loaded = KeywordClassifier.builder().device(cuda.orCpu()).load(TinyModel.model())) {
            assertThat(loaded.device()).isEqualTo(Device.cpu());
            assertThat(loaded.deviceNote()).startsWith("cuda:0 is unavailable: ");
            assertThat(loaded.classify(new float[] {1}).label()).isEqualTo("a");
        }
    }

    @Test
    void closingWhileOthersClassifyEndsInAnIllegalState() throws Exception {
        var pool = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 50; round++) {
                var shared = builder().load(TinyModel.model());
                var running = new CountDownLatch(4);
                var ends = new ArrayList<Future<Throwable>>();
                for (int thread = 0; thread < 4; thread++) {
                    ends.add(pool.submit(() -> classifyUntilClosed(shared, running)));
                }
                running.await();
                shared.close();
                for (var end : ends) {
                    assertThat(end.get())
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("closed");
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Throwable classifyUntilClosed(KeywordClassifier shared, CountDownLatch running) {
        shared.classify(new float[] {1});
        running.countDown();
        try {
            while (true) {
                assertThat(shared.classify(new float[] {.5f, .25f, 1, 0}).logits())
                        .containsExactly(1, 3);
            }
        } catch (IllegalStateException e) {
            return e;
        }
    }
}
