package io.github.kws4j.plot;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Locale;

/** Draws into SVG text. Images are embedded, so that the file needs no other. */
final class SvgSurface implements Surface {
    /** From the middle of a line of text down to its baseline, as a share of its size. */
    static final double BASELINE = 0.35;

    private final StringBuilder elements = new StringBuilder();
    private final int width;
    private final int height;

    SvgSurface(int width, int height) {
        this.width = width;
        this.height = height;
    }

    @Override
    public void rectangle(Box box, Color fill) {
        add(
                "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>",
                box.x(), box.y(), box.width(), box.height(), hex(fill));
    }

    @Override
    public void line(Color color, double width, boolean dashed, double... points) {
        var path = new StringBuilder();
        for (int i = 0; i < points.length; i += 2) {
            path.append(String.format(Locale.ROOT, "%s%.1f,%.1f", i == 0 ? "" : " ", points[i], points[i + 1]));
        }
        add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" "
                        + "stroke-linejoin=\"round\"%s/>",
                path, hex(color), width, dashed ? " stroke-dasharray=\"6 4\"" : "");
    }

    @Override
    public void text(String text, double x, double y, Lettering lettering) {
        add(
                "<text transform=\"translate(%.1f %.1f)%s\" y=\"%.1f\" font-size=\"%.1f\" text-anchor=\"%s\" "
                        + "fill=\"%s\">%s</text>",
                x,
                y,
                lettering.upwards() ? " rotate(-90)" : "",
                BASELINE * lettering.size(),
                lettering.size(),
                lettering.anchor().name().toLowerCase(Locale.ROOT),
                hex(lettering.color()),
                Markup.escape(text));
    }

    @Override
    public void image(BufferedImage cells, Box box) {
        add(
                "<image x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" preserveAspectRatio=\"none\""
                        + " style=\"image-rendering:pixelated\" href=\"%s\"/>",
                box.x(), box.y(), box.width(), box.height(), Markup.dataUri("image/png", Plot.png(cells)));
    }

    private void add(String format, Object... values) {
        elements.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String hex(Color color) {
        return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xFFFFFF);
    }

    /** The whole file. */
    @Override
    public String toString() {
        String file = """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="sans-serif">
                %3$s</svg>
                """;
        return String.format(Locale.ROOT, file, width, height, elements);
    }
}
