package io.github.kws4j.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.spectrogram.Spectrogram;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void amplitudeFallsWithFrequencyByTheSlope(double slope) {
        Audio noise = Noise.coloured(slope, 1 << 17, 16_000, 7);
        float[][] power = Spectrogram.stft()
                .frameLength(512)
                .frameStep(512)
                .power(2)
                .build()
                .compute(noise.samples());
        var mean = new double[257];
        for (float[] frame : power) {
            for (int bin = 0; bin < 257; bin++) {
                mean[bin] += frame[bin];
            }
        }
        double measured = 0;
        double expected = 0;
        double measuredHigh = 0;
        double expectedHigh = 0;
        for (int i = 0; i < 32; i++) {
            measured += mean[32 + i];
            expected += Math.pow(32 + i, -2 * slope);
            measuredHigh += mean[128 + i];
            expectedHigh += Math.pow(128 + i, -2 * slope);
        }
        assertThat(10 * Math.log10(measured / measuredHigh))
                .isCloseTo(10 * Math.log10(expected / expectedHigh), within(0.3));
    }

    @Test
    void peakIsHalfOfFullScaleAndTheLengthAPowerOfTwo() {
        float[] noise = Noise.coloured(0.7, 1000, 16_000, 1).samples();

        float peak = 0;
        for (float sample : noise) {
            peak = Math.max(peak, Math.abs(sample));
        }
        assertThat(noise).hasSize(1024);
        assertThat(peak).isEqualTo(0.5f);
    }

    @Test
    void levelsAreSpreadEvenlyInDecibels() {
        ClipSource source = Noise.atLevels(random -> new float[] {0.1f, -0.1f, 0.1f, -0.1f}, -60, -20);
        var levels = new double[1000];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = 20 * Math.log10(Noise.level(source.draw(new SplittableRandom(i))));
        }
        Arrays.sort(levels);
        assertThat(levels[0]).isBetween(-60.001, -59.0);
        assertThat(levels[500]).isCloseTo(-40, within(2.0));
        assertThat(levels[999]).isBetween(-21.0, -19.999);
    }

    @Test
    void silenceStaysSilent() {
        assertThat(Noise.atLevels(random -> new float[10], -60, -20).draw(new SplittableRandom(1)))
                .containsOnly(0);
    }
}
