package io.github.kws4j.plot;

import io.github.kws4j.Detection;
import io.github.kws4j.Score;
import io.github.kws4j.StreamScores;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.evaluate.Calibration;
import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.evaluate.Evaluation;
import io.github.kws4j.plot.Lettering.Anchor;
import io.github.kws4j.plot.Panel.Look;
import io.github.kws4j.spectrogram.Spectrogram;
import java.awt.Color;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Pictures of sounds, trainings and measurements, each in one call. They are readable in black and white and by the
 * colour-blind: shades grow evenly from dark to light, and curves differ in dashes and marks too.
 *
 * <pre>{@code
 * Audio audio = AudioDecoder.standard().decode(Path.of("yes.wav"));
 * Plots.waveformAndSpectrogram(audio).withTitle("yes").save(Path.of("yes.svg"));
 * }</pre>
 */
public final class Plots {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 450;
    private static final int WIDE_HEIGHT = 300;
    private static final double LETTERS = 14;
    private static final double SMALL_LETTERS = 11;
    /** Fewer clips say little. */
    private static final int FEW = 10;

    static final Spectrogram STFT =
            Spectrogram.stft().frameLength(255).frameStep(128).build();

    private Plots() {}

    /**
     * A sound's samples over seconds.
     *
     * @param audio at least one sample
     * @return a picture of 800 x 300 pixels
     * @throws IllegalArgumentException where {@code audio} is empty
     */
    public static Plot waveform(Audio audio) {
        checkNotEmpty(audio.length() > 0, "sample");
        Axis across = SoundPanel.seconds(SoundPanel.seconds(audio));
        Axis up = SoundPanel.amplitude(SoundPanel.peak(audio));
        return new Plot(
                WIDTH,
                WIDE_HEIGHT,
                (surface, area) -> SoundPanel.waveform(new Panel(surface, area, "", across, up, LETTERS), audio));
    }

    /**
     * The magnitude of the tutorial's short-time Fourier transform (frames of 255 samples, 128 apart), as
     * {@link #spectrogram(Audio, Spectrogram)} draws it.
     *
     * @param audio at least 255 samples
     * @return a picture of 800 x 450 pixels
     * @throws IllegalArgumentException where {@code audio} is shorter than a frame
     */
    public static Plot spectrogram(Audio audio) {
        return spectrogram(audio, STFT);
    }

    /**
     * A spectrogram over seconds. Of an STFT: its magnitude in decibels below the largest, down to -80, over hertz. Of
     * mel bands or coefficients: the values as they are, from the lowest to the highest, over their number. A frame
     * stands at its middle.
     *
     * @param audio fills at least one frame
     * @param spectrogram what is drawn
     * @return a picture of 800 x 450 pixels
     * @throws IllegalArgumentException where {@code audio} is shorter than a frame
     */
    public static Plot spectrogram(Audio audio, Spectrogram spectrogram) {
        var cells = SpectrogramCells.of(audio, spectrogram);
        Axis across = seconds(audio, cells);
        return new Plot(WIDTH, HEIGHT, (surface, area) -> {
            var panel = new Panel(surface, area.inset(0, 0, 70, 0), "", across, cells.up(), LETTERS);
            SoundPanel.spectrogram(surface, panel, cells);
            SoundPanel.scale(surface, panel.inner(), cells, LETTERS);
        });
    }

    /**
     * A sound's samples above its {@link #spectrogram(Audio) spectrogram}, over the same seconds.
     *
     * @param audio at least 255 samples
     * @return a picture of 800 x 560 pixels
     * @throws IllegalArgumentException where {@code audio} is shorter than a frame
     */
    public static Plot waveformAndSpectrogram(Audio audio) {
        return waveformAndSpectrogram(audio, STFT);
    }

    /**
     * A sound's samples above its {@link #spectrogram(Audio, Spectrogram) spectrogram}, over the same seconds.
     *
     * @param audio fills at least one frame
     * @param spectrogram what is drawn below
     * @return a picture of 800 x 560 pixels
     * @throws IllegalArgumentException where {@code audio} is shorter than a frame
     */
    public static Plot waveformAndSpectrogram(Audio audio, Spectrogram spectrogram) {
        var cells = SpectrogramCells.of(audio, spectrogram);
        Axis across = seconds(audio, cells);
        Axis amplitude = SoundPanel.amplitude(SoundPanel.peak(audio));
        return new Plot(WIDTH, 560, (surface, area) -> {
            Box panels = area.inset(0, 0, 70, 0);
            double upper = 0.36 * panels.height();
            double lower = panels.height() - upper;
            double left = Panel.left(amplitude, upper, LETTERS);
            double lowerLeft = Panel.left(cells.up(), lower, LETTERS);
            double edge = Math.max(left, lowerLeft);
            var top = new Box(panels.x() + edge - left, panels.y(), panels.width() - edge + left, upper);
            var bottom = new Box(
                    panels.x() + edge - lowerLeft, panels.y() + upper, panels.width() - edge + lowerLeft, lower);
            SoundPanel.waveform(new Panel(surface, top, "", across.named(""), amplitude, LETTERS), audio);
            var panel = new Panel(surface, bottom, "", across, cells.up(), LETTERS);
            SoundPanel.spectrogram(surface, panel, cells);
            SoundPanel.scale(surface, panel.inner(), cells, LETTERS);
        });
    }

