package io.github.kws4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.sun.management.ThreadMXBean;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.spectrogram.Spectrogram;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call of {@code classify(float[])} leaves less than 1 KB to the garbage collector. */
class AllocationTest {
    private static final int CALLS = 2000;

    @Test
    void classifyAllocatesLessThanAKilobyteThatTheNetworkTakesAsItIs() {
        try (var classifier = KeywordClassifier.builder().load(TinyModel.model())) {
            assertThat(bytesPerCall(classifier, new float[TinyModel.WINDOW])).isLessThan(1024);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8002, 5000})
    void classifyAllocatesLessThanAKilobyteForAClipOfOrBelowTheWindowsLength(int samples) {
        var model = TinyModel.model("predictions", DataType.FLOAT, new long[] {-1, 4}, Map.of());
        var twoFramesFarApart = Spectrogram.stft().frameLength(2).frameStep(8000);
        try (var classifier = KeywordClassifier.builder()
                .labels(TinyModel.LABELS)
                .spectrogram(twoFramesFarApart.build())
                .load(model)) {
            assertThat(bytesPerCall(classifier, new float[samples])).isLessThan(1024);
        }
    }

    private static long bytesPerCall(KeywordClassifier classifier, float[] clip) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        for (int i = 0; i < CALLS; i++) {
            classifier.classify(clip);
        }
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < CALLS; i++) {
            classifier.classify(clip);
        }
        return (threads.getThreadAllocatedBytes(thread) - before) / CALLS;
    }
}
