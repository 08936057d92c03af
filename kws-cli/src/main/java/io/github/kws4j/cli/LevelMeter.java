package io.github.kws4j.cli;

import java.io.PrintStream;
import picocli.CommandLine.Help.Ansi;

/**
 * A line at the bottom of a terminal that shows how loud it is; elsewhere nothing. Erase it before a line is printed.
 */
final class LevelMeter {
    private static final int WIDTH = 40;
    private static final int LOWEST_DECIBELS = -60;

    private final PrintStream out;
    private final boolean shown;

    LevelMeter(PrintStream out, boolean shown) {
        this.out = out;
        this.shown = shown;
    }

    /** A meter on standard error where the program runs in a terminal. */
    static LevelMeter onTerminal() {
        return new LevelMeter(System.err, Ansi.AUTO.enabled());
    }

    /** A meter that shows nothing. */
    static LevelMeter none() {
        return new LevelMeter(System.err, false);
    }

    /** Shows the level of a chunk of sound. */
    void show(float[] chunk) {
        if (shown) {
            out.print("\r" + bar(decibels(chunk)));
            out.flush();
        }
    }

    /** Takes the meter off the terminal until the next {@link #show}. */
    void erase() {
        if (shown) {
            out.print("\r" + " ".repeat(bar(0).length()) + "\r");
            out.flush();
        }
    }

    /** The root of the mean square, in decibels of full scale; negative infinity where all is 0. */
    static double decibels(float[] chunk) {
        double energy = 0;
        for (float sample : chunk) {
            energy += (double) sample * sample;
        }
        return 10 * Math.log10(energy / Math.max(1, chunk.length));
    }

    static String bar(double decibels) {
        double shownDecibels = Math.max(LOWEST_DECIBELS, Math.min(0, decibels));
        int filled = (int) Math.round(WIDTH * (1 - shownDecibels / LOWEST_DECIBELS));
        return "[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] %3d dB".formatted(Math.round(shownDecibels));
    }
}
