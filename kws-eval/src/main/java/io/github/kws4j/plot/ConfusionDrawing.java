package io.github.kws4j.plot;

import io.github.kws4j.evaluate.Evaluation;
import io.github.kws4j.plot.Lettering.Anchor;
import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;

/** A cell for each pair of words: its count, and its share of the row where the cell has room. */
record ConfusionDrawing(Evaluation evaluation, double letters) implements Plot.Drawing {
    private static final Shade.Range SHADES = new Shade.Range(0.97, 0.15);

    @Override
    public void draw(Surface surface, Box area) {
        List<String> labels = evaluation.labels();
        int n = labels.size();
        double size = Math.max(6, Math.min(letters, 0.7 * area.height() / n));
        double widest = labels.stream()
                .mapToDouble(label -> Lettering.of(size, Anchor.END).width(label))
                .max()
                .orElse(0);
        double left = widest + 8 + letters * 1.8;
        boolean turned = widest > 0.9 * (area.width() - left - 30 - 4.5 * letters) / n;
        Box cells = area.inset(left, 2, 30 + 4.5 * letters, (turned ? widest : size) + 12 + letters * 1.6);
        int[][] counts = evaluation.confusion();
        for (int said = 0; said < n; said++) {
            drawRow(surface, cells, said, counts[said], size);
            double y = cells.cell(said, 0, n, n, 0).y() + cells.height() / n / 2;
            surface.text(labels.get(said), cells.x() - 8, y, Lettering.of(size, Anchor.END));
            double x = cells.x() + (said + 0.5) * cells.width() / n;
            Lettering below = turned ? Lettering.of(size, Anchor.END).turned() : Lettering.of(size, Anchor.MIDDLE);
            surface.text(labels.get(said), x, cells.bottom() + (turned ? 6 : 6 + size / 2), below);
        }
        Shade.scale(surface, cells, Axis.linear("", 0, 100), "%", SHADES, letters);
        surface.text(
                "classified as",
                cells.x() + cells.width() / 2,
                area.bottom() - letters * 0.7,
                Lettering.of(letters, Anchor.MIDDLE));
        surface.text(
                "said",
                area.x() + letters * 0.7,
                cells.y() + cells.height() / 2,
                Lettering.of(letters, Anchor.MIDDLE).turned());
    }

    private static void drawCentred(Surface surface, String text, Box cell, double y, double size, Color ink) {
        surface.text(
                text,
                cell.x() + cell.width() / 2,
                y,
                Lettering.of(size, Anchor.MIDDLE).in(ink));
    }

    private static void drawRow(Surface surface, Box cells, int row, int[] counts, double size) {
        int n = counts.length;
        double all = Math.max(1, IntStream.of(counts).sum());
        for (int column = 0; column < n; column++) {
            Box cell = cells.cell(row, column, n, n, 1);
            double brightness = SHADES.brightness(counts[column] / all);
            Color ink = counts[column] == 0 ? Color.GRAY : brightness < 0.46 ? Color.WHITE : Color.BLACK;
            surface.rectangle(cell, Shade.at(brightness));
            double middle = cell.y() + cell.height() / 2;
            boolean shared = cell.height() > 2.2 * size && counts[column] > 0;
            drawCentred(surface, Integer.toString(counts[column]), cell, middle - (shared ? 0.5 * size : 0), size, ink);
            if (shared) {
                String share = Math.round(100 * counts[column] / all) + " %";
                drawCentred(surface, share, cell, middle + 0.6 * size, 0.8 * size, ink);
            }
        }
    }
}
