package io.github.kws4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoissonRateTest {
    /** SciPy 1.x: {@code chi2.ppf(0.025, 2 * n) / 2} and {@code chi2.ppf(0.975, 2 * n + 2) / 2}. */
    @ParameterizedTest
    @CsvSource({"0, 0, 3.688879", "1, 0.025318, 5.571643", "4, 1.089865, 10.241589", "20, 12.216520, 30.888378"})
    void intervalIsThatOfSciPy(int count, double lower, double upper) {
        assertThat(new PoissonRate(count, 1).lower()).isCloseTo(lower, within(1e-5));
        assertThat(new PoissonRate(count, 1).upper()).isCloseTo(upper, within(1e-5));
        assertThat(new PoissonRate(count, 4).upper()).isCloseTo(upper / 4, within(1e-5));
    }

    @Test
    void noTimeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PoissonRate(1, 0))
                .withMessage("expected a count of at least 0 over more than 0 hours but got 1 over 0.0");
    }
}