    private static Axis seconds(Audio audio, SpectrogramCells cells) {
        double end = Math.max(SoundPanel.seconds(audio), cells.end());
        return Axis.linear("time in s", Math.min(0, cells.begin()), end);
    }

    /**
     * Waveforms of clips spread evenly over a data set, each under its word, all on the same scales.
     *
     * @param clips at least one
     * @param rows at least 1
     * @param columns at least 1
     * @return a picture of 800 pixels' width; a data set with fewer clips leaves places empty
     * @throws IllegalArgumentException where there is no clip, row or column
     */
    public static Plot waveformsOf(AudioDataset clips, int rows, int columns) {
        SoundGrid grid = grid(clips, rows, columns);
        Axis up = SoundPanel.amplitude(
                grid.sounds().stream().mapToDouble(SoundPanel::peak).max().orElseThrow());
        return new Plot(
                WIDTH,
                gridHeight(rows),
                grid.drawing(
                        i -> up,
                        (surface, panel, i) ->
                                SoundPanel.waveform(panel, grid.sounds().get(i))));
    }

    /**
     * Spectrograms as {@link #spectrogram(Audio)} of clips spread evenly over a data set, each under its word, all over
     * the same seconds.
     *
     * @param clips at least one, of at least 255 samples each
     * @param rows at least 1
     * @param columns at least 1
     * @return a picture of 800 pixels' width; a data set with fewer clips leaves places empty
     * @throws IllegalArgumentException where there is no clip, row or column
     */
    public static Plot spectrogramsOf(AudioDataset clips, int rows, int columns) {
        SoundGrid grid = grid(clips, rows, columns);
        List<SpectrogramCells> cells = grid.sounds().stream()
                .map(audio -> SpectrogramCells.of(audio, STFT))
                .toList();
        return new Plot(
                WIDTH,
                gridHeight(rows),
                grid.drawing(
                        i -> cells.get(i).up(),
                        (surface, panel, i) -> SoundPanel.spectrogram(surface, panel, cells.get(i))));
    }

    private static SoundGrid grid(AudioDataset clips, int rows, int columns) {
        checkNotEmpty(clips.size() > 0, "clip");
        checkNotEmpty(rows > 0 && columns > 0, "row and column");
        return SoundGrid.of(clips, rows, columns, SMALL_LETTERS);
    }

    private static int gridHeight(int rows) {
        return 20 + 190 * rows;
    }

    /**
     * A training's loss and accuracy over its epochs, of the training and the validation clips.
     *
     * @param epochs at least one
     * @return a picture of 800 x 450 pixels
     * @throws IllegalArgumentException where there is no epoch
     */
    public static Plot history(List<Epoch> epochs) {
        checkNotEmpty(!epochs.isEmpty(), "epoch");
        return new Plot(WIDTH, HEIGHT, (surface, area) -> {
            double most = epochs.stream()
                    .mapToDouble(epoch ->
                            Math.max(epoch.training().loss(), epoch.validation().loss()))
                    .max()
                    .orElse(0);
            var loss = Axis.linear("loss in nats", 0, most > 0 ? most * 1.05 : 1);
            history(surface, area.cell(0, 0, 1, 2, 16), epochs, loss, Epoch.Figures::loss);
            var accuracy = Axis.linear("accuracy in %", 0, 100);
            history(surface, area.cell(0, 1, 1, 2, 16), epochs, accuracy, figures -> 100 * figures.accuracy());
        });
    }

    private static void history(
            Surface surface, Box box, List<Epoch> epochs, Axis up, ToDoubleFunction<Epoch.Figures> figure) {
        double[] numbers = values(epochs, Epoch::number);
        double first = numbers[0];
        double last = Math.max(first + 1, numbers[numbers.length - 1]);
        var panel = new Panel(surface, box, "", Axis.counted("epoch", first, last), up, LETTERS);
        panel.close();
        double[] training = values(epochs, epoch -> figure.applyAsDouble(epoch.training()));
        double[] validation = values(epochs, epoch -> figure.applyAsDouble(epoch.validation()));
        panel.curve(numbers, training, Look.FIRST);
        panel.curve(numbers, validation, Look.SECOND);
        boolean low = up.share(Math.max(training[training.length - 1], validation[validation.length - 1])) < 0.5;
        panel.legend(List.of("training", "validation"), List.of(Look.FIRST, Look.SECOND), low);
    }

