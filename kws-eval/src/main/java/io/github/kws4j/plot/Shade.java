package io.github.kws4j.plot;

import java.awt.Color;

/**
 * Colours from black to white whose brightness grows evenly, so that they read the same in grey and to the colour-blind: the cubehelix
 * of D. A. Green (Bull. Astr. Soc. India 39, 2011), from violet over blue and green to yellow.
 */
final class Shade {
    private static final double START = 0.3;
    private static final double TURNS = -0.6;
    private static final double HUE = 1.2;

    private Shade() {}

    /** The colour at {@code brightness}, 0 to 1; what lies outside is taken as the end. */
    static Color at(double brightness) {
        double b = Math.max(0, Math.min(1, brightness));
        double angle = 2 * Math.PI * (START / 3 + 1 + TURNS * b);
        double amplitude = HUE * b * (1 - b) / 2;
        double cos = amplitude * Math.cos(angle);
        double sin = amplitude * Math.sin(angle);
        return new Color(
                channel(b - 0.14861 * cos + 1.78277 * sin),
                channel(b - 0.29227 * cos - 0.90649 * sin),
                channel(b + 1.97294 * cos));
    }

    private static float channel(double value) {
        return (float) Math.max(0, Math.min(1, value));
    }
}
