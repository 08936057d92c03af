package io.github.kws4j.plot;

import io.github.kws4j.plot.Lettering.Anchor;
import java.awt.Color;

/**
 * Colours from black to white whose brightness grows evenly, so that they read the same in grey and to the
 * colour-blind: the cubehelix of D. A. Green (Bull. Astr. Soc. India 39, 2011), from violet over blue and green to
 * yellow.
 */
final class Shade {
    private static final double START = 0.3;
    private static final double TURNS = -0.6;
    private static final double HUE = 1.2;
    private static final int SCALE_STEPS = 64;

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

    /**
     * What the shades mean, right of a picture: a bar from the brightness of the least value to that of the greatest.
     *
     * @param unit written after each value; may be empty
     */
    static void scale(Surface surface, Box picture, Axis values, String unit, Range shades, double letters) {
        var bar = new Box(picture.right() + 16, picture.y(), 16, picture.height());
        for (int i = 0; i < SCALE_STEPS; i++) {
            Box step = bar.cell(i, 0, SCALE_STEPS, 1, 0);
            double share = 1 - (i + 0.5) / SCALE_STEPS;
            surface.rectangle(
                    new Box(step.x(), step.y(), step.width(), step.height() + 0.5), at(shades.brightness(share)));
        }
        Panel.frame(surface, bar);
        for (double tick : values.ticks(4)) {
            double y = bar.bottom() - bar.height() * values.share(tick);
            String text = values.label(tick, 4) + (unit.isEmpty() ? "" : " " + unit);
            surface.text(text, bar.right() + 6, y, Lettering.of(letters, Anchor.START));
        }
    }

    /** The brightness of the least value and of the greatest. */
    record Range(double least, double greatest) {
        static final Range WHOLE = new Range(0, 1);

        double brightness(double share) {
            return least + (greatest - least) * share;
        }
    }

    private static float channel(double value) {
        return (float) Math.max(0, Math.min(1, value));
    }
}
