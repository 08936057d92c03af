package io.github.kws4j.plot;

import io.github.kws4j.Score;
import io.github.kws4j.plot.Lettering.Anchor;
import java.awt.Color;
import java.util.List;
import java.util.Locale;

/** A bar to the right for each label, its value at the end. */
record BarDrawing(List<Score> scores, double letters) implements Plot.Drawing {
    @Override
    public void draw(Surface surface, Box area) {
        var names = Lettering.of(letters, Anchor.END);
        double widest = scores.stream()
                .mapToDouble(score -> names.width(score.label()))
                .max()
                .orElse(0);
        Box bars = area.inset(widest + 12, 2, letters * 4, letters * 2);
        for (int i = 0; i < scores.size(); i++) {
            drawBar(surface, bars.cell(i, 0, scores.size(), 1, 0), scores.get(i));
        }
        surface.line(Color.BLACK, 1, false, bars.x(), bars.y(), bars.x(), bars.bottom());
        double middle = bars.x() + bars.width() / 2;
        surface.text("probability", middle, area.bottom() - letters * 0.7, Lettering.of(letters, Anchor.MIDDLE));
    }

    private void drawBar(Surface surface, Box place, Score score) {
        double middle = place.y() + place.height() / 2;
        double length = place.width() * score.probability();
        surface.rectangle(
                new Box(place.x(), place.y() + place.height() * 0.15, length, place.height() * 0.7), Panel.BLUE);
        surface.text(score.label(), place.x() - 8, middle, Lettering.of(letters, Anchor.END));
        String value = String.format(Locale.ROOT, "%.3f", score.probability());
        surface.text(value, place.x() + length + 6, middle, Lettering.of(letters, Anchor.START));
    }
}
