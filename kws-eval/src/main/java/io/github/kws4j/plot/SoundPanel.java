package io.github.kws4j.plot;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.plot.Panel.Look;

/** A waveform or spectrogram in its frame. */
final class SoundPanel {
    private SoundPanel() {}

    /** The axis of sounds of {@code length} seconds. */
    static Axis seconds(double length) {
        return Axis.linear("time in s", 0, length);
    }

    static double seconds(Audio audio) {
        return (double) audio.length() / audio.sampleRate();
    }

    /** The axis of samples up to {@code peak} on either side of 0. */
    static Axis amplitude(double peak) {
        double bound = peak > 0 ? peak * 1.05 : 1;
        return Axis.linear("amplitude", -bound, bound);
    }

    static double peak(Audio audio) {
        double peak = 0;
        for (float sample : audio.samples()) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    static void waveform(Panel panel, Audio audio) {
        panel.close();
        drawSamples(panel, audio.samples(), audio.sampleRate());
    }

    /** All samples where they are few, else the least and the largest of each half pixel, which look the same. */
    private static void drawSamples(Panel panel, float[] samples, int rate) {
        int columns = (int) (2 * panel.inner().width());
        if (samples.length <= 2 * columns) {
            var seconds = new double[samples.length];
            var values = new double[samples.length];
            for (int i = 0; i < samples.length; i++) {
                seconds[i] = (double) i / rate;
                values[i] = samples[i];
            }
            panel.curve(seconds, values, Look.PLAIN);
            return;
        }
        var seconds = new double[2 * columns];
        var values = new double[2 * columns];
        for (int c = 0; c < columns; c++) {
            int from = (int) ((long) c * samples.length / columns);
            int to = (int) ((c + 1L) * samples.length / columns);
            float least = samples[from];
            float most = samples[from];
            for (int i = from; i < to; i++) {
                least = Math.min(least, samples[i]);
                most = Math.max(most, samples[i]);
            }
            seconds[2 * c] = seconds[2 * c + 1] = (double) from / rate;
            values[2 * c] = least;
            values[2 * c + 1] = most;
        }
        panel.curve(seconds, values, Look.PLAIN);
    }

    static void spectrogram(Surface surface, Panel panel, SpectrogramCells cells) {
        double left = panel.x(cells.begin());
        Box inner = panel.inner();
        surface.image(cells.image(), new Box(left, inner.y(), panel.x(cells.end()) - left, inner.height()));
        panel.close();
    }

    /** What the shades mean, right of a picture. */
    static void scale(Surface surface, Box picture, SpectrogramCells cells, double size) {
        var values = Axis.linear("", cells.darkest(), cells.lightest());
        Shade.scale(surface, picture, values, cells.unit(), Shade.Range.WHOLE, size);
    }
}
