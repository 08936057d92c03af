package io.github.kws4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnergyTrackTest {
    private static final int RATE = 16_000;

    /** Butterworth's own: 1 / (1 + (100 / f)^12) of the power, but for what the bilinear transform bends. */
    @ParameterizedTest
    @CsvSource({"8000, 25", "8000, 50", "16000, 50", "16000, 60", "16000, 80", "16000, 100", "48000, 200", "16000, 1000"
    })
    void tonesFallAsAButterworthFilterOfOrderSixSays(int rate, double hertz) {
        var lowCut = new LowCut(rate);
        double power = 0;
        for (int i = 0; i < 4 * rate; i++) {
            double y = lowCut.next(Math.sin(2 * Math.PI * hertz * i / rate));
            power += i < 2 * rate ? 0 : y * y / rate;
        }
        double expected = 1 / (1 + Math.pow(100 / hertz, 12));
        assertThat(10 * Math.log10(power)).isCloseTo(10 * Math.log10(expected), within(0.1));
    }

    @Test
    void constantFromTheFirstSampleIsSilence() {
        var lowCut = new LowCut(RATE);
        for (int i = 0; i < 1000; i++) {
            assertThat(lowCut.next(0.03f)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"0.3, 0, 0", "0, 0.3, 50", "0, 0.3, 60", "0.1, 0.2, 30", "-0.5, 0.3, 50"})
    void gateFindsOverOffsetAndHumWhatItFindsWithout(float offset, double amplitude, double hertz) {
        float[] clean = ToneModel.threeWords();
        float[] sound = clean.clone();
        for (int i = 0; i < sound.length; i++) {
            sound[i] += (float) (offset + amplitude * Math.sin(2 * Math.PI * hertz * i / RATE));
        }
        List<Detection> expected =
                ToneModel.ofSpectrogram().stream().gate(10).open().accept(clean);

        var gated = ToneModel.ofSpectrogram();
        gated.recording = true;
        List<Detection> found = gated.stream().gate(10).open().accept(sound);
        assertThat(found).extracting(Detection::label).containsExactly("low", "high", "low");
        for (int i = 0; i < 3; i++) {
            assertThat(found.get(i).began()).isEqualTo(expected.get(i).began());
            assertThat(found.get(i).ended()).isEqualTo(expected.get(i).ended());
        }
        assertThat(gated.batches).as("the gate is shut between words").hasSizeLessThan(70);
    }
}
