package io.github.kws4j.cli.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.OperatingPoints;
import io.github.kws4j.StreamSettings;
import io.github.kws4j.words.Enrollment.Fit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OperatingCurveTest {
    private static final OperatingPoints POINTS = new OperatingPoints(
            StreamSettings.standard(),
            new TreeMap<>(Map.of(
                    1.0, Map.of("go", 0.8, "stop", 0.9),
                    4.0, Map.of("go", 0.6, "stop", 0.5))));

    private static OperatingCurve curve(boolean eachWord, Fit... fits) {
        return new OperatingCurve(Optional.of(POINTS), eachWord, List.of(fits));
    }

    private static OperatingCurve.Rate rate(boolean eachWord, double threshold) {
        return curve(eachWord).rate(threshold).orElseThrow();
    }

    @Test
    void falseAlarmsOfEachWordAreAddedUp() {
        // go: half way from 0.8 to 0.6, which is 2 an hour; stop: half way from 0.9 to 0.5
        assertThat(rate(true, 0.7).perHour()).isCloseTo(2 + 2, within(1e-9));
        assertThat(rate(true, 0.7).bound()).isEqualTo("about");
        assertThat(rate(true, 0.95)).isEqualTo(new OperatingCurve.Rate(2, "at most"));
        assertThat(rate(true, 0.55).bound()).isEqualTo("more than");
    }

    @Test
    void falseAlarmsOfAllWordsTogetherAreThoseOfTheLowestThreshold() {
        assertThat(rate(false, 0.8).perHour()).isCloseTo(Math.pow(4, 0.25), within(1e-9));
        assertThat(rate(false, 0.95)).isEqualTo(new OperatingCurve.Rate(1, "at most"));
        assertThat(rate(false, 0.1)).isEqualTo(new OperatingCurve.Rate(4, "more than"));
    }

    @Test
    void recordingsAreFoundUpToTheirScore() {
        OperatingCurve curve = curve(true, new Fit("a", 0), new Fit("b", Math.log(0.8 / 0.2)), new Fit("c", -3));

        assertThat(List.of(curve.found(0.01), curve.found(0.5), curve.found(0.79), curve.found(0.81)))
                .containsExactly(3L, 2L, 1L, 0L);
    }

    @Test
    void modelWithoutThresholdsSaysNothingOfFalseAlarms() {
        assertThat(new OperatingCurve(Optional.empty(), false, List.of()).rate(0.5))
                .isEmpty();
    }
}
