package io.github.kws4j.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WordLocatorTest {
    private static final int RATE = 16_000;

    /** Noise with tones laid in, each from a second to a second. */
    private static float[] sound(double seconds, double noise, double[]... tones) {
        var random = new Random(1);
        float[] samples = new float[(int) (seconds * RATE)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (noise * random.nextGaussian());
        }
        for (double[] tone : tones) {
            for (int i = (int) (tone[0] * RATE); i < (int) (tone[1] * RATE); i++) {
                samples[i] += (float) (tone[2] * Math.sin(i * 0.3));
            }
        }
        return samples;
    }

    private static void assertPlace(float[] sound, double began, double ended) throws UnusableRecordingException {
        var place = WordLocator.locate(sound, RATE);
        assertThat(place.began() / (double) RATE).isEqualTo(began, within(0.03));
        assertThat(place.ended() / (double) RATE).isEqualTo(ended, within(0.03));
    }

    @Test
    void wordLiesWhereItIsLouderThanTheNoise() throws UnusableRecordingException {
        assertPlace(sound(3, 1e-3, new double[] {1, 1.6, 0.2}), 1, 1.6);
        assertPlace(sound(3, 2e-2, new double[] {1, 1.6, 0.2}), 1, 1.6);
    }

    @Test
    void pauseWithinAPhraseIsBridged() throws UnusableRecordingException {
        assertPlace(sound(3, 1e-3, new double[] {0.5, 0.9, 0.2}, new double[] {1.1, 1.5, 0.1}), 0.5, 1.5);
    }

    @Test
    void soundFarFromTheWordIsNoneOfIt() throws UnusableRecordingException {
        assertPlace(sound(4, 1e-3, new double[] {0.2, 0.3, 0.05}, new double[] {2, 2.6, 0.2}), 2, 2.6);
    }

    private static void assertFault(Enrollment.Fault fault, float[] sound) {
        assertThatThrownBy(() -> WordLocator.locate(sound, RATE))
                .isInstanceOfSatisfying(
                        UnusableRecordingException.class,
                        e -> assertThat(e.fault()).isEqualTo(fault));
    }

    @Test
    void whatHoldsNoWordIsRefusedWithTheReason() {
        assertFault(Enrollment.Fault.SILENT, new float[RATE]);
        assertFault(Enrollment.Fault.SILENT, new float[0]);
        assertFault(Enrollment.Fault.SILENT, sound(1, 1e-4));
        assertFault(Enrollment.Fault.NO_WORD, sound(2, 0.05));
        assertFault(Enrollment.Fault.TOO_SHORT, sound(2, 1e-3, new double[] {1, 1.05, 0.3}));
        assertFault(Enrollment.Fault.TOO_LONG, sound(6, 1e-3, new double[] {1, 4, 0.3}));
        float[] clipped = sound(2, 1e-3, new double[] {0.5, 1.2, 5});
        for (int i = 0; i < clipped.length; i++) {
            clipped[i] = Math.max(-1, Math.min(1, clipped[i]));
        }
        assertFault(Enrollment.Fault.CLIPPED, clipped);
    }
}
