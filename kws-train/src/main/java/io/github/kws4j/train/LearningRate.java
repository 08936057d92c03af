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
     */
    static LearningRate constant(double rate) {
        return (step, steps) -> rate;
    }

    /**
     * Rises evenly to {@code peak}, then falls to 0 along half a cosine (Loshchilov and Hutter 2017, without restarts).
     *
     * @param peak the highest rate
     * @param warmUp share of the steps in which it rises, 0 to below 1
     * @return the schedule
     */
    static LearningRate cosine(double peak, double warmUp) {
        return (step, steps) -> {
            long rising = Math.max(1, Math.round(warmUp * steps));
            return step < rising
                    ? peak * (step + 1) / rising
                    : peak * 0.5 * (1 + Math.cos(Math.PI * (step - rising) / Math.max(1, steps - rising)));
        };
    }
}
