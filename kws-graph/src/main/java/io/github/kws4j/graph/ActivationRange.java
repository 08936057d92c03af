package io.github.kws4j.graph;

/**
 * The values of a tensor that 8 bits can hold: what lies outside is clipped. 0 is among them, as a convolution is
 * padded with it.
 *
 * @param least 0 or below
 * @param greatest 0 or above
 */
record ActivationRange(float least, float greatest) {
    private static final int STEPS = 255;
    /** Each range that is tried ends at this share of the one before. */
    private static final float NARROWER = 0.85f;

    private static final int CANDIDATES = 40;
    /** Added to each clip's error, as a share of the mean power, so that one without any does not count for all. */
    private static final double LEAST_ERROR = 1e-12;

    ActivationRange {
        least = Math.min(least, 0);
        greatest = Math.max(greatest, 0);
    }

    /**
     * The range with the least geometric mean, over the clips, of the error that it leaves. Loud clips take values many
     * times those of quiet ones; in squares added up they alone would count, and steps that suit the loud leave nothing
     * of the quiet.
     *
     * @param values of one clip after the other
     * @param perClip values of one clip
     */
    static ActivationRange of(float[] values, int perClip) {
        var best = new ActivationRange(0, 0);
        for (float value : values) {
            best = new ActivationRange(Math.min(best.least, value), Math.max(best.greatest, value));
        }
        double power = 0;
        for (float value : values) {
            power += (double) value * value * perClip / values.length;
        }
        double error = best.error(values, perClip, LEAST_ERROR * power);
        ActivationRange candidate = best;
        for (int i = 0; i < CANDIDATES; i++) {
            candidate = new ActivationRange(candidate.least * NARROWER, candidate.greatest * NARROWER);
            double left = candidate.error(values, perClip, LEAST_ERROR * power);
            if (left < error) {
                best = candidate;
                error = left;
            }
        }
        return best;
    }

    /** The sum, over the clips, of the logarithm of the squared error of what is rounded to steps and clipped. */
    private double error(float[] values, int perClip, double least) {
        float scale = scale();
        int zero = zeroPoint();
        double error = 0;
        for (int clip = 0; clip < values.length; clip += perClip) {
            double squares = 0;
            for (int i = clip; i < clip + perClip; i++) {
                int step = Math.max(0, Math.min(STEPS, Math.round(values[i] / scale) + zero));
                double off = values[i] - (step - zero) * scale;
                squares += off * off;
            }
            error += Math.log(squares + least + Double.MIN_NORMAL);
        }
        return error;
    }

    /** What one step of 255 is worth. */
    float scale() {
        return greatest > least ? (greatest - least) / STEPS : 1;
    }

    /** The step, 0 to 255, that stands for 0. */
    int zeroPoint() {
        return Math.round(-least / scale());
    }
}