    private static <T> double[] values(List<T> items, ToDoubleFunction<T> value) {
        return items.stream().mapToDouble(value).toArray();
    }

    /**
     * Counts of clips: a row for the word said, a column for the word it was classified as; the darker, the larger the
     * share of its row, which stands below the count.
     *
     * @param evaluation the figures
     * @return a picture of 800 pixels' width
     */
    public static Plot confusionMatrix(Evaluation evaluation) {
        int labels = evaluation.labels().size();
        int height = Math.max(300, Math.min(800, 120 + 52 * labels));
        return new Plot(WIDTH, height, new ConfusionDrawing(evaluation, LETTERS));
    }

    /**
     * A bar for each label, in the model's own order.
     *
     * @param scores at least one
     * @return a picture of 800 pixels' width
     * @throws IllegalArgumentException where there is no score
     */
    public static Plot probabilities(List<Score> scores) {
        checkNotEmpty(!scores.isEmpty(), "score");
        var bars = scores.stream()
                .map(score -> BarDrawing.Bar.of(score.label(), score.probability(), 3))
                .toList();
        return new Plot(WIDTH, 70 + 32 * bars.size(), new BarDrawing(bars, "probability", 1, LETTERS));
    }

    /**
     * A bar for each name, as long as its value, which stands at its end as a whole number.
     *
     * @param axis what the values are, with their unit
     * @param values by name, at least one; 0 or more, in the order of the map
     * @return a picture of 800 pixels' width
     * @throws IllegalArgumentException where there is no value, or one is below 0 or not finite
     */
    public static Plot bars(String axis, Map<String, Double> values) {
        checkNotEmpty(!values.isEmpty(), "value");
        if (values.values().stream().anyMatch(value -> !(value >= 0 && value < Double.POSITIVE_INFINITY))) {
            throw new IllegalArgumentException("expected values of 0 or more but got " + values);
        }
        var bars = values.entrySet().stream()
                .map(entry -> BarDrawing.Bar.of(entry.getKey(), entry.getValue(), 0))
                .toList();
        double most = values.values().stream().mapToDouble(value -> value).max().orElse(1);
        return new Plot(
                WIDTH, 70 + 32 * bars.size(), new BarDrawing(bars, axis, Math.max(most, Double.MIN_NORMAL), LETTERS));
    }

    /**
     * What a stream said over time: the averaged posterior of each word that it detected, and a dashed line where it
     * reported one.
     *
     * @param scores at least one, as {@code KeywordStreamBuilder.onScores} gives them
     * @param labels of their probabilities, in order
     * @param detections what the stream reported
     * @return a picture of 800 x 300 pixels
     * @throws IllegalArgumentException where there is no score, it has another number of probabilities than there are
     *     labels, or a word detected is none of these
     */
    public static Plot detections(List<StreamScores> scores, List<String> labels, List<Detection> detections) {
        checkNotEmpty(!scores.isEmpty(), "score");
        for (StreamScores look : scores) {
            if (look.probabilities().size() != labels.size()) {
                throw new IllegalArgumentException("expected probabilities of " + labels + " but got "
                        + look.probabilities().size());
            }
        }
        for (Detection detection : detections) {
            if (!labels.contains(detection.label())) {
                throw new IllegalArgumentException(
                        "expected detections of " + labels + " but got '" + detection.label() + "'");
            }
        }
        return new Plot(WIDTH, WIDE_HEIGHT, (surface, area) -> {
            double[] times = values(scores, look -> seconds(look.at()));
            double last = Math.max(times[0] + 1, times[times.length - 1]);
            var across = Axis.linear("seconds", times[0], last);
            var panel = new Panel(surface, area, "", across, Axis.linear("probability", 0, 1), LETTERS);
            detections.stream().map(Detection::label).distinct().forEach(word -> {
                int index = labels.indexOf(word);
                double[] posteriors =
                        values(scores, look -> look.probabilities().get(index));
                panel.curve(times, posteriors, Look.PLAIN);
            });
            panel.close();
            detections.forEach(detection -> drawDetection(surface, panel, detection));
        });
    }

    private static void drawDetection(Surface surface, Panel panel, Detection detection) {
        Box inner = panel.inner();
        double x = panel.x(seconds(detection.at()));
        surface.line(Panel.RED, 1, true, x, inner.y(), x, inner.bottom());
        surface.text(detection.label(), x + 5, panel.y(0.5), Lettering.of(SMALL_LETTERS, Anchor.START));
    }

    private static double seconds(Duration time) {
        return time.toNanos() * 1e-9;
    }

