package io.github.kws4j.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.spectrogram.Spectrogram;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
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
    void swellingNoiseReachesItsLevelOnceInAPeriod() {
        ClipSource steady = random -> {
            var clip = new float[1000];
            Arrays.fill(clip, 0.5f);
            return clip;
        };
        var depths = new SummaryStatistics();
        for (int seed = 0; seed < 200; seed++) {
            float[] clip = Noise.swelling(steady, 0.01, 0.01).draw(new SplittableRandom(seed));
            float most = 0;
            float least = 1;
            for (int i = 0; i < 100; i++) {
                assertThat(clip[i + 300]).isCloseTo(clip[i], within(1e-5f));
                most = Math.max(most, clip[i]);
                least = Math.min(least, clip[i]);
            }
            assertThat(most).isCloseTo(0.5f, within(0.002f));
            depths.addValue(Math.log(most / least) / 2);
        }

        assertThat(depths.getMin()).isBetween(0.0, 0.2);
        assertThat(depths.getMax()).isBetween(3.8, 4.0);
        assertThat(depths.getMean()).isCloseTo(2, within(0.3));
    }

    @Test
    void swellingWithoutAFrequencyIsRefused() {
        assertThatThrownBy(() -> Noise.swelling(random -> new float[1], 0, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected frequencies above 0, the least first, but got 0.0 and 0.1");
    }

    @Test
    void silenceStaysSilent() {
        assertThat(Noise.atLevels(random -> new float[10], -60, -20).draw(new SplittableRandom(1)))
                .containsOnly(0);
    }
}
