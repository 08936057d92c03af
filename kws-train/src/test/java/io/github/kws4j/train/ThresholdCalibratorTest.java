package io.github.kws4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.OneTone;
import io.github.kws4j.audio.Audio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThresholdCalibratorTest {
    /** Twelve minutes: two sounds that score 0.86, one that scores 0.95. */
    private static final Audio SPEECH = tones(720, 0.295, 0.295, 0.33).audio();

    /** Eight words that score 0.9997, four that score 0.91. */
    private static final LongRecording WORDS =
            tones(60, 0.5, 0.5, 0.31, 0.5, 0.5, 0.31, 0.5, 0.5, 0.31, 0.5, 0.5, 0.31);

    private static LongRecording tones(int seconds, double... amplitudes) {
        float[] sound = new float[seconds * OneTone.RATE];
        var words = new ArrayList<LongRecording.Word>();
        for (int i = 0; i < amplitudes.length; i++) {
            int at = 2 + i * 4;
            float[] word = OneTone.word(amplitudes[i]);
            System.arraycopy(word, 0, sound, at * OneTone.RATE, word.length);
            words.add(new LongRecording.Word("tone", Duration.ofSeconds(at), Duration.ofMillis(at * 1000L + 300)));
        }
        return new LongRecording(Audio.of(sound, OneTone.RATE), words);
    }

    private static final Calibration CALIBRATION =
            ThresholdCalibrator.of(OneTone::stream).calibrate(List.of(WORDS), List.of(SPEECH), List.of(0.1, 5.0));

    @Test
    void thresholdFindsMostWithinTheWantedRate() {
        var five = CALIBRATION.points().get(1).measured();

        assertThat(five.thresholds()).isEqualTo(Map.of("tone", 0.88));
        assertThat(five.recordings().found()).isEqualTo(12);
        assertThat(five.speech().falseAlarmsPerHour().count()).isEqualTo(1);
        assertThat(five.speech().falseAlarmsPerHour().perHour()).isCloseTo(5, within(1e-9));
    }

    @Test
    void rateTooSmallForAnyFalseAlarmGivesUpTheWeakWords() {
        var fewest = CALIBRATION.points().get(0).measured();

        assertThat(fewest.speech().falseAlarmsPerHour().count()).isZero();
        assertThat(fewest.recordings().found()).isEqualTo(8);
    }

    @Test
    void tradeoffFollowsTheThreshold() {
        var curve = CALIBRATION.tradeoff("tone");

        assertThat(curve).isEqualTo(CALIBRATION.tradeoff());
        assertThat(curve.get(0).falseAlarms().count()).isEqualTo(3);
        assertThat(curve.get(0).missed()).isZero();
        assertThat(curve.get(curve.size() - 1).falseAlarms().count()).isZero();
        assertThat(curve.get(curve.size() - 1).missed()).isCloseTo(4 / 12.0, within(1e-12));
    }

    @Test
    void streamsUseTheNotesOfACalibration() {
        var notes = CALIBRATION.notes();

        assertThat(OneTone.stream(notes).falseAlarmsPerHour(5).open().thresholds())
                .isEqualTo(Map.of("tone", 0.88));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OneTone.stream(notes).falseAlarmsPerHour(6))
                .withMessageContaining("measured at [0.1, 5.0], but got 6.0");
    }

    @Test
    void tableTellsRatesAndThresholds() {
        assertThat(CALIBRATION.toString())
                .contains(
                        "For 5.0 an hour: found 100.0 %, false alarms 5.00 an hour (95 % interval 0.13 to 27.86; 1 in 0.20 h)")
                .contains("tone         0.880  found 12 of 12");
    }

    @Test
    void nothingToMeasureIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ThresholdCalibrator.of(OneTone::stream).calibrate(List.of(), List.of(SPEECH), List.of(1.0)))
                .withMessage("expected recordings, speech and rates but got 0, 1 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThresholdCalibrator.of(OneTone::stream)
                        .calibrate(List.of(WORDS), List.of(SPEECH), List.of(0.0)))
                .withMessage("expected false alarms an hour over 0 but got 0.0");
    }
}
