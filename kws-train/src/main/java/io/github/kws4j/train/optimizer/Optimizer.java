package io.github.kws4j.train.optimizer;

/** How a step follows the gradient. */
public sealed interface Optimizer {
    /**
     * Whether what a step does depends on the number of all steps.
     *
     * @return true for {@link SharpnessAware} that does not begin with the first step
     */
    default boolean dependsOnLength() {
        return this instanceof SharpnessAware aware && aware.from() > 0;
    }

    /**
     * Adam (Kingma and Ba 2015) as Keras computes it: {@code w -= rate sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) +
     * epsilon)}.
     *
     * @param beta1 share of the mean gradient that is kept at each step
     * @param beta2 share of the mean squared gradient that is kept at each step
     * @param epsilon added to the root
     */
    record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
        /**
         * An optimiser whose options have been checked.
         *
         * @throws IllegalArgumentException if a share is below 0 or not below 1, or {@code epsilon <= 0}
         */
        public Adam {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0)) {
                throw new IllegalArgumentException(
                        "expected shares of at least 0 and below 1 and an epsilon above 0 but got " + beta1 + ", "
                                + beta2 + " and " + epsilon);
            }
        }
    }

    /**
     * Stochastic gradient descent with momentum: {@code a = momentum a + g, w -= rate a}, and in Nesterov's form
     * {@code w -= rate (g + momentum a)}.
     *
     * @param momentum share of the step that is kept, 0 to below 1
     * @param nesterov whether to take Nesterov's form
     * @param weightDecay times the weight, added to the gradient of kernels, not of biases or normalisation
     */
    record Sgd(double momentum, boolean nesterov, double weightDecay) implements Optimizer {
        /**
         * An optimiser whose options have been checked.
         *
         * @throws IllegalArgumentException if {@code momentum < 0}, {@code momentum >= 1} or {@code weightDecay < 0}
         */
        public Sgd {
            if (!(momentum >= 0 && momentum < 1 && weightDecay >= 0)) {
                throw new IllegalArgumentException(
                        "expected a momentum of at least 0 and below 1 and a weight decay of at least 0 but got "
                                + momentum + " and " + weightDecay);
            }
        }
    }

    /**
     * Sharpness-aware minimisation (Foret et al. 2021): the gradient is taken not where the weights are but {@code
     * radius} away, in the direction in which the loss rises most, so that weights are found about which the loss is
     * low, too. A step then costs two passes in place of one. It need not be done from the start: the last part of a
     * training decides (Zhou et al. 2024).
     *
     * @param base how a step follows that gradient
     * @param radius length of the way up, in the norm over all weights
     * @param from share of all steps that are taken with {@code base} alone first, 0 to below 1
     */
    record SharpnessAware(Optimizer base, double radius, double from) implements Optimizer {
        /**
         * An optimiser whose options have been checked.
         *
         * @throws IllegalArgumentException if {@code radius <= 0}, {@code from < 0}, {@code from >= 1} or {@code base}
         *     is sharpness-aware itself
         */
        public SharpnessAware {
            if (!(radius > 0 && radius < Double.POSITIVE_INFINITY && from >= 0 && from < 1)
                    || base instanceof SharpnessAware) {
                throw new IllegalArgumentException("expected a radius above 0, a start of at least 0 and below 1 and"
                        + " another optimiser but got " + radius + ", " + from + " and " + base);
            }
        }
    }

    /**
     * Adam with Keras's defaults: 0.9, 0.999 and 1e-7.
     *
     * @return the optimiser
     */
    static Optimizer adam() {
        return new Adam(0.9, 0.999, 1e-7);
    }
}
