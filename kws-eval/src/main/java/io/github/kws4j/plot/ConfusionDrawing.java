package io.github.kws4j.plot;

import io.github.kws4j.evaluate.Evaluation;
import io.github.kws4j.plot.Lettering.Anchor;
import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;

/** A cell for each pair of words, its count in it. */
record ConfusionDrawing(Evaluation evaluation, double letters) implements Plot.Drawing {
    private static final double DARKEST = 0.15;

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
        boolean turned = widest > 0.9 * (area.width() - left) / n;
        Box cells = area.inset(left, 2, 2, (turned ? widest : size) + 12 + letters * 1.6);
        int[][] counts = evaluation.confusion();
        for (int said = 0; said < n; said++) {
            drawRow(surface, cells, said, counts[said], size);
            double y = cells.cell(said, 0, n, n, 0).y() + cells.height() / n / 2;
            surface.text(labels.get(said), cells.x() - 8, y, Lettering.of(size, Anchor.END));
            double x = cells.x() + (said + 0.5) * cells.width() / n;
            Lettering below = turned ? Lettering.of(size, Anchor.END).turned() : Lettering.of(size, Anchor.MIDDLE);
            surface.text(labels.get(said), x, cells.bottom() + (turned ? 6 : 6 + size / 2), below);
        }
        surface.text(
                "heard",
                cells.x() + cells.width() / 2,
                area.bottom() - letters * 0.7,
                Lettering.of(letters, Anchor.MIDDLE));
        surface.text(
                "said",
                area.x() + letters * 0.7,
                cells.y() + cells.height() / 2,
                Lettering.of(letters, Anchor.MIDDLE).turned());
    }

    private static void drawRow(Surface surface, Box cells, int row, int[] counts, double size) {
        int n = counts.length;
        double all = Math.max(1, IntStream.of(counts).sum());
        for (int column = 0; column < n; column++) {
            Box cell = cells.cell(row, column, n, n, 1);
            double brightness = 0.97 - (0.97 - DARKEST) * counts[column] / all;
            Color ink = counts[column] == 0 ? Color.GRAY : brightness < 0.46 ? Color.WHITE : Color.BLACK;
            surface.rectangle(cell, Shade.at(brightness));
            surface.text(
                    Integer.toString(counts[column]),
                    cell.x() + cell.width() / 2,
                    cell.y() + cell.height() / 2,
                    Lettering.of(size, Anchor.MIDDLE).in(ink));
        }
    }
}
