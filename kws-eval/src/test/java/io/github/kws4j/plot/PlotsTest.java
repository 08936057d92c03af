package io.github.kws4j.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kws4j.Detection;
import io.github.kws4j.Score;
import io.github.kws4j.StreamScores;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.evaluate.Calibration;
import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.evaluate.Evaluation;
import io.github.kws4j.evaluate.PoissonRate;
import io.github.kws4j.spectrogram.Spectrogram;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class PlotsTest {
    private static final Evaluation MATRIX = Evaluation.of(
            List.of("no", "yes"), new float[][] {{4, 0}, {4, 0}, {4, 0}, {0, 4}, {0, 4}}, new int[] {0, 0, 0, 0, 1});

    private static Audio tone(double hertz, int rate, double seconds) {
        var samples = new float[(int) (rate * seconds)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * hertz * i / rate));
        }
        return Audio.of(samples, rate);
    }

    private static List<String> texts(Plot plot) throws Exception {
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(plot.svg().getBytes(StandardCharsets.UTF_8)));
        var nodes = document.getElementsByTagName("text");
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> ((Element) nodes.item(i)).getTextContent())
                .toList();
    }

    private static int brightness(BufferedImage image, int x, int y) {
        var color = new Color(image.getRGB(x, y));
        return (int) (0.30 * color.getRed() + 0.59 * color.getGreen() + 0.11 * color.getBlue());
    }

    private static Epoch epoch(int number, double loss, double accuracy, double validLoss, double validAccuracy) {
        return new Epoch(
                number,
                new Epoch.Figures(loss, accuracy),
                new Epoch.Figures(validLoss, validAccuracy),
                Duration.ofSeconds(1));
    }

    @Test
    void toneIsBrightestAtItsFrequency() {
        var cells = SpectrogramCells.of(
                tone(2000, 16_000, 1),
                Spectrogram.stft().frameLength(255).frameStep(128).build());

        int brightest = IntStream.range(0, cells.image().getHeight())
                .boxed()
                .max(Comparator.comparing(y -> brightness(cells.image(), 60, y)))
                .orElseThrow();

        double up = 1 - (brightest + 0.5) / cells.image().getHeight();
        double hertz = cells.up().from() + up * (cells.up().to() - cells.up().from());
        assertThat(hertz).isBetween(1999.0, 2001.0);
    }

    @Test
    void toneIsBrightInThePictureWhereTheAxisSaysSo() {
        BufferedImage image = Plots.spectrogram(tone(2000, 16_000, 1)).image();

        int brightest = IntStream.range(20, 395)
                .boxed()
                .max(Comparator.comparing(y -> brightness(image, 400, y)))
                .orElseThrow();

        assertThat(brightest)
                .as("a quarter up the frame, which reaches from 18 to 397")
                .isBetween(296, 308);
    }

    @Test
    void axesOfASpectrogramEndAtTheSoundsLengthAndHalfItsRate() throws Exception {
        assertThat(texts(Plots.spectrogram(tone(500, 16_000, 1))))
                .contains("0.0", "1.0", "0", "8000", "time in s", "frequency in Hz", "-80 dB", "0 dB");
        assertThat(texts(Plots.spectrogram(tone(500, 8_000, 2))))
                .contains("2.0", "4000")
                .doesNotContain("8000");
    }

    @Test
    void frameStandsAtItsMiddle() {
        var cells = SpectrogramCells.of(
                tone(500, 16_000, 1),
                Spectrogram.stft().frameLength(255).frameStep(128).build());

        assertThat(cells.begin()).isEqualTo((127.5 - 64) / 16_000);
        assertThat(cells.end()).isEqualTo((127.5 - 64 + 124 * 128) / 16_000);
    }

    @Test
    void silenceIsDrawn() {
        Audio silence = Audio.of(new float[16_000], 16_000);

        assertThat(brightness(Plots.spectrogram(silence).image(), 400, 200)).isZero();
        assertThat(Plots.waveform(silence).image().getWidth()).isEqualTo(800);
    }

    @Test
    void clickOfOneSampleIsSeenInALongWaveform() {
        var samples = new float[10 * 48_000];
        samples[240_001] = 1;
        BufferedImage image = Plots.waveform(Audio.of(samples, 48_000)).image();

        boolean seen = IntStream.range(300, 500).anyMatch(x -> brightness(image, x, 40) < 160);

        assertThat(seen).isTrue();
    }

    @Test
    void cellHoldsItsCountAndIsDarkerTheLargerItsShare() throws Exception {
        Plot plot = Plots.confusionMatrix(MATRIX);

        assertThat(texts(plot))
                .startsWith("3", "75 %", "1", "25 %", "no", "no", "0", "1", "100 %", "yes", "yes")
                .contains("0 %", "50 %", "classified as", "said");
        BufferedImage image = plot.image();
        int three = brightness(image, 150, 30);
        int one = brightness(image, 600, 30);
        int none = brightness(image, 150, 180);
        assertThat(three).isLessThan(one - 50);
        assertThat(one).isLessThan(none);
    }

    @Test
    void barsKeepTheModelsOrder() throws Exception {
        Plot plot = Plots.probabilities(List.of(new Score("yes", 0.25), new Score("no", 0.75), new Score("_", 0)));

        assertThat(texts(plot)).containsExactly("yes", "0.250", "no", "0.750", "_", "0.000", "probability");
    }

    @Test
    void detectionsStandAtTheirTimesOverTheScoresOfTheirWords() throws Exception {
        var labels = List.of("yes", "no", "_unknown_");
        var scores = List.of(
                new StreamScores(Duration.ofSeconds(1), List.of(0.1, 0.0, 0.9)),
                new StreamScores(Duration.ofSeconds(2), List.of(0.9, 0.0, 0.1)),
                new StreamScores(Duration.ofSeconds(5), List.of(0.0, 0.0, 1.0)));
        Duration at = Duration.ofSeconds(3);

        Plot plot = Plots.detections(scores, labels, List.of(new Detection("yes", 0.9, at, at, at)));

        assertThat(texts(plot)).contains("yes", "seconds", "probability").doesNotContain("no", "_unknown_");
        assertThatThrownBy(() -> Plots.detections(List.of(), labels, List.of()))
                .hasMessage("expected at least one score but got none");
        assertThatThrownBy(() -> Plots.detections(scores, List.of("yes"), List.of()))
                .hasMessage("expected probabilities of [yes] but got 3");
        assertThatThrownBy(() -> Plots.detections(scores, labels, List.of(new Detection("up", 0.9, at, at, at))))
                .hasMessage("expected detections of [yes, no, _unknown_] but got 'up'");
        var line = Pattern.compile("points=\"([0-9.]+),[^\"]*\"[^>]*dasharray").matcher(plot.svg());
        assertThat(line.find()).isTrue();
        assertThat(Double.parseDouble(line.group(1))).as("half way").isBetween(400.0, 440.0);
    }

    @Test
    void historyCountsEpochsInWholeNumbers() throws Exception {
        var epochs = List.of(epoch(1, 2, 0.5, 1.5, 0.6), epoch(2, 1, 0.7, 1.2, 0.65));

        assertThat(texts(Plots.history(epochs)))
                .contains("1", "2", "epoch", "loss in nats", "accuracy in %", "training", "validation", "100")
                .doesNotContain("1.5");
    }

    @Test
    void legendStandsAwayFromTheEndsOfTheCurves() {
        var epochs = List.of(epoch(1, 2.1, 0.1, 2.1, 0.1), epoch(2, 2, 0.3, 2, 0.2));

        List<Double> heights = Pattern.compile("translate\\(\\S+ (\\S+)\\)[^>]*>training<")
                .matcher(Plots.history(epochs).svg())
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .toList();

        assertThat(heights).hasSize(2);
        assertThat(heights.get(0)).as("of a loss that stays high").isGreaterThan(225);
        assertThat(heights.get(1)).as("of an accuracy that stays low").isLessThan(225);
    }

    @Test
    void oneEpochIsAPicture() throws Exception {
        assertThat(texts(Plots.history(List.of(epoch(1, 2, 0.5, 1.5, 0.6))))).contains("1", "epoch");
    }

    @Test
    void gridNamesEachClipAndSpreadsOverTheDataSet() throws Exception {
        var clips = new ArrayList<LabelledClip>();
        for (int i = 0; i < 100; i++) {
            clips.add(LabelledClip.of("c" + i, i < 50 ? "first" : "last", tone(300, 8000, 0.2)));
        }
        var data = AudioDataset.of(clips);

        assertThat(texts(Plots.waveformsOf(data, 2, 2)))
                .filteredOn(t -> t.matches("first|last"))
                .containsExactly("first", "first", "last", "last");
        assertThat(Plots.spectrogramsOf(data, 3, 3).image().getHeight()).isEqualTo(590);
    }

    @Test
    void gridNamesItsAxesOnceAndHasOneScale() throws Exception {
        var quiet = Audio.of(new float[] {0.1f, -0.1f, 0.1f, -0.1f}, 4);
        var data = AudioDataset.of(
                List.of(LabelledClip.of("a", "loud", tone(300, 8000, 2)), LabelledClip.of("b", "quiet", quiet)));

        assertThat(texts(Plots.waveformsOf(data, 1, 2)))
                .containsOnlyOnce("time in s", "amplitude")
                .filteredOn(t -> t.matches("2\\.0|0\\.5"))
                .containsExactly("0.5", "2.0", "0.5", "2.0");
        assertThat(texts(Plots.spectrogramsOf(data.where(clip -> clip.name().equals("a")), 1, 2)))
                .containsOnlyOnce("time in s", "frequency in Hz");
    }

    @Test
    void detCurveSpansItsRatesByPowersOfTen() throws Exception {
        var points = List.of(
                new Calibration.Tradeoff(0.1, 0.02, new PoissonRate(300, 5)),
                new Calibration.Tradeoff(0.9, 0.4, new PoissonRate(0, 5)));

        assertThat(texts(Plots.detCurve(points)))
                .contains("0.1", "1", "10", "40", "words missed in %", "false alarms an hour");
    }

    @Test
    void noFalseAlarmIsLessThanOneInTheHoursAndNoPoint() throws Exception {
        var counted = new Calibration.Tradeoff(0.1, 0.02, new PoissonRate(300, 5));
        var none = new Calibration.Tradeoff(0.9, 0.4, new PoissonRate(0, 5));

        assertThat(texts(Plots.detCurve(List.of(counted, none)))).contains("none in 5.0 h");
        assertThat(Pattern.compile("<rect[^>]*fill=\"#0072b2\"")
                        .matcher(Plots.detCurve(List.of(counted, none)).svg())
                        .results()
                        .count())
                .as("marks of points")
                .isEqualTo(1);
    }

    @Test
    void groupsOfTheReliabilityNameTheirClipsAndArePaleWhereFew() throws Exception {
        assertThat(texts(Plots.reliability(MATRIX))).contains("5");
        assertThat(Plots.reliability(MATRIX).svg()).contains("#9cc9e6").doesNotContain("fill=\"#0072b2\"");
    }

    @Test
    void waveformStandsAboveTheSpectrogramOverTheSameSeconds() throws Exception {
        Plot both = Plots.waveformAndSpectrogram(tone(2000, 16_000, 1));

        assertThat(texts(both)).containsOnlyOnce("time in s").contains("amplitude", "frequency in Hz");
        List<String> frames = Pattern.compile("<polyline points=\"([\\d.]+),[\\d.]+ ([\\d.]+),")
                .matcher(both.svg())
                .results()
                .filter(found -> Double.parseDouble(found.group(2)) - Double.parseDouble(found.group(1)) > 400)
                .map(found -> found.group(1) + " to " + found.group(2))
                .distinct()
                .toList();
        assertThat(frames).as("left and right edges of both frames").hasSize(1);
    }

    @Test
    void melBandsStandOverHertz() throws Exception {
        var mel = Spectrogram.logMel()
                .frameLength(480)
                .frameStep(160)
                .bands(40)
                .range(20, 7600)
                .build();
        var cells = SpectrogramCells.of(tone(1000, 16_000, 1), mel);

        int brightest = IntStream.range(0, 40)
                .boxed()
                .max(Comparator.comparing(y -> brightness(cells.image(), 50, y)))
                .orElseThrow();

        double place = cells.up().marks().entrySet().stream()
                .filter(mark -> mark.getValue().equals("1000"))
                .findFirst()
                .orElseThrow()
                .getKey();
        assertThat(39 - brightest).as("the band of the tone").isEqualTo((int) Math.round(place));
        assertThat(texts(Plots.spectrogram(tone(1000, 16_000, 1), mel)))
                .contains("frequency in Hz, mel scale", "100", "1000", "6000")
                .doesNotContain("mel band");
    }

    @Test
    void titleStandsAboveAndScaleMakesFinerPixels() throws Exception {
        Plot plot = Plots.waveform(tone(300, 8000, 0.2)).withTitle("A tone").withScale(2);

        assertThat(texts(plot)).startsWith("A tone");
        assertThat(plot.image().getWidth()).isEqualTo(1600);
        assertThat(plot.svg()).contains("width=\"800\"");
        assertThatThrownBy(() -> plot.withScale(5)).hasMessage("expected a scale of 1 to 4 but got 5.0");
    }

    @Test
    void reliabilityHasAMarkAtEachGroup() {
        BufferedImage image = Plots.reliability(MATRIX).image();

        // Four of five right where the model says 0.982: at 0.982 across and 0.8 up the frame from 61, 18 to 571, 447.
        assertThat(new Color(image.getRGB(562, 104))).isEqualTo(Panel.PALE_BLUE);
    }

    @Test
    void labelsMayHoldMarkup() throws Exception {
        Plot plot = Plots.probabilities(List.of(new Score("<b>&\"\u0001", 1)));

        assertThat(texts(plot)).contains("<b>&\"\uFFFD");
    }

    @Test
    void endingOfTheFileDecidesItsForm(@TempDir Path folder) throws Exception {
        Plot plot = Plots.waveform(tone(300, 8000, 0.2)).withSize(500, 200);
        plot.save(folder.resolve("a.PNG"));
        plot.save(folder.resolve("a.svg"));

        BufferedImage read = ImageIO.read(folder.resolve("a.PNG").toFile());
        assertThat(read.getWidth()).isEqualTo(500);
        assertThat(read.getHeight()).isEqualTo(200);
        assertThat(Files.readString(folder.resolve("a.svg"))).startsWith("<svg").contains("width=\"500\"");
        assertThatThrownBy(() -> plot.save(folder.resolve("a.jpg")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected a file that ends in .png or .svg but got ");
    }

    @Test
    void shadesGrowBrighterEvenly() {
        for (int i = 0; i <= 20; i++) {
            Color color = Shade.at(i / 20.0);
            double luma = 0.30 * color.getRed() + 0.59 * color.getGreen() + 0.11 * color.getBlue();
            assertThat(luma).as("shade %d of 20", i).isBetween(255 * i / 20.0 - 6, 255 * i / 20.0 + 6);
        }
    }

    @Test
    void emptinessIsRefused() {
        assertThatThrownBy(() -> Plots.history(List.of())).hasMessage("expected at least one epoch but got none");
        assertThatThrownBy(() -> Plots.waveform(Audio.of(new float[0], 8000)))
                .hasMessage("expected at least one sample but got none");
        assertThatThrownBy(() -> Plots.spectrogram(Audio.of(new float[254], 8000)))
                .hasMessage("expected at least 255 samples but got 254");
        assertThatThrownBy(() -> Plots.waveform(tone(300, 8000, 1)).withSize(99, 400))
                .hasMessage("expected a width and height of 100 to 10000 pixels but got 99 x 400");
    }

    @Test
    void barsNameTheirValuesAndAxis() throws Exception {
        var values = new java.util.LinkedHashMap<String, Double>();
        values.put("slow", 1234.4);
        values.put("fast", 0.0);

        assertThat(texts(Plots.bars("time in ms", values))).contains("slow", "1234", "fast", "0", "time in ms");
        assertThatThrownBy(() -> Plots.bars("time", java.util.Map.of("a", -1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected values of 0 or more but got {a=-1.0}");
    }
}
