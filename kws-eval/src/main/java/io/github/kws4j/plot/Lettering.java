package io.github.kws4j.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;

/** How a text is written: its size in pixels, which end stays put, and whether it runs upwards. */
record Lettering(double size, Anchor anchor, boolean upwards, Color color) {
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    static Lettering of(double size, Anchor anchor) {
        return new Lettering(size, anchor, false, Color.BLACK);
    }

    Lettering in(Color other) {
        return new Lettering(size, anchor, upwards, other);
    }

    Lettering turned() {
        return new Lettering(size, anchor, true, color);
    }

    Font font() {
        return new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) size);
    }

    double width(String text) {
        return font().getStringBounds(text, new FontRenderContext(null, true, true))
                .getWidth();
    }
}
