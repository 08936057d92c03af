package io.github.kws4j.plot;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.plot.Lettering.Anchor;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Sounds in rows and columns, each under its word and over the same seconds. The axes are named once, at the edges.
 *
 * @param sounds row by row; fewer than the places leave the last ones empty
 * @param words one a sound
 */
record SoundGrid(List<Audio> sounds, List<String> words, int rows, int columns, double letters) {
    interface Content {
        void draw(Surface surface, Panel panel, int sound);
    }

    /** Clips spread evenly over a data set. */
    static SoundGrid of(AudioDataset clips, int rows, int columns, double letters) {
        int places = Math.min(rows * columns, clips.size());
        List<LabelledClip> shown = IntStream.range(0, places)
                .mapToObj(i -> clips.clips().get((int) ((i + 0.5) * clips.size() / places)))
                .toList();
        return new SoundGrid(
                shown.stream().map(LabelledClip::audio).toList(),
                shown.stream().map(LabelledClip::word).toList(),
                rows,
                columns,
                letters);
    }

    Plot.Drawing drawing(IntFunction<Axis> up, Content content) {
        return (surface, area) -> {
            Axis across = SoundPanel.seconds(
                    sounds.stream().mapToDouble(SoundPanel::seconds).max().orElseThrow());
            Box panels = area.inset(letters * 1.6, 0, 0, letters * 1.6);
            for (int i = 0; i < sounds.size(); i++) {
                Box box = panels.cell(i / columns, i % columns, rows, columns, 10);
                var panel = new Panel(
                        surface,
                        box,
                        words.get(i),
                        across.named(""),
                        up.apply(i).named(""),
                        letters);
                content.draw(surface, panel, i);
            }
            var name = Lettering.of(letters, Anchor.MIDDLE);
            double middle = panels.y() + panels.height() / 2;
            surface.text(across.name(), panels.x() + panels.width() / 2, area.bottom() - letters * 0.7, name);
            surface.text(up.apply(0).name(), area.x() + letters * 0.7, middle, name.turned());
        };
    }
}
