package io.github.kws4j.spectrogram;

/**
 * One step from samples to a spectrogram's values, on a tile of frames side by side: value {@code v} of frame {@code lane} lies at
 * {@code v * lanes + lane}, so that the same arithmetic runs over adjacent frames and the JIT turns it into vector instructions.
 */
interface Stage {
    /** Values it yields for each frame. */
    int outputs();

    /**
     * Takes {@code lanes} frames from {@code values}.
     *
     * @return the array that holds the result: {@code values} or {@code spare}; what is in the other one is lost
     */
    float[] apply(float[] values, float[] spare, int lanes);

    /** Squared magnitudes of the real FFT. */
    static Stage fft(int length) {
        return new JTransformsFft(length);
    }

    /** Square roots. */
    static Stage root(int outputs) {
        return new Stage() {
            @Override
            public int outputs() {
                return outputs;
            }

            @Override
            public float[] apply(float[] values, float[] spare, int lanes) {
                for (int i = 0; i < outputs * lanes; i++) {
                    values[i] = (float) Math.sqrt(values[i]);
                }
                return values;
            }
        };
    }

    /** {@code ln(value + offset)}. */
    static Stage logOffset(int outputs, double offset) {
        return new Stage() {
            @Override
            public int outputs() {
                return outputs;
            }

            @Override
            public float[] apply(float[] values, float[] spare, int lanes) {
                for (int i = 0; i < outputs * lanes; i++) {
                    values[i] = (float) Math.log(values[i] + offset);
                }
                return values;
            }
        };
    }

    /** {@code 10 log10(max(value, floor))}. */
    static Stage decibels(int outputs, double floor) {
        return new Stage() {
            @Override
            public int outputs() {
                return outputs;
            }

            @Override
            public float[] apply(float[] values, float[] spare, int lanes) {
                for (int i = 0; i < outputs * lanes; i++) {
                    values[i] = (float) (10 * Math.log10(Math.max(values[i], floor)));
                }
                return values;
            }
        };
    }
}
