package io.github.kws4j.train.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaddingTest {
    @ParameterizedTest
    @CsvSource({
        // input, taps, stride, dilation: zeros before and after, outputs
        "10, 3, 1, 1, 1, 1, 10",
        "10, 3, 2, 1, 0, 1, 5",
        "11, 3, 2, 1, 1, 1, 6",
        "10, 4, 1, 1, 1, 2, 10",
        "10, 3, 1, 2, 2, 2, 10",
        "10, 1, 2, 1, 0, 0, 5",
    })
    void bothEndsPadAsTensorFlowDoes(
            int input, int taps, int stride, int dilation, int before, int after, int outputs) {
        Kernel kernel = Kernel.of(1, taps)
                .withStride(1, stride)
                .withDilation(1, dilation)
                .withPadding(Padding.NONE, Padding.BOTH_ENDS);
        FeatureShape in = new FeatureShape(1, input, 1);
        assertThat(kernel.pads(in)).containsExactly(0, before, 0, after);
        assertThat(kernel.output(in, 7)).isEqualTo(new FeatureShape(1, outputs, 7));
    }

    @ParameterizedTest
    @CsvSource({
        "16, 5, 1, 1, 4, 16",
        "16, 5, 2, 1, 3, 8",
        "16, 3, 1, 4, 8, 16",
        "16, 1, 2, 1, 0, 8",
        "17, 9, 2, 1, 7, 8"
    })
    void beforePadsSoThatNothingAheadIsNeeded(int input, int taps, int stride, int dilation, int before, int outputs) {
        Kernel kernel = Kernel.of(taps, 1)
                .withStride(stride, 1)
                .withDilation(dilation, 1)
                .withPadding(Padding.BEFORE, Padding.NONE);
        FeatureShape in = new FeatureShape(input, 1, 1);
        assertThat(kernel.pads(in)).containsExactly(before, 0, 0, 0);
        assertThat(kernel.output(in, 2)).isEqualTo(new FeatureShape(outputs, 1, 2));
        int lastTap = (outputs - 1) * stride - before + (taps - 1) * dilation;
        assertThat(lastTap).isLessThan(outputs * stride);
    }

    @Test
    void withoutPaddingWindowsLieWithin() {
        Kernel kernel = Kernel.of(3, 5).withStride(2, 1);
        assertThat(kernel.pads(new FeatureShape(9, 9, 1))).containsOnly(0);
        assertThat(kernel.output(new FeatureShape(9, 9, 1), 1)).isEqualTo(new FeatureShape(4, 5, 1));
    }
}
