package io.github.kws4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.OneTone;
import io.github.kws4j.audio.Audio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ThresholdCalibratorTest {
    /** Twelve minutes: twenty sounds that score 0.86, ten that score 0.947. */
    private static final Audio SPEECH = tones(
                    720,
                    DoubleStream.concat(
                                    DoubleStream.generate(() -> 0.295).limit(20),
                                    DoubleStream.generate(() -> 0.33).limit(10))
                            .toArray())
            .audio();

    /** Eight words that score 0.9997, two that score 0.974, two that score 0.91. */
    private static final LongRecording WORDS =
            tones(60, 0.5, 0.5, 0.31, 0.5, 0.5, 0.31, 0.5, 0.5, 0.355, 0.5, 0.5, 0.355);

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

    private static final Calibration CALIBRATION = ThresholdCalibrator.of(OneTone::stream)
            .calibrate(List.of(WORDS), List.of(SPEECH), List.of(5.0, 10.0, 50.0));

    @Test
    void thresholdFindsMostWithinTheWantedRate() {
        var fifty = CALIBRATION.points().get(2).measured();

        assertThat(fifty.thresholds()).isEqualTo(Map.of("tone", 0.88));
        assertThat(fifty.recordings().found()).isEqualTo(12);
        assertThat(fifty.speech().falseAlarmsPerHour().count()).isEqualTo(10);
        assertThat(fifty.speech().falseAlarmsPerHour().perHour()).isCloseTo(50, within(1e-9));
    }

    @Test
    void eachPassIsWhatAStreamWithItsThresholdsDetects() {
        assertThat(CALIBRATION.ladder()).hasSize(23).allSatisfy(pass -> {
            try (var stream = OneTone.stream().thresholds(pass.thresholds()).open()) {
                assertThat(pass.recordings()).isEqualTo(WORDS.evaluate(stream));
                assertThat(pass.speech().falseAlarms())
                        .isEqualTo(new LongRecording(SPEECH, List.of())
                                .evaluate(stream)
                                .falseAlarms());
            }
        });
    }

    @Test
    void theNetworkRunsOnceOverTheSound() {
        var streams = new AtomicInteger();
        ThresholdCalibrator.of(() -> {
                    streams.incrementAndGet();
                    return OneTone.stream();
                })
                .calibrate(List.of(WORDS), List.of(WORDS.audio()), List.of(1.0, 2.0, 5.0));

        // that of the settings, of the recording and of the speech
        assertThat(streams).hasValue(3);
    }

    @Test
    void progressCountsEachRecordingAndSoundOfSpeechOnce() {
        var progress = new ArrayList<Integer>();
        ThresholdCalibrator.of(OneTone::stream)
                .onProgress(progress::add)
                .calibrate(List.of(WORDS, WORDS), List.of(WORDS.audio(), WORDS.audio(), WORDS.audio()), List.of(1.0));

        assertThat(progress).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void rateTooSmallForAnyFalseAlarmGivesUpTheWeakWords() {
        var five = CALIBRATION.points().get(0).measured();

        assertThat(five.thresholds()).isEqualTo(Map.of("tone", 0.9725));
        assertThat(five.speech().falseAlarmsPerHour().count()).isZero();
        assertThat(five.recordings().found()).isEqualTo(10);
    }

    /** Words that score 0.994, in the midst of speech that scores 0.991. */
    @Test
    void thresholdsOver99PercentTellSureWordsFromSureSpeech() {
        Audio speech = tones(720, DoubleStream.generate(() -> 0.39).limit(20).toArray())
                .audio();

        var five = ThresholdCalibrator.of(OneTone::stream)
                .calibrate(List.of(tones(30, 0.405, 0.405, 0.405)), List.of(speech), List.of(5.0))
                .points()
                .get(0)
                .measured();

        assertThat(five.thresholds()).isEqualTo(Map.of("tone", 0.9925));
        assertThat(five.speech().falseAlarmsPerHour().count()).isZero();
        assertThat(five.recordings().found()).isEqualTo(3);
    }

    @Test
    void wordWithoutFalseAlarmsIsExpectedToHaveSomeWhereOthersHave() {
        assertThat(ThresholdCalibrator.expected(0, 1)).isEqualTo(0.5);
        assertThat(ThresholdCalibrator.expected(8, 1)).isEqualTo(4.5);
        assertThat(ThresholdCalibrator.expected(0, 0)).isZero();
        // a word alone has what was counted
        assertThat(ThresholdCalibrator.expected(3, 3)).isEqualTo(3);
    }

    @Test
    void tradeoffFollowsTheThreshold() {
        var curve = CALIBRATION.tradeoff("tone");

        assertThat(curve).isEqualTo(CALIBRATION.tradeoff());
        assertThat(curve.get(0).falseAlarms().count()).isEqualTo(30);
        assertThat(curve.get(0).missed()).isZero();
        assertThat(curve.get(curve.size() - 1).falseAlarms().count()).isZero();
        assertThat(curve.get(curve.size() - 1).missed()).isCloseTo(4 / 12.0, within(1e-12));
    }

    @Test
    void streamsUseTheOperatingPointsOfACalibration() {
        var points = CALIBRATION.operatingPoints();

        assertThat(OneTone.stream(points).falseAlarmsPerHour(50).open().thresholds())
                .isEqualTo(Map.of("tone", 0.88));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OneTone.stream(points).falseAlarmsPerHour(60))
                .withMessageContaining("measured at [5.0, 10.0, 50.0], but got 60.0");
    }

    @Test
    void tableTellsRatesAndThresholds() {
        assertThat(CALIBRATION.toString())
                .contains("For 50.0 an hour: found 100.0 %, false alarms 50.00 an hour (95 % interval 23.98 to "
                        + "91.95; 10 in 0.20 h)")
                .contains("tone         0.8800  found 12 of 12");
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
