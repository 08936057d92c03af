package io.github.kws4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordDetectorTest {
    private static final int RATE = ToneModel.RATE;
    private static final int HOP = RATE / 10;
    private static final double NEVER = Double.POSITIVE_INFINITY;

    /** Reports of posteriors of {@code low} and {@code high}, a pair a hop, with a refractory time of a second. */
    private static List<String> reported(double[]... posteriors) {
        var settings = new StreamSettings(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofSeconds(1), 1);
        var rule = new DetectionRule(
                ToneModel.describe().build(),
                settings,
                HOP,
                1,
                List.of(NEVER, NEVER, 0.5, 0.5),
                1,
                RATE,
                NEVER,
                List.of(),
                List.of());
        var detector = new WordDetector(rule, List.of(), 0);
        long position = 0;
        for (double[] pair : posteriors) {
            position += HOP;
            detector.accept(new float[] {0, 0, (float) pair[0], (float) pair[1]}, 0, position, position, position);
        }
        return detector.take().stream()
                .map(detection -> detection.label() + " " + detection.at().toMillis())
                .toList();
    }

    private static double[] pair(double low, double high) {
        return new double[] {low, high};
    }

    @Test
    void withinTheRefractoryTimeAClearlyLikelierWordIsReported() {
        assertThat(reported(pair(0.6, 0.1), pair(0, 0.75), pair(0, 0))).containsExactly("low 100", "high 200");
    }

    @Test
    void withinTheRefractoryTimeAWordThatIsHardlyLikelierIsNot() {
        assertThat(reported(pair(0.6, 0.1), pair(0, 0.69), pair(0, 0.65))).containsExactly("low 100");
    }

    @Test
    void afterALikelierWordItsOwnScoreCounts() {
        assertThat(reported(pair(0.6, 0), pair(0, 0.85), pair(0, 0), pair(0.8, 0), pair(0.98, 0)))
                .containsExactly("low 100", "high 200", "low 500");
    }

    @Test
    void afterTheRefractoryTimeAnyWordIsReported() {
        var posteriors = new double[12][];
        Arrays.fill(posteriors, pair(0, 0));
        posteriors[0] = pair(0.9, 0);
        posteriors[11] = pair(0, 0.6);
        assertThat(reported(posteriors)).containsExactly("low 100", "high 1200");
    }
}
