package io.github.kws4j.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpectrogramAugmentationTest {
    private static final int FRAMES = 30;
    private static final int BANDS = 20;

    /** No two values alike, and the mean is none of them. */
    private static float[] spectrogram() {
        var values = new float[FRAMES * BANDS];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 0.25f;
        }
        return values;
    }

    @Test
    void masksAreFilledWithTheMeanAndNoLongerThanAsked() {
        var masks = SpectrogramAugmentation.none().withTimeMasks(1, 6).withBandMasks(1, 4);
        int mostFrames = 0;
        int mostBands = 0;
        for (int seed = 0; seed < 300; seed++) {
            float[] values = spectrogram();
            masks.apply(values, 0, FRAMES, BANDS, new SplittableRandom(seed));
            int frames = 0;
            for (int frame = 0; frame < FRAMES; frame++) {
                int masked = 0;
                for (int band = 0; band < BANDS; band++) {
                    float value = values[frame * BANDS + band];
                    if (value != spectrogram()[frame * BANDS + band]) {
                        assertThat(value).isCloseTo(299.75f, within(1e-3f));
                        masked++;
                    }
                }
                if (masked == BANDS) {
                    frames++;
                } else {
                    mostBands = Math.max(mostBands, masked);
                }
            }
            mostFrames = Math.max(mostFrames, frames);
        }
        assertThat(mostFrames).isEqualTo(6);
        assertThat(mostBands).isEqualTo(4);
    }

    @Test
    void aTiltIsTheSameCurveOverTheBandsInEveryFrame() {
        float[] values = spectrogram();
        SpectrogramAugmentation.none().withTilt(0.5).apply(values, 0, FRAMES, BANDS, new SplittableRandom(1));

        float[] before = spectrogram();
        double square = 0;
        for (int i = 0; i < values.length; i++) {
            float added = values[i] - before[i];
            assertThat(added).isCloseTo(values[i % BANDS] - before[i % BANDS], within(1e-3f));
            square += added * added;
        }
        assertThat(square).isPositive();
    }

    @Test
    void warpedBandsAreReadFromTheLowestOnAndWarpedFramesAboutTheMiddle() {
        var ramp = new float[FRAMES * BANDS];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i / BANDS + 100 * (i % BANDS);
        }
        double widest = 0;
        double longest = 0;
        for (int seed = 0; seed < 300; seed++) {
            float[] bands = ramp.clone();
            SpectrogramAugmentation.none().withWarp(0.1, 0).apply(bands, 0, FRAMES, BANDS, new SplittableRandom(seed));
            double rate = bands[10] / 1000; // the tenth band, which no warp moves past the last
            for (int i = 0; i < ramp.length; i++) {
                double band = Math.min(BANDS - 1, i % BANDS * rate);
                assertThat(bands[i]).isCloseTo((float) (i / BANDS + 100 * band), within(0.01f));
            }
            widest = Math.max(widest, Math.abs(rate - 1));

            float[] frames = ramp.clone();
            SpectrogramAugmentation.none().withWarp(0, 0.2).apply(frames, 0, FRAMES, BANDS, new SplittableRandom(seed));
            double pace = (frames[20 * BANDS] - 14.5) / 5.5;
            for (int i = 0; i < ramp.length; i++) {
                double frame = Math.max(0, Math.min(FRAMES - 1, 14.5 + (i / BANDS - 14.5) * pace));
                assertThat(frames[i]).isCloseTo((float) (frame + 100 * (i % BANDS)), within(0.01f));
            }
            longest = Math.max(longest, Math.abs(pace - 1));
        }
        assertThat(widest).isBetween(0.095, 0.1001);
        assertThat(longest).isBetween(0.19, 0.2001);
    }

    @Test
    void warpsOfNoSenseAreRefused() {
        assertThatThrownBy(() -> SpectrogramAugmentation.none().withWarp(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected warps of at least 0 and below 1 but got 0.0 of bands and 1.0 of frames");
    }

    @Test
    void valuesOfOtherClipsStayAsTheyAre() {
        var values = new float[3 * FRAMES * BANDS];
        SpectrogramAugmentation.none()
                .withWarp(0.2, 0.2)
                .withTilt(1)
                .withTimeMasks(2, 6)
                .withBandMasks(2, 4)
                .apply(values, FRAMES * BANDS, FRAMES, BANDS, new SplittableRandom(1));

        for (int i = 0; i < FRAMES * BANDS; i++) {
            assertThat(values[i]).isZero();
            assertThat(values[2 * FRAMES * BANDS + i]).isZero();
        }
        assertThat(values).isNotEqualTo(new float[values.length]);
    }

    @Test
    void valuesBelowZeroAreRefused() {
        assertThatThrownBy(() -> SpectrogramAugmentation.none().withTimeMasks(2, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected masks of no number below 0 but got 2 of -1");
    }
}
