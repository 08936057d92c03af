package io.github.kws4j;

/**
 * A network that goes through sound step by step and carries what it needs of the past in a state, so that a stream
 * computes nothing twice. {@link #inputShape()} is that of one step, {@code [frames, bins]}. Safe to share between
 * threads: the state is the caller's.
 */
public interface SteppingNetwork extends KeywordNetwork {
    /**
     * Numbers in the state of one row. All are 0 at the start of a sound.
     *
     * @return at least 1
     */
    int stateLength();

    /**
     * Runs rows of steps through the network.
     *
     * @param input {@code batch x steps} times the input shape, row-major, from index 0
     * @param extent rows and steps
     * @param states {@code batch x stateLength} values from index 0: the states before the first step, overwritten by
     *     those after the last
     * @param outputs receives {@code batch x steps x classes} values from index 0
     * @throws IllegalStateException after {@link #close()}
     * @throws ModelException where the inference fails
     */
    void run(float[] input, Extent extent, float[] states, float[] outputs);

    /**
     * How much is run at once.
     *
     * @param batch rows, at least 1
     * @param steps of each row, at least 1
     */
    record Extent(int batch, int steps) {
        /** @throws IllegalArgumentException where either is under 1 */
        public Extent {
            if (batch < 1 || steps < 1) {
                throw new IllegalArgumentException(
                        "expected 1 or more rows and steps but got " + batch + " and " + steps);
            }
        }
    }

    /** One step of each clip from the start on. */
    @Override
    default void run(float[] input, int batch, float[] outputs) {
        run(input, new Extent(batch, 1), new float[batch * stateLength()], outputs);
    }
}
