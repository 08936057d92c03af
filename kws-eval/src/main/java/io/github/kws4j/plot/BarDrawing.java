package io.github.kws4j.plot;

import io.github.kws4j.plot.Lettering.Anchor;
import java.awt.Color;
import java.util.List;
import java.util.Locale;

/**
 * A bar to the right for each label, its value at the end.
 *
 * @param bars from top to bottom
 * @param axis what the values are
 * @param most the value whose bar is as long as there is room
 * @param letters size of the letters
 */
record BarDrawing(List<Bar> bars, String axis, double most, double letters) implements Plot.Drawing {
    /** One of them. */
    record Bar(String label, double value, String text) {
        static Bar of(String label, double value, int decimals) {
            return new Bar(label, value, String.format(Locale.ROOT, "%." + decimals + "f", value));
        }
    }

    @Override
    public void draw(Surface surface, Box area) {
        var names = Lettering.of(letters, Anchor.END);
        double widest =
                bars.stream().mapToDouble(bar -> names.width(bar.label())).max().orElse(0);
        Box room = area.inset(widest + 12, 2, letters * 4, letters * 2);
        for (int i = 0; i < bars.size(); i++) {
            drawBar(surface, room.cell(i, 0, bars.size(), 1, 0), bars.get(i));
        }
        surface.line(Color.BLACK, 1, false, room.x(), room.y(), room.x(), room.bottom());
        double middle = room.x() + room.width() / 2;
        surface.text(axis, middle, area.bottom() - letters * 0.7, Lettering.of(letters, Anchor.MIDDLE));
    }

    private void drawBar(Surface surface, Box place, Bar bar) {
        double middle = place.y() + place.height() / 2;
        double length = place.width() * bar.value() / most;
        surface.rectangle(
                new Box(place.x(), place.y() + place.height() * 0.15, length, place.height() * 0.7), Panel.BLUE);
        surface.text(bar.label(), place.x() - 8, middle, Lettering.of(letters, Anchor.END));
        surface.text(bar.text(), place.x() + length + 6, middle, Lettering.of(letters, Anchor.START));
    }
}
