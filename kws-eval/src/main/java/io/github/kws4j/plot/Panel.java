package io.github.kws4j.plot;

import io.github.kws4j.plot.Lettering.Anchor;
import java.awt.Color;
import java.util.List;

/** A frame with two axes, and what stands in it. */
final class Panel {
    static final Color BLUE = new Color(0x0072B2);
    static final Color RED = new Color(0xD55E00);
    static final Color PALE_BLUE = new Color(0x9CC9E6);
    static final Color PALE_RED = new Color(0xF0B98F);
    static final Color GREY = new Color(0xDDDDDD);
    private static final double LETTERS_A_TICK_ACROSS = 3.6;
    private static final double LETTERS_A_TICK_UP = 2.6;

    private final Surface surface;
    private final Axis across;
    private final Axis up;
    private final double size;
    private final Box inner;

    /** Draws the frame, its ticks and names into {@code outer}, with letters of {@code size} pixels. */
    Panel(Surface surface, Box outer, String title, Axis across, Axis up, double size) {
        this.surface = surface;
        this.across = across;
        this.up = up;
        this.size = size;
        inner = inside(outer, title);
        drawUp(outer);
        drawAcross(outer);
        if (!title.isEmpty()) {
            surface.text(title, inner.x() + inner.width() / 2, outer.y() + size * 0.7, letters(Anchor.MIDDLE));
        }
    }

    /** What the numbers and the name of {@code up} take left of a panel of this height. */
    static double left(Axis up, double height, double size) {
        int most = mostUp(height, size);
        double labels = up.ticks(most).stream()
                .mapToDouble(tick -> Lettering.of(size, Anchor.END).width(up.label(tick, most)))
                .max()
                .orElse(0);
        return labels + 8 + (up.name().isEmpty() ? 0 : size * 1.6);
    }

    private Box inside(Box outer, String title) {
        double left = left(up, outer.height(), size);
        double bottom = size * (across.name().isEmpty() ? 1.7 : 3.2);
        return outer.inset(left, title.isEmpty() ? size * 0.7 : size * 1.8, size * 1.5, bottom);
    }

    private static int mostUp(double height, double size) {
        return Math.max(2, (int) (height / (LETTERS_A_TICK_UP * size)));
    }

    private void drawUp(Box outer) {
        int most = mostUp(outer.height(), size);
        for (double tick : up.ticks(most)) {
            surface.line(GREY, 1, false, inner.x(), y(tick), inner.right(), y(tick));
            surface.text(up.label(tick, most), inner.x() - 6, y(tick), letters(Anchor.END));
        }
        surface.text(
                up.name(),
                outer.x() + size * 0.7,
                inner.y() + inner.height() / 2,
                letters(Anchor.MIDDLE).turned());
    }

    private void drawAcross(Box outer) {
        int most = Math.max(2, (int) (inner.width() / (LETTERS_A_TICK_ACROSS * size)));
        for (double tick : across.ticks(most)) {
            surface.line(Color.BLACK, 1, false, x(tick), inner.bottom(), x(tick), inner.bottom() + 4);
            surface.text(across.label(tick, most), x(tick), inner.bottom() + size, letters(Anchor.MIDDLE));
        }
        surface.text(across.name(), inner.x() + inner.width() / 2, outer.bottom() - size * 0.7, letters(Anchor.MIDDLE));
    }

    /** The frame itself: drawn after what reaches its edge. */
    void close() {
        frame(surface, inner);
    }

    static void frame(Surface surface, Box box) {
        double[] corners = {
            box.x(), box.y(), box.right(), box.y(), box.right(), box.bottom(), box.x(), box.bottom(), box.x(), box.y()
        };
        surface.line(Color.BLACK, 1, false, corners);
    }

    Box inner() {
        return inner;
    }

    double x(double value) {
        return inner.x() + inner.width() * across.share(value);
    }

    double y(double value) {
        return inner.bottom() - inner.height() * up.share(value);
    }

    Lettering letters(Anchor anchor) {
        return Lettering.of(size, anchor);
    }

    /** How a curve looks; colour, dashes and marks each distinguish two curves. */
    record Look(Color color, boolean dashed, boolean marked) {
        static final Look FIRST = new Look(BLUE, false, true);
        static final Look SECOND = new Look(RED, true, true);
        static final Look PLAIN = new Look(BLUE, false, false);
    }

    void curve(double[] xs, double[] ys, Look look) {
        var points = new double[2 * xs.length];
        for (int i = 0; i < xs.length; i++) {
            points[2 * i] = x(xs[i]);
            points[2 * i + 1] = y(ys[i]);
        }
        if (xs.length > 1) {
            surface.line(look.color(), look.marked() ? 2 : 1, look.dashed(), points);
        }
        if (look.marked()) {
            for (int i = 0; i < points.length; i += 2) {
                mark(points[i], points[i + 1], look);
            }
        }
    }

    /** Filled squares on solid curves, open ones on dashed. */
    private void mark(double x, double y, Look look) {
        surface.rectangle(new Box(x - 3.5, y - 3.5, 7, 7), look.color());
        if (look.dashed()) {
            surface.rectangle(new Box(x - 2, y - 2, 4, 4), Color.WHITE);
        }
    }

    /** Names the curves in the upper right corner, or the lower. */
    void legend(List<String> names, List<Look> looks, boolean above) {
        double widest = names.stream()
                .mapToDouble(name -> letters(Anchor.START).width(name))
                .max()
                .orElse(0);
        double line = size * 1.5;
        double left = inner.right() - widest - 48;
        double top = above ? inner.y() + 6 : inner.bottom() - 6 - line * names.size();
        surface.rectangle(new Box(left - 6, top, widest + 48, line * names.size()), Color.WHITE);
        for (int i = 0; i < names.size(); i++) {
            double y = top + line * (i + 0.5);
            surface.line(looks.get(i).color(), 2, looks.get(i).dashed(), left, y, left + 30, y);
            mark(left + 15, y, looks.get(i));
            surface.text(names.get(i), left + 36, y, letters(Anchor.START));
        }
    }
}
