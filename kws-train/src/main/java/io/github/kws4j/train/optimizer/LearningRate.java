package io.github.kws4j.train.optimizer;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The learning rate over the steps of a training. */
public sealed interface LearningRate {
    /**
     * The rate of one step.
     *
     * @param step counted from 0 over all epochs
     * @param steps number of all steps
     * @return at least 0
     */
    double at(long step, long steps);

    /**
     * Whether a step's rate depends on the number of all steps, so that a training of another length takes other steps
     * from the start.
     *
     * @return true for {@link Cosine}
     */
    default boolean dependsOnLength() {
        return this instanceof Cosine;
    }

    /**
     * The same rate at each step.
     *
     * @param rate above 0
     */
    record Constant(double rate) implements LearningRate {
        /**
         * A rate that has been checked.
         *
         * @throws IllegalArgumentException if {@code rate <= 0}
         */
        public Constant {
            checkRate(rate);
        }

        @Override
        public double at(long step, long steps) {
            return rate;
        }
    }

    /**
     * Rises evenly to {@code peak}, then falls to 0 along half a cosine (Loshchilov and Hutter 2017, without restarts).
     *
     * @param peak the highest rate
     * @param warmUp share of the steps in which it rises, 0 to below 1
     */
    record Cosine(double peak, double warmUp) implements LearningRate {
        /**
         * A schedule whose options have been checked.
         *
         * @throws IllegalArgumentException if {@code peak <= 0}, {@code warmUp < 0} or {@code warmUp >= 1}
         */
        public Cosine {
            checkRate(peak);
            if (!(warmUp >= 0 && warmUp < 1)) {
                throw new IllegalArgumentException("expected a warm-up of at least 0 and below 1 but got " + warmUp);
            }
        }

        @Override
        public double at(long step, long steps) {
            long rising = Math.max(1, Math.round(warmUp * steps));
            return step < rising
                    ? peak * (step + 1) / rising
                    : peak * 0.5 * (1 + Math.cos(Math.PI * (step - rising) / Math.max(1, steps - rising)));
        }
    }

    /**
     * One rate after another.
     *
     * @param rates from which step on, counted from 0 over all epochs, which rate holds; the first step is 0
     */
    record Piecewise(NavigableMap<Long, Double> rates) implements LearningRate {
        /**
         * A copy of rates that have been checked.
         *
         * @throws IllegalArgumentException if the first step is not 0, or a rate is below 0 or not finite
         */
        public Piecewise {
            rates = Collections.unmodifiableNavigableMap(new TreeMap<>(rates));
            if (rates.isEmpty()
                    || rates.firstKey() != 0
                    || rates.values().stream().anyMatch(r -> !(r >= 0 && r < Double.POSITIVE_INFINITY))) {
                throw new IllegalArgumentException("expected rates of 0 or more from step 0 on but got " + rates);
            }
        }

        @Override
        public double at(long step, long steps) {
            return rates.floorEntry(step).getValue();
        }
    }

    private static void checkRate(double rate) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected a learning rate above 0 but got " + rate);
        }
    }
}
