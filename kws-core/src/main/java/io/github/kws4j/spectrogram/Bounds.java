package io.github.kws4j.spectrogram;

/** Ranges that settings must lie in. */
final class Bounds {
    private Bounds() {}

    static int atLeast(int least, int value, String name) {
        check(value >= least, name + " >= " + least, value);
        return value;
    }

    static void check(boolean holds, String expected, Object actual) {
        if (!holds) {
            throw new IllegalArgumentException("expected " + expected + " but got " + actual);
        }
    }
}
