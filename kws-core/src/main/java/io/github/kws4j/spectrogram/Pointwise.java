package io.github.kws4j.spectrogram;

/** A function of each value by itself. */
record Pointwise(int outputs, Along function) implements Stage {
    /** Replaces the first {@code lanes} values of a row. */
    interface Along {
        void apply(float[] row, int lanes);
    }

    /** {@code ln(value + offset)}. */
    static Pointwise logOffset(int outputs, double offset) {
        return new Pointwise(outputs, (row, lanes) -> {
            for (int i = 0; i < lanes; i++) {
                row[i] = (float) Math.log(row[i] + offset);
            }
        });
    }

    /** {@code 10 log10(max(value, floor))}. */
    static Pointwise decibels(int outputs, double floor) {
        return new Pointwise(outputs, (row, lanes) -> {
            for (int i = 0; i < lanes; i++) {
                row[i] = (float) (10 * Math.log10(Math.max(row[i], floor)));
            }
        });
    }

    @Override
    public float[][] apply(float[][] rows, float[][] spare, int lanes) {
        for (int i = 0; i < outputs; i++) {
            function.apply(rows[i], lanes);
        }
        return rows;
    }
}
