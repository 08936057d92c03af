package io.github.kws4j.words;

import java.util.Arrays;

/** The peaks of a detector's values over a threshold, those nearer than a pause counted once. */
final class Peaks {
    private static final int PAUSE_STEPS = 9;
    private static final int HALVINGS = 30;
    private static final float FIRST_STEP = 1f / 16;

    private final float[] values;
    private int[] steps;

    private Peaks(float[] values) {
        this.values = values;
        steps = new int[values.length];
        Arrays.setAll(steps, step -> step);
    }

    /**
     * The largest threshold that {@code count} peaks reach, at least one, to a float's precision; the least value where
     * so many peaks are reached by none.
     */
    static float threshold(float[] values, double count) {
        return new Peaks(values).threshold(Math.max(1, (int) Math.floor(count)));
    }

    /** From the largest value downwards: far below it peaks run into each other, and are few again. */
    private float threshold(int wanted) {
        float least = Float.POSITIVE_INFINITY;
        float low = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            least = Math.min(least, value);
            low = Math.max(low, value);
        }
        float high = low;
        float step = (high - least) * FIRST_STEP;
        while (count(low) < wanted && low > least) {
            high = low;
            low = Math.max(least, high - step);
            step *= 2;
        }
        keep(low);
        for (int i = 0; i < HALVINGS; i++) {
            float middle = low + (high - low) / 2;
            if (count(middle) >= wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void keep(float threshold) {
        int kept = 0;
        int[] over = new int[steps.length];
        for (int step : steps) {
            if (values[step] >= threshold) {
                over[kept++] = step;
            }
        }
        steps = Arrays.copyOf(over, kept);
    }

    private int count(float threshold) {
        int peaks = 0;
        int next = 0;
        for (int step : steps) {
            if (values[step] >= threshold) {
                peaks += step >= next ? 1 : 0;
                next = step + PAUSE_STEPS;
            }
        }
        return peaks;
    }
}
