package io.github.kws4j.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;

/**
 * Values along one side of a plot.
 *
 * @param name written beside it
 * @param from value at the left or lower end
 * @param to value at the other end
 * @param logarithmic whether spaced by their logarithm, not evenly
 * @param grain least distance of two ticks
 * @param marks where ticks are and what stands at them; where there is none, ticks are at round values
 */
record Axis(
        String name, double from, double to, boolean logarithmic, double grain, NavigableMap<Double, String> marks) {
    private Axis(String name, double from, double to, boolean logarithmic, double grain) {
        this(name, from, to, logarithmic, grain, Collections.emptyNavigableMap());
    }

    /** Ticks at given places. */
    static Axis marked(String name, double from, double to, NavigableMap<Double, String> marks) {
        return new Axis(name, from, to, false, 0, marks);
    }

    static Axis linear(String name, double from, double to) {
        return new Axis(name, from, to, false, 0);
    }

    static Axis logarithmic(String name, double from, double to) {
        return new Axis(name, from, to, true, 0);
    }

    /** Whole numbers. */
    static Axis counted(String name, double from, double to) {
        return new Axis(name, from, to, false, 1);
    }

    Axis named(String other) {
        return new Axis(other, from, to, logarithmic, grain, marks);
    }

    /** Where {@code value} lies: 0 at {@code from}, 1 at {@code to}. */
    double share(double value) {
        return logarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
    }

    /** Round values within the axis, at most about {@code most}. */
    List<Double> ticks(int most) {
        var ticks = new ArrayList<Double>();
        if (!marks.isEmpty()) {
            int every = (marks.size() + most - 1) / most;
            int i = 0;
            for (double place : marks.keySet()) {
                if (i++ % every == 0) {
                    ticks.add(place);
                }
            }
        } else if (logarithmic) {
            for (double tick = Math.pow(10, Math.ceil(Math.log10(from))); tick <= to * 1.000001; tick *= 10) {
                ticks.add(tick);
            }
        } else {
            double step = step(most);
            for (double i = Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
                ticks.add(i * step);
            }
        }
        return ticks;
    }

    /** The least of 1, 2 and 5 times a power of ten that gives at most {@code most} steps. */
    private double step(int most) {
        double least = Math.max((to - from) / most, grain);
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (int factor : new int[] {1, 2, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** A tick's text, with as many digits as its neighbours need. */
    String label(double tick, int most) {
        String mark = marks.get(tick);
        if (mark != null) {
            return mark;
        }
        double finest = logarithmic ? tick : step(most);
        int digits = (int) Math.max(0, Math.ceil(-Math.log10(finest) - 1e-9));
        return BigDecimal.valueOf(tick).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }
}
