package io.github.kws4j.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PeaksTest {
    @Test
    void asManyPeaksReachTheThresholdAndFewerReachTheNextValue() {
        var random = new Random(1);
        float[] values = new float[20_000];
        for (int t = 0; t < values.length; t++) {
            values[t] = (float) random.nextGaussian();
        }

        for (int wanted : new int[] {1, 2, 7, 40}) {
            float threshold = Peaks.threshold(values, wanted + 0.9);
            assertThat(peaks(values, threshold)).isEqualTo(wanted);
            assertThat(peaks(values, threshold + 1e-5f)).isEqualTo(wanted - 1);
        }
    }

    private static int peaks(float[] values, double threshold) {
        int peaks = 0;
        int last = -100;
        for (int t = 0; t < values.length; t++) {
            if (values[t] >= threshold) {
                peaks += t - last >= 9 ? 1 : 0;
                last = t;
            }
        }
        return peaks;
    }

    @Test
    void lessThanOnePeakIsOne() {
        assertThat(Peaks.threshold(new float[] {-3, -1, -2}, 0.2)).isEqualTo(-1);
    }
}
