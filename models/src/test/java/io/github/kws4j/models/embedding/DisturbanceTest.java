package io.github.kws4j.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DisturbanceTest {
    private static final int SECOND = Segments.RATE;

    private static float[] tone(double hertz, double amplitude, int samples) {
        var tone = new float[samples];
        for (int i = 0; i < samples; i++) {
            tone[i] = (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / SECOND));
        }
        return tone;
    }

    @Test
    void theLevelIsThatOfTheLoudestThird() {
        float[] sound = new float[3 * SECOND];
        System.arraycopy(tone(500, 0.2, SECOND), 0, sound, SECOND, SECOND);
        assertThat(Disturbance.level(sound)).isCloseTo(0.2 / Math.sqrt(2), within(1e-3));
    }

    @Test
    void theLevelOfNothingIsZero() {
        assertThat(Disturbance.level(new float[SECOND])).isZero();
        assertThat(Disturbance.level(new float[0])).isZero();
    }

    @Test
    void oneGeneratorGivesOneDisturbanceWithinFullScale() {
        var disturbance = new Disturbance(tone -> tone(300, 0.3, Segments.SAMPLES), List.of(tone(3000, 0.5, SECOND)));
        for (int seed = 0; seed < 40; seed++) {
            float[] first = tone(700, 0.4, Segments.SAMPLES);
            float[] second = first.clone();
            float[] other = first.clone();
            disturbance.apply(first, new SplittableRandom(seed));
            disturbance.apply(second, new SplittableRandom(seed));
            disturbance.apply(other, new SplittableRandom(seed + 1000));
            assertThat(first).isEqualTo(second).isNotEqualTo(other);
            for (float sample : first) {
                assertThat(sample * 0x1p15f).isBetween(-32768f, 32768f).isEqualTo(Math.round(sample * 0x1p15f));
            }
        }
    }

    @Test
    void noiseIsNoLouderThanThreeDecibelsOverTheSpeech() {
        var disturbance = new Disturbance(tone -> new float[Segments.SAMPLES], List.of(tone(3000, 0.5, SECOND)));
        int noisy = 0;
        for (int seed = 0; seed < 60; seed++) {
            float[] speech = tone(700, 0.1, Segments.SAMPLES);
            disturbance.apply(speech, new SplittableRandom(seed));
            double spoken = amplitude(speech, 700);
            double noise = amplitude(speech, 3000);
            noisy += noise > 0.05 * spoken ? 1 : 0;
            // The colour of the microphone changes the ratio of the two by up to 9.6 dB more.
            assertThat(20 * Math.log10(noise / spoken)).isLessThan(3 + 9.6 + 3);
        }
        assertThat(noisy).isBetween(12, 50);
    }

    private static double amplitude(float[] sound, double hertz) {
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < sound.length; i++) {
            real += sound[i] * Math.cos(2 * Math.PI * hertz * i / SECOND);
            imaginary += sound[i] * Math.sin(2 * Math.PI * hertz * i / SECOND);
        }
        return 2 * Math.hypot(real, imaginary) / sound.length;
    }
}
