package io.github.kws4j.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.ModelMetadata;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatingSearchTest {
    private static final int STEPS_AN_HOUR = 45_000;
    private static final int AVERAGED = 3;
    private static final ModelMetadata MODEL =
            ModelMetadata.builder(List.of("word", "_unknown_")).build();

    /** Hours in which the word's logit is -9 but for peaks of 3, 2.95, 2.9 ..., as long as posteriors are averaged. */
    private static float[] logits(int hours, int peaks) {
        float[] logits = new float[hours * STEPS_AN_HOUR * 2];
        for (int t = 0; t < logits.length; t += 2) {
            logits[t] = -9;
        }
        for (int peak = 0; peak < peaks; peak++) {
            for (int step = 0; step < AVERAGED; step++) {
                logits[2 * (100 + peak * 400 + step)] = 3 - 0.05f * peak;
            }
        }
        return logits;
    }

    private static OperatingSearch search(int hours, int peaks, double floor) {
        return new OperatingSearch(MODEL, logits(hours, peaks), Map.of("word", floor), hours);
    }

    private static double logit(OperatingSearch search, double rate) {
        double p = search.points().thresholds().get(rate).get("word");
        return Math.log(p / (1 - p));
    }

    @Test
    void asManyAreCountedAsTheRateAllows() {
        var search = search(10, 80, -4);

        for (double rate : OperatingSearch.RATES) {
            assertThat(search.counted("word").get(rate).count()).isEqualTo((int) (10 * rate));
        }
        assertThat(logit(search, 5.0)).isEqualTo(3 - 0.05 * 49, within(1e-3));
        assertThat(logit(search, 0.1)).isEqualTo(3, within(1e-3));
        assertThat(search.logit("word")).isEqualTo(3 - 0.05 * 9, within(1e-3));
    }

    @Test
    void rateOfLessThanOneInTheTrackLiesBeyondItsPeaks() {
        var search = search(2, 80, -4);

        assertThat(search.counted("word").get(0.1).count()).isZero();
        double fivefold = (logit(search, 1.0) - logit(search, 5.0)) / Math.log(5);
        assertThat(logit(search, 0.1)).isGreaterThanOrEqualTo(logit(search, 0.5) + fivefold * Math.log(5) - 1e-3);
    }

    @Test
    void thresholdsLieOnOrOverTheFloor() {
        var search = search(10, 80, 2.5);

        assertThat(logit(search, 5.0)).isEqualTo(2.5, within(1e-3));
        assertThat(logit(search, 0.1)).isEqualTo(3, within(1e-3));
    }

    @Test
    void wordsAreSearchedForOneByOne() {
        var model = ModelMetadata.builder(List.of("a", "b", "_unknown_")).build();
        float[] logits = new float[2 * STEPS_AN_HOUR * 3];
        Arrays.fill(logits, -9);
        for (int t = 2; t < logits.length; t += 3) {
            logits[t] = 0;
        }
        for (int peak = 0; peak < 20; peak++) {
            for (int step = 0; step < AVERAGED; step++) {
                logits[3 * (100 + peak * 400 + step)] = 1;
                logits[3 * (300 + peak * 400 + step) + 1] = 2;
            }
        }
        var search = new OperatingSearch(model, logits, Map.of("a", -4.0, "b", -4.0), 2);

        assertThat(search.logit("a")).isEqualTo(1, within(0.01));
        assertThat(search.logit("b")).isEqualTo(2, within(0.01));
        assertThat(search.counted("a").get(5.0).count()).isZero();
    }
}
