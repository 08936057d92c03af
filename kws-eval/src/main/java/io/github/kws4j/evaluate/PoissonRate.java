package io.github.kws4j.evaluate;

import java.util.Locale;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * Events counted over hours, with the exact interval for their rate (F. Garwood, Biometrika 28, 1936): quantiles of the
 * chi-squared distribution with {@code 2 count} and {@code 2 count + 2} degrees of freedom, halved.
 *
 * @param count number of events
 * @param hours time over which they were counted
 */
public record PoissonRate(int count, double hours) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException where {@code count < 0} or {@code hours <= 0}
     */
    public PoissonRate {
        if (count < 0 || !(hours > 0)) {
            throw new IllegalArgumentException(
                    "expected a count of at least 0 over more than 0 hours but got " + count + " over " + hours);
        }
    }

    /** Events an hour. */
    public double perHour() {
        return count / hours;
    }

    /** Lower end of the 95 % interval, an hour; 0 where nothing was counted. */
    public double lower() {
        return count == 0 ? 0 : quantile(2 * count, 0.025);
    }

    /** Upper end of the 95 % interval, an hour. */
    public double upper() {
        return quantile(2 * count + 2, 0.975);
    }

    private double quantile(int degrees, double p) {
        return new ChiSquaredDistribution(degrees).inverseCumulativeProbability(p) / 2 / hours;
    }

    /** The rate, its interval and the count. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.2f an hour (95 %% interval %.2f to %.2f; %d in %.2f h)",
                perHour(),
                lower(),
                upper(),
                count,
                hours);
    }
}