    /**
     * The detection error tradeoff: the share of words missed over false alarms an hour (by its logarithm), with their
     * 95 % intervals. Where no false alarm was counted, the rate is only known to be less than one in the hours
     * measured: a dashed line from the left end to there.
     *
     * @param points of {@link Calibration#tradeoff()}, at least one
     * @return a picture of 800 x 450 pixels
     * @throws IllegalArgumentException where there is no point
     */
    public static Plot detCurve(List<Calibration.Tradeoff> points) {
        checkNotEmpty(!points.isEmpty(), "point");
        return new Plot(WIDTH, HEIGHT, (surface, area) -> {
            double least = points.stream()
                            .mapToDouble(p -> 1 / p.falseAlarms().hours())
                            .min()
                            .orElseThrow()
                    / 3;
            double most = points.stream()
                    .mapToDouble(p -> p.falseAlarms().upper())
                    .max()
                    .orElseThrow();
            var across = Axis.logarithmic("false alarms an hour", least, most * 1.2);
            double missed =
                    points.stream().mapToDouble(p -> 100 * p.missed()).max().orElseThrow();
            var up = Axis.linear("words missed in %", 0, Math.max(1, missed * 1.05));
            var panel = new Panel(surface, area, "", across, up, LETTERS);
            panel.close();
            var counted =
                    points.stream().filter(p -> p.falseAlarms().count() > 0).toList();
            for (Calibration.Tradeoff point : counted) {
                double y = panel.y(100 * point.missed());
                double low = panel.x(Math.max(least, point.falseAlarms().lower()));
                surface.line(
                        Panel.RED, 1, false, low, y, panel.x(point.falseAlarms().upper()), y);
            }
            points.stream().filter(p -> p.falseAlarms().count() == 0).forEach(p -> drawNone(surface, panel, p));
            panel.curve(
                    values(counted, p -> p.falseAlarms().perHour()),
                    values(counted, p -> 100 * p.missed()),
                    Look.FIRST);
        });
    }

    /** A point whose rate is less than one false alarm in the hours measured. */
    private static void drawNone(Surface surface, Panel panel, Calibration.Tradeoff point) {
        double hours = point.falseAlarms().hours();
        double y = panel.y(100 * point.missed());
        double right = panel.x(1 / hours);
        surface.line(Panel.RED, 1, true, panel.inner().x(), y, right, y);
        surface.line(Panel.RED, 1, false, right, y - 4, right, y + 4);
        String text = String.format(Locale.ROOT, "none in %.1f h", hours);
        surface.text(text, right + 6, y, Lettering.of(SMALL_LETTERS, Anchor.START));
    }

    /**
     * How far probabilities can be trusted: the share of clips classified right over the probability given, with its 95
     * % interval; the number of clips stands at the foot. On the dashed line they agree. Groups of fewer than ten clips
     * are pale.
     *
     * @param evaluation the figures
     * @return a picture of 600 x 500 pixels
     */
    public static Plot reliability(Evaluation evaluation) {
        List<Evaluation.Confidence> groups = evaluation.confidences();
        return new Plot(600, 500, (surface, area) -> {
            var across = Axis.linear("probability given", 0, 1);
            var up = Axis.linear("share classified right", 0, 1);
            var panel = new Panel(surface, area, "", across, up, LETTERS);
            panel.close();
            surface.line(Color.GRAY, 1, true, panel.x(0), panel.y(0), panel.x(1), panel.y(1));
            groups.forEach(group -> drawInterval(surface, panel, group));
            panel.curve(
                    values(groups, Evaluation.Confidence::probability),
                    values(groups, g -> g.right().value()),
                    Look.PLAIN);
            groups.forEach(group -> drawGroup(surface, panel, group));
        });
    }

    private static void drawInterval(Surface surface, Panel panel, Evaluation.Confidence group) {
        double x = panel.x(group.probability());
        double low = panel.y(group.right().low());
        Color ink = group.clips() < FEW ? Panel.PALE_RED : Panel.RED;
        surface.line(ink, 1, false, x, low, x, panel.y(group.right().high()));
    }

    private static void drawGroup(Surface surface, Panel panel, Evaluation.Confidence group) {
        double x = panel.x(group.probability());
        double y = panel.y(group.right().value());
        boolean few = group.clips() < FEW;
        surface.rectangle(new Box(x - 3.5, y - 3.5, 7, 7), few ? Panel.PALE_BLUE : Panel.BLUE);
        Lettering below = Lettering.of(SMALL_LETTERS, Anchor.MIDDLE).in(few ? Color.GRAY : Color.BLACK);
        surface.text(Integer.toString(group.clips()), x, panel.inner().bottom() - SMALL_LETTERS, below);
    }

    private static void checkNotEmpty(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("expected at least one " + what + " but got none");
        }
    }
}
