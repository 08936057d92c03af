package io.github.kws4j.plot;

import java.awt.Color;
import java.awt.image.BufferedImage;

/** What a plot is drawn on: pixels or SVG. Lengths are pixels, counted from the upper left corner. */
interface Surface {
    void rectangle(Box box, Color fill);

    /** A line through points {@code x, y, x, y, ...}; one that holds a single point draws nothing. */
    void line(Color color, double width, boolean dashed, double... points);

    /** {@code y} is the middle of the line of text. */
    void text(String text, double x, double y, Lettering lettering);

    /** Each pixel of {@code cells} becomes a rectangle of one colour. */
    void image(BufferedImage cells, Box box);
}
