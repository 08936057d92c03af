package io.github.kws4j.train;

/** The learning rate over the steps of a training. */
@FunctionalInterface
public interface LearningRate {
    /**
     * The rate of one step.
     *
     * @param step counted from 0 over all epochs
     * @param steps number of all steps
     * @return above 0
     */
    double at(long step, long steps);

    /**
     * The same rate at each step.
     *
     * @param rate above 0
     * @return the schedule
     * @throws IllegalArgumentException if {@code rate <= 0}
     */
    static LearningRate constant(double rate) {
        checkRate(rate);
        return (step, steps) -> rate;
    }

    /**
     * Rises evenly to {@code peak}, then falls to 0 along half a cosine (Loshchilov and Hutter 2017, without restarts).
     *
     * @param peak the highest rate
     * @param warmUp share of the steps in which it rises, 0 to below 1
     * @return the schedule
     * @throws IllegalArgumentException if {@code peak <= 0}, {@code warmUp < 0} or {@code warmUp >= 1}
     */
    static LearningRate cosine(double peak, double warmUp) {
        checkRate(peak);
        if (!(warmUp >= 0 && warmUp < 1)) {
            throw new IllegalArgumentException("expected a warm-up of at least 0 and below 1 but got " + warmUp);
        }
        return (step, steps) -> {
            long rising = Math.max(1, Math.round(warmUp * steps));
            return step < rising
                    ? peak * (step + 1) / rising
                    : peak * 0.5 * (1 + Math.cos(Math.PI * (step - rising) / Math.max(1, steps - rising)));
        };
    }

    private static void checkRate(double rate) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected a learning rate above 0 but got " + rate);
        }
    }
}
