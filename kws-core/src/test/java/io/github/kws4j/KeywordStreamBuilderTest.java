package io.github.kws4j;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeywordStreamBuilderTest {
    private static final OperatingPoints POINTS = new OperatingPoints(
            StreamSettings.standard(),
            new TreeMap<>(Map.of(
                    0.5, Map.of("low", 0.9, "high", 0.8),
                    1.0, Map.of("low", 0.7, "high", 0.6),
                    2.0, Map.of("low", 0.5, "high", 0.6))));

    private static KeywordStreamBuilder measured() {
        return ToneModel.ofSpectrogram()
                .classifier(ToneModel.describe().operatingPoints(POINTS).build())
                .stream();
    }

    private static KeywordStreamBuilder unmeasured() {
        return ToneModel.ofSpectrogram().stream();
    }

    @Test
    void thresholdsComeFromTheModelForOneFalseAlarmAnHour() {
        assertThat(measured().open().thresholds()).isEqualTo(Map.of("low", 0.7, "high", 0.6));
    }

    @Test
    void thresholdsAreCommonWhereTheModelCarriesNone() {
        assertThat(unmeasured().open().thresholds()).isEqualTo(Map.of("low", 0.8, "high", 0.8));
    }

    private static final String OTHER_SETTINGS =
            "expected the stream settings with which the model's thresholds were found (hop 100 ms, smoothing 500 ms,"
                    + " minimum count 1, refractory 750 ms) but got hop 100 ms, smoothing 400 ms, minimum count 3,"
                    + " refractory 750 ms; give threshold(...) or ask for uncalibrated()";

    @Test
    void thresholdsOfTheModelAreRefusedForOtherSettingsThanTheirs() {
        var others = measured().minimumCount(3).smoothing(ofMillis(400));

        assertThatIllegalArgumentException().isThrownBy(others::open).withMessage(OTHER_SETTINGS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> others.openGroup(4))
                .withMessage(OTHER_SETTINGS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> others.threshold("low", 0.9).open())
                .withMessage(OTHER_SETTINGS);
    }

    @Test
    void thresholdsGivenOrUncalibratedOnesGoWithAnySettings() {
        assertThat(measured().minimumCount(3).uncalibrated().open().thresholds())
                .isEqualTo(Map.of("low", 0.8, "high", 0.8));
        assertThat(measured().minimumCount(3).threshold(0.9).open().thresholds())
                .isEqualTo(Map.of("low", 0.9, "high", 0.9));
        assertThat(measured()
                        .minimumCount(3)
                        .thresholds(Map.of("low", 0.5, "high", 0.25))
                        .open()
                        .thresholds())
                .isEqualTo(Map.of("low", 0.5, "high", 0.25));
    }

    @Test
    void streamSaysTheSettingsItWasOpenedWith() {
        var settings = new StreamSettings(ofMillis(50), ofMillis(300), Duration.ZERO, 2);

        assertThat(unmeasured().settings(settings).open().settings()).isEqualTo(settings);
        assertThat(unmeasured().open().settings()).isEqualTo(StreamSettings.standard());
    }

    @Test
    void measuredRateGivesItsThresholds() {
        assertThat(measured().falseAlarmsPerHour(0.5).open().thresholds()).isEqualTo(Map.of("low", 0.9, "high", 0.8));
    }

    @Test
    void rateBetweenTwoIsInterpolatedInItsLogarithm() {
        var thresholds = measured().falseAlarmsPerHour(Math.sqrt(2)).open().thresholds();

        assertThat(thresholds.get("low")).isCloseTo(0.6, within(1e-12));
        assertThat(thresholds.get("high")).isCloseTo(0.6, within(1e-12));
    }

    @Test
    void rateOutsideTheMeasuredOnesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> measured().falseAlarmsPerHour(3))
                .withMessage("expected false alarms an hour in [0.5, 2.0], where this model was measured at"
                        + " [0.5, 1.0, 2.0], but got 3.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> unmeasured().falseAlarmsPerHour(1))
                .withMessage("expected a model that carries thresholds but this one has none; give threshold(...), or"
                        + " find them"
                        + " with kws-eval's ThresholdCalibrator and train or export the model with them");
    }

    @Test
    void rateWithOtherOptionsThanMeasuredIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> measured().falseAlarmsPerHour(1).hop(ofMillis(50)).open())
                .withMessage("expected the stream settings with which the model's thresholds were found (hop 100 ms,"
                        + " smoothing 500 ms,"
                        + " minimum count 1, refractory 750 ms) but got hop 50 ms, smoothing 500 ms,"
                        + " minimum count 1, refractory 750 ms; give threshold(...) or ask for uncalibrated()");
    }

    @Test
    void badOptionsAreRefused() {
        var builder = unmeasured();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.hop(Duration.ZERO))
                .withMessage("expected a hop longer than zero but got PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.smoothing(ofMillis(-1)))
                .withMessage("expected smoothing longer than zero but got PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.refractory(ofMillis(-1)))
                .withMessage("expected a refractory time longer than zero but got PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.threshold(Double.NaN))
                .withMessage("expected a threshold over 0 and up to 1 but got NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.threshold("mid", 0.5))
                .withMessage("expected one of [_silence_, _unknown_, low, high] but got 'mid'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.minimumCount(0))
                .withMessage("expected a minimum count of at least 1 but got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.gate(0))
                .withMessage("expected a gate over 0 dB but got 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.hop(ofMillis(1100)).open())
                .withMessage("expected a hop of at most the model's window of 16000 samples but got 17600");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.hop(Duration.ofDays(40)))
                .withMessage("expected a hop of at most one hour but got PT960H");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.smoothing(Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessageStartingWith("expected smoothing of at most one hour but got PT");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder.hop(ofMillis(10)).smoothing(Duration.ofHours(1)).open())
                .withMessageStartingWith("expected smoothing over at most 100000 hops but got 360000 in hop 10 ms");
    }
}
