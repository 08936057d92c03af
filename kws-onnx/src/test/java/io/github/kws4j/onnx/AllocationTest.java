package io.github.kws4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.ThreadMXBean;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.spectrogram.Spectrogram;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clip leaves at most 100 bytes more to the garbage collector than ONNX Runtime's {@code run} over bound tensors. */
class AllocationTest {
    private static final int ROUNDS = 5;
    private static final int CLIPS = 64;
    private static final int MOST_MORE = 100;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static KeywordClassifier pretrained;
    private static long bare;

    @BeforeAll
    static void measureTheBareNetwork() throws OrtException {
        pretrained = KeywordClassifier.pretrained();
        Spectrogram spectrogram =
                Spectrogram.of(pretrained.metadata().frontEnd().orElseThrow());
        long[] input = {1, spectrogram.frames(pretrained.windowSamples()), spectrogram.bins()};
        bare = bareBytes(
                new EnglishKeywords().content(), input, pretrained.labels().size());
    }

    @AfterAll
    static void close() {
        pretrained.close();
    }

    private static long bareBytes(byte[] model, long[] inputShape, int classes) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        int length = (int) Arrays.stream(inputShape).reduce(1, Math::multiplyExact);
        try (var session = environment.createSession(model);
                var input = OnnxTensor.createTensor(environment, direct(length), inputShape);
                var output = OnnxTensor.createTensor(environment, direct(classes), new long[] {1, classes})) {
            Map<String, OnnxTensor> inputs =
                    Map.of(session.getInputNames().iterator().next(), input);
            Map<String, OnnxTensor> outputs =
                    Map.of(session.getOutputNames().iterator().next(), output);
            return bytesPerClip(1, () -> run(session, inputs, outputs));
        }
    }

    private static FloatBuffer direct(int length) {
        return ByteBuffer.allocateDirect(length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private static void run(OrtSession session, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
        try {
            session.run(inputs, outputs).close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16_000, 9_000})
    void samplesOfOrBelowTheWindowsLength(int length) {
        float[] samples = new float[length];
        assertThat(bytesPerClip(1, () -> pretrained.classify(samples))).isLessThanOrEqualTo(bare + MOST_MORE);
    }

    @Test
    void audio() {
        Audio clip = Audio.of(new float[16_000], 16_000);
        assertThat(bytesPerClip(1, () -> pretrained.classify(clip))).isLessThanOrEqualTo(bare + MOST_MORE);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 16, 64})
    void clipOfABatchOnAllThreads(int count) {
        var clips = Collections.nCopies(count, Audio.of(new float[16_000], 16_000));
        assertThat(bytesPerClip(count, () -> pretrained.classifyAll(clips))).isLessThanOrEqualTo(bare + MOST_MORE);
    }

    @Test
    void networkThatTakesSamplesAsTheyAre() throws OrtException {
        byte[] model = TinyModel.model();
        long bareOfTiny = bareBytes(model, new long[] {1, TinyModel.WINDOW}, 2);
        float[] samples = new float[TinyModel.WINDOW];
        try (var classifier = KeywordClassifier.builder().load(model)) {
            assertThat(bytesPerClip(1, () -> classifier.classify(samples))).isLessThanOrEqualTo(bareOfTiny + MOST_MORE);
        }
    }

    /** The median of some rounds, after others that are not counted. */
    private static long bytesPerClip(int clipsACall, Runnable call) {
        long[] bytes = new long[2 * ROUNDS];
        for (int round = 0; round < bytes.length; round++) {
            long before = allocated();
            for (int done = 0; done < CLIPS; done += clipsACall) {
                call.run();
            }
            bytes[round] = (allocated() - before) / CLIPS;
        }
        long[] warm = Arrays.copyOfRange(bytes, ROUNDS, bytes.length);
        Arrays.sort(warm);
        return warm[ROUNDS / 2];
    }

    /** By all threads that live, as a batch is spread over the common pool's. */
    private static long allocated() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
