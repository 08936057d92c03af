package io.github.kws4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpectrogramBenchmarkTest {
    @ParameterizedTest
    @EnumSource
    void everyRivalGivesTheSameMagnitudes(StftRival rival) {
        float[] ours = magnitudes(StftRival.KWS4J);
        float[] theirs = magnitudes(rival);
        if (rival == StftRival.JTRANSFORMS_FFT_ALONE) {
            theirs = ofPacked(theirs);
        }

        assertThat(ours).hasSize(124 * 129);
        assertThat(theirs).hasSameSizeAs(ours);
        double peak = 0;
        double largest = 0;
        for (int i = 0; i < ours.length; i++) {
            peak = Math.max(peak, ours[i]);
            largest = Math.max(largest, Math.abs(ours[i] - theirs[i]));
        }
        assertThat(loudest(theirs, 60)).isEqualTo(31); // 1952 Hz at its centre
        assertThat(largest / peak).isLessThan(1e-6);
    }

    private static int loudest(float[] magnitudes, int frame) {
        int loudest = 0;
        for (int bin = 1; bin < StftRival.BINS; bin++) {
            if (magnitudes[frame * StftRival.BINS + bin] > magnitudes[frame * StftRival.BINS + loudest]) {
                loudest = bin;
            }
        }
        return loudest;
    }

    private static float[] magnitudes(StftRival rival) {
        var benchmark = new SpectrogramBenchmark();
        benchmark.rival = rival;
        benchmark.open();
        float[] answer = benchmark.magnitudes();
        benchmark.close();
        return answer;
    }

    /** From JTransforms' order: Re 0, Re n/2, Re 1, Im 1, Re 2, ... */
    private static float[] ofPacked(float[] spectra) {
        float[] magnitudes = new float[StftRival.FRAMES * StftRival.BINS];
        for (int i = 0; i < magnitudes.length; i++) {
            int frame = i / StftRival.BINS * StftRival.FFT;
            int bin = i % StftRival.BINS;
            magnitudes[i] = bin == 0 || bin == StftRival.FFT / 2
                    ? Math.abs(spectra[frame + (bin == 0 ? 0 : 1)])
                    : (float) Math.hypot(spectra[frame + 2 * bin], spectra[frame + 2 * bin + 1]);
        }
        return magnitudes;
    }
}
