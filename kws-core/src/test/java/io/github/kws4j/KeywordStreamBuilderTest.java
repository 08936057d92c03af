package io.github.kws4j;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeywordStreamBuilderTest {
    private static final Map<String, String> NOTES = Map.of(
            "thresholds.stream", "hop 100 ms, smoothing 500 ms, minimum count 1, refractory 750 ms",
            "thresholds.0.5", "low=0.9\nhigh=0.8",
            "thresholds.1.0", "low=0.7\nhigh=0.6",
            "thresholds.2.0", "low=0.5\nhigh=0.6");

    private static KeywordStreamBuilder builder(Map<String, String> notes) {
        var model = ToneModel.ofSpectrogram();
        return new KeywordStreamBuilder(model, model.describe(notes));
    }

    @Test
    void thresholdsComeFromTheModelForOneFalseAlarmAnHour() {
        assertThat(builder(NOTES).open().thresholds()).isEqualTo(Map.of("low", 0.7, "high", 0.6));
    }

    @Test
    void thresholdsAreCommonWhereTheModelCarriesNone() {
        assertThat(builder(Map.of()).open().thresholds()).isEqualTo(Map.of("low", 0.8, "high", 0.8));
    }

    @Test
    void thresholdsOfTheModelAreNotUsedForOtherOptionsThanTheirs() {
        assertThat(builder(NOTES).minimumCount(3).open().thresholds()).containsEntry("low", 0.8);
    }

    @Test
    void measuredRateGivesItsThresholds() {
        assertThat(builder(NOTES).falseAlarmsPerHour(0.5).open().thresholds())
                .isEqualTo(Map.of("low", 0.9, "high", 0.8));
    }

    @Test
    void rateBetweenTwoIsInterpolatedInItsLogarithm() {
        var thresholds = builder(NOTES).falseAlarmsPerHour(Math.sqrt(2)).open().thresholds();

        assertThat(thresholds.get("low")).isCloseTo(0.6, within(1e-12));
        assertThat(thresholds.get("high")).isCloseTo(0.6, within(1e-12));
    }

    @Test
    void rateOutsideTheMeasuredOnesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder(NOTES).falseAlarmsPerHour(3))
                .withMessage("expected false alarms an hour in [0.5, 2.0], where this model was measured at"
                        + " [0.5, 1.0, 2.0], but got 3.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder(Map.of()).falseAlarmsPerHour(1))
                .withMessage(
                        "expected a model that carries thresholds but this one has none; give threshold(...) or calibrate it");
    }

    @Test
    void rateWithOtherOptionsThanMeasuredIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder(NOTES).falseAlarmsPerHour(1).hop(ofMillis(50)).open())
                .withMessage(
                        "expected the stream options with which the model's false alarms were measured (hop 100 ms,"
                                + " smoothing 500 ms, minimum count 1, refractory 750 ms) but got hop 50 ms, smoothing 500 ms,"
                                + " minimum count 1, refractory 750 ms");
    }

    @Test
    void damagedNotesAreRefused() {
        assertThatThrownBy(() -> builder(Map.of("thresholds.1", "low=x")).open())
                .isInstanceOf(ModelException.class)
                .hasMessage("expected numbers under thresholds.1 in the model's notes but got 'x'");
    }

    @Test
    void badOptionsAreRefused() {
        var builder = builder(Map.of());
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
    }
}
