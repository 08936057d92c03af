package io.github.kws4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.data.Split;
import io.github.kws4j.evaluate.Evaluation;
import io.github.kws4j.plot.Report;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final int CLIPS = 24;

    @TempDir
    private static Path folder;

    private static Split split;
    private static TrainedModel trained;
    private static Path model;
    private static Path report;
    private static String html;

    /** Every second test clip bears the wrong word, so that half of them are errors, whatever the model answers. */
    @BeforeAll
    static void train() throws Exception {
        split = new Split(tones(false), tones(false), tones(true));
        trained = KeywordTrainer.tutorial().epochs(2).seed(7).fit(split.train(), split.validation());
        model = folder.resolve("model.onnx");
        report = folder.resolve("report.html");
        trained.export(model);
        trained.report(split)
                .title("Tones & <noise>")
                .modelFile(model)
                .command("train --seed 7 > log")
                .write(report);
        html = Files.readString(report);
    }

    private static AudioDataset tones(boolean mixedUp) {
        var clips = new ArrayList<LabelledClip>();
        for (int i = 0; i < CLIPS; i++) {
            boolean high = i % 2 == 1;
            boolean said = mixedUp && i % 4 > 1 ? !high : high;
            clips.add(LabelledClip.of("tone/" + i + ".wav", said ? "<i>high</i>" : "low", tone(high ? 3000 : 400, i)));
        }
        return AudioDataset.of(clips);
    }

    private static Audio tone(double hertz, int number) {
        var samples = new float[16_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.4 * Math.sin(2 * Math.PI * (hertz + number) * i / 16_000));
        }
        return Audio.of(samples, 16_000);
    }

    @Test
    void saysWhatWasTrainedAndHowToRepeatIt() throws Exception {
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(model)));

        assertThat(html)
                .contains("<h1>Tones &amp; &lt;noise&gt;</h1>")
                .contains("<td>recipe</td><td>tutorial</td>")
                .contains("<td>seed</td><td>7</td>")
                .contains("<td>SHA-256</td><td>" + hash + "</td>")
                .contains("<pre>train --seed 7 &gt; log</pre>")
                .contains("<tr><td>train</td><td>12</td><td>12</td><td>24</td></tr>")
                .contains("of 24 clips (95 % Wilson interval)");
    }

    @Test
    void labelsAreEscaped() {
        assertThat(html).contains("&lt;i&gt;high&lt;/i&gt;").doesNotContain("<i>");
    }

    @Test
    void hasAPlayerForEachOfTheTenWorstErrorsThatPlaysTheClip() throws Exception {
        List<String> sounds = Pattern.compile("<audio [^>]*src=\"data:audio/wav;base64,([^\"]+)\"")
                .matcher(html)
                .results()
                .map(found -> found.group(1))
                .toList();
        var name = Pattern.compile("<figcaption>tone/(\\d+)\\.wav: said").matcher(html);

        assertThat(sounds).hasSize(10);
        assertThat(name.find()).isTrue();
        Audio played = AudioDecoder.standard().decode(Base64.getDecoder().decode(sounds.get(0)));
        Audio clip = split.test().clips().get(Integer.parseInt(name.group(1))).audio();
        // A WAV of 16 bits is right to half a step, 1.53e-5.
        assertThat(played.sampleRate()).isEqualTo(16_000);
        assertThat(played.samples()).containsExactly(clip.samples(), within(1.6e-5f));
    }

    @Test
    void loadsNothing() {
        assertThat(Pattern.compile("(?:src|href)=\"(?!data:)").matcher(html).find())
                .isFalse();
        assertThat(html).doesNotContain("url(", "@import", "<script");
    }

    @Test
    void opensInABrowserWithoutAnError() throws Exception {
        Path browser = browser();
        Path picture = folder.resolve("report.png");
        Path log = folder.resolve("browser.log");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--enable-logging=stderr",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--window-size=1000,3200",
                        "--screenshot=" + picture,
                        report.toUri().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly().waitFor();

        assertThat(ended).as("the browser ends").isTrue();
        assertThat(new String(Files.readAllBytes(log), StandardCharsets.UTF_8)).doesNotContain("CONSOLE");
        assertThat(ImageIO.read(picture.toFile()).getHeight()).isEqualTo(3200);
    }

    private static Path browser() {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(place -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), "no chromium on the path");
        return found.orElseThrow();
    }

    @Test
    void loadedModelGivesTheSameFiguresAsTheTrainedOne() throws Exception {
        Path page = folder.resolve("loaded.html");
        var reported = new ArrayList<Integer>();
        Report loaded;
        try (KeywordClassifier classifier = KeywordClassifier.load(model)) {
            loaded = Report.of(classifier, split.test(), reported::add);
        }
        loaded.modelFile(model).command("evaluate clips").write(page);

        Evaluation expected = trained.evaluate(split.test());
        assertThat(loaded.evaluation().confusion()).isDeepEqualTo(expected.confusion());
        assertThat(loaded.evaluation().loss()).isEqualTo(expected.loss(), within(1e-4));
        assertThat(reported).hasSize(CLIPS).endsWith(CLIPS);
        assertThat(Files.readString(page))
                .contains("<td>recipe</td><td>tutorial</td>", "<td>SHA-256</td>", "<pre>evaluate clips</pre>")
                .contains("of 24 clips (95 % Wilson interval)", "<audio ")
                .doesNotContain("<h2>Training</h2>", "<th>epoch</th>");
    }

    @Test
    void clipsOfALoadedModelMayLackSomeOfItsWords() throws Exception {
        AudioDataset low = split.train().relabel(word -> Optional.of(word).filter("low"::equals));

        try (KeywordClassifier classifier = KeywordClassifier.load(model)) {
            Evaluation evaluation = Report.of(classifier, low).evaluation();

            assertThat(evaluation.labels()).containsExactly("<i>high</i>", "low");
            assertThat(evaluation.words()).extracting(Evaluation.Word::clips).containsExactly(0, CLIPS / 2);
        }
    }

    @Test
    void tooLongClipIsRefusedByItsName() throws Exception {
        var clips =
                AudioDataset.of(List.of(LabelledClip.of("low/long.wav", "low", Audio.of(new float[20_000], 16_000))));

        try (KeywordClassifier classifier = KeywordClassifier.load(model)) {
            assertThatThrownBy(() -> Report.of(classifier, clips))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expected a clip of at most 1.00 s but got 1.25 s: low/long.wav");
        }
    }

    @Test
    void otherLabelsAreRefused() {
        var other = AudioDataset.of(List.of(LabelledClip.of("a", "go", tone(400, 0))));

        assertThatThrownBy(() -> trained.report(new Split(split.train(), split.validation(), other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected test clips labelled [<i>high</i>, low] but got [go]");
    }
}
