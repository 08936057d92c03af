package io.github.kws4j.audio;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The low-pass filter between two sample rates: a sinc with a Kaiser window, tabulated by phase. With {@code c} the
 * cutoff as a part of the input's Nyquist frequency, {@code w} half the filter's width in input samples and {@code t}
 * the distance from an output sample to an input sample,
 *
 * <pre>h(t) = c sinc(c t) I0(beta sqrt(1 - (t / w)^2)) / I0(beta)</pre>
 *
 * <p>Pass band to 0.9 and stop band from 1.0 of the lower Nyquist frequency, 90 dB apart (Kaiser's formulas for beta
 * and width: Oppenheim and Schafer, Discrete-Time Signal Processing, 7.5). Each phase's sum is made 1, so silence's
 * pedestal stays put to rounding.
 *
 * <p>Where the ratio {@code up / down} in lowest terms needs few phases the table holds each; otherwise it holds a
 * fixed number over one input sample and neighbours are interpolated linearly, 100 dB down, so that odd pairs of rates
 * cost twice the time but no more memory. Immutable.
 */
final class PolyphaseFilter {
    private static final double PASS_BAND = 0.9;
    private static final double ATTENUATION_DB = 90;
    private static final double BETA = 0.1102 * (ATTENUATION_DB - 8.7);
    /** Half the width in samples of the lower rate. */
    private static final double HALF_WIDTH = (ATTENUATION_DB - 7.95) / (2.285 * Math.PI * (1 - PASS_BAND)) / 2;

    private static final int MAX_COEFFICIENTS = 1 << 18;
    private static final int INTERPOLATED_PHASES = 512;
    private static final int CACHED = 16;

    private static final Map<Long, PolyphaseFilter> CACHE = new LinkedHashMap<>(32, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, PolyphaseFilter> eldest) {
            return size() > CACHED;
        }
    };

    private final int up;
    private final int down;
    private final int taps;
    private final boolean exact;
    private final int phases;
    private final float[] rows;

    private PolyphaseFilter(int up, int down) {
        this.up = up;
        this.down = down;
        double scale = Math.min(1.0, (double) up / down);
        this.taps = 2 * roundUp((int) Math.ceil(HALF_WIDTH / scale), 4);
        this.exact = (long) up * taps <= MAX_COEFFICIENTS;
        this.phases = exact ? up : (int) Math.ceil(INTERPOLATED_PHASES * scale) + 1;
        this.rows = new float[(exact ? phases : phases + 1) * taps];
        for (int row = 0; row < rows.length / taps; row++) {
            fillRow(row, scale);
        }
    }

    /** The filter from {@code from} to {@code to} hertz; the last ones asked for are kept. */
    static PolyphaseFilter between(int from, int to) {
        int divisor = greatestCommonDivisor(from, to);
        int up = to / divisor;
        int down = from / divisor;
        synchronized (CACHE) {
            return CACHE.computeIfAbsent(((long) up << 32) | down, ratio -> new PolyphaseFilter(up, down));
        }
    }

    /** Input samples that one output sample is made of, as many before it as after; a multiple of 8. */
    int taps() {
        return taps;
    }

    int up() {
        return up;
    }

    int down() {
        return down;
    }

    int coefficients() {
        return rows.length;
    }

    /**
     * Writes {@code count} output samples. The first is made of {@code input[first]} and the {@code taps - 1} that
     * follow and lies {@code phase / up} input samples after {@code input[first + taps / 2 - 1]}; each next one lies
     * {@code down / up} input samples further.
     */
    void filter(float[] input, int first, int phase, float[] output, int at, int count) {
        int whole = down / up;
        int part = down % up;
        int position = first;
        int fraction = phase;
        for (int i = 0; i < count; i++) {
            output[at + i] = exact ? dot(fraction * taps, input, position) : interpolated(fraction, input, position);
            position += whole;
            fraction += part - up;
            if (fraction >= 0) {
                position++;
            } else {
                fraction += up;
            }
        }
    }

    private float interpolated(int fraction, float[] input, int position) {
        double place = (double) fraction / up * phases;
        int row = (int) place;
        float weight = (float) (place - row);
        float before = dot(row * taps, input, position);
        return before + weight * (dot((row + 1) * taps, input, position) - before);
    }

    /** Eight sums side by side: one alone would wait for each addition to end before the next. */
    private float dot(int row, float[] input, int position) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        for (int k = 0; k < taps; k += 8) {
            a += rows[row + k] * input[position + k];
            b += rows[row + k + 1] * input[position + k + 1];
            c += rows[row + k + 2] * input[position + k + 2];
            d += rows[row + k + 3] * input[position + k + 3];
            e += rows[row + k + 4] * input[position + k + 4];
            f += rows[row + k + 5] * input[position + k + 5];
            g += rows[row + k + 6] * input[position + k + 6];
            h += rows[row + k + 7] * input[position + k + 7];
        }
        return ((a + b) + (c + d)) + ((e + f) + (g + h));
    }

    private void fillRow(int row, double scale) {
        double cutoff = scale * (1 + PASS_BAND) / 2;
        double[] values = new double[taps];
        double sum = 0;
        for (int k = 0; k < taps; k++) {
            double t = k - (taps / 2 - 1) - (double) row / phases;
            values[k] = sinc(cutoff * t) * kaiser(t * scale / HALF_WIDTH);
            sum += values[k];
        }
        for (int k = 0; k < taps; k++) {
            rows[row * taps + k] = (float) (values[k] / sum);
        }
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    /** The window over [-1, 1], but for the factor that the row's sum takes out. */
    private static double kaiser(double x) {
        return x * x >= 1 ? 0 : besselI0(BETA * Math.sqrt(1 - x * x));
    }

    /** The modified Bessel function of order 0 by its power series. */
    private static double besselI0(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 1e-17; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    private static int roundUp(int value, int multiple) {
        return (value + multiple - 1) / multiple * multiple;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
