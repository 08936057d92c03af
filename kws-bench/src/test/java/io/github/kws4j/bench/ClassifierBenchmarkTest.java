package io.github.kws4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClassifierBenchmarkTest {
    private static final Offset<Float> TOLERANCE = Offset.offset(1e-4f);

    @ParameterizedTest
    @EnumSource(names = "TUTORIAL_.*", mode = EnumSource.Mode.MATCH_ALL)
    void everyWayToRunTheTutorialsNetworkGivesTheSameLogits(Variant variant) throws IOException {
        float[] ours = logits(Variant.TUTORIAL, 1);

        assertThat(ours).hasSize(8);
        assertThat(ours[0]).isNotCloseTo(ours[1], TOLERANCE);
        assertThat(logits(variant, 1)).containsExactly(ours, TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource({"TUTORIAL", "TUTORIAL_BARE", "TUTORIAL_TENSORFLOW"})
    void everyClipOfABatchHasTheLogitsOfOne(Variant variant) throws IOException {
        float[] one = logits(Variant.TUTORIAL, 1);
        float[] three = logits(variant, 3);

        assertThat(three).hasSize(24);
        for (int i = 0; i < three.length; i++) {
            assertThat(three[i]).isCloseTo(one[i % 8], TOLERANCE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "EMBEDDED_.*", mode = EnumSource.Mode.MATCH_ALL)
    void everyWayToRunTheEmbeddedNetworkGivesTheSameLogits(Variant variant) throws IOException {
        assertThat(logits(variant, 1)).containsExactly(logits(Variant.EMBEDDED, 1), TOLERANCE);
    }

    private static float[] logits(Variant variant, int batch) throws IOException {
        var benchmark = new ClassifierBenchmark();
        benchmark.variant = variant;
        benchmark.batch = batch;
        benchmark.open();
        try {
            return benchmark.classify();
        } finally {
            benchmark.close();
        }
    }
}
