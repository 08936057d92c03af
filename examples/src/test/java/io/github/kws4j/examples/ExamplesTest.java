package io.github.kws4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.audio.Microphone;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each program of this module runs, and is short. */
class ExamplesTest {
    private static final Path ROOT = Path.of(System.getProperty("kws.root", ""));
    private static final Path CLIPS = ROOT.resolve("examples/clips");
    private static final List<String> WORDS = List.of("yes", "no", "up", "down");

    @TempDir
    private Path folder;

    @Test
    void programsAreUnderFortyLines() throws IOException {
        try (Stream<Path> sources = Files.list(ROOT.resolve("examples/src/main/java/io/github/kws4j/examples"))) {
            assertThat(sources)
                    .hasSizeGreaterThan(6)
                    .allSatisfy(source -> assertThat(Files.readAllLines(source)).hasSizeLessThan(40));
        }
    }

    @Test
    void classifiesAFolder() throws Throwable {
        String output = printed(() -> ClassifyFolder.main(new String[] {CLIPS.toString()}));

        assertThat(output.lines())
                .hasSize(9)
                .anySatisfy(line -> assertThat(line).endsWith("yes.wav yes"));
    }

    @Test
    void listensToARecordingInThePlaceOfTheMicrophone() throws Throwable {
        Audio word = AudioDecoder.standard().decode(CLIPS.resolve("stop.wav"));
        Path recording = folder.resolve("recording.wav");
        float[] samples = new float[3 * word.sampleRate()];
        word.copyTo(0, samples, word.sampleRate(), word.length());
        Audio.of(samples, word.sampleRate()).write(recording);

        String output = printed(() -> ListenToMicrophone.main(new String[] {recording.toString()}));

        assertThat(output.lines()).singleElement().asString().startsWith("PT1.").contains(" stop 0.");
    }

    @Test
    void listeningWithoutAMicrophoneSaysSo() {
        Assumptions.assumeTrue(Microphone.devices().isEmpty(), "this machine has a microphone");

        assertThatThrownBy(() -> ListenToMicrophone.main(new String[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("this machine has none");
    }

    @Test
    void plotsAClip() throws IOException {
        Path waveform = folder.resolve("waveform.svg");
        Path spectrogram = folder.resolve("spectrogram.png");

        PlotClip.main(new String[] {clip("yes"), waveform.toString(), spectrogram.toString()});

        assertThat(waveform).isNotEmptyFile();
        assertThat(spectrogram).isNotEmptyFile();
    }

    @Test
    void printsASpectrogramOfSixtyTwoFrames() throws Throwable {
        String output = printed(() -> PrintSpectrogram.main(new String[] {clip("yes")}));

        assertThat(output.lines())
                .hasSize(61)
                .allSatisfy(line -> assertThat(line).hasSize(64));
        assertThat(output).contains("@");
    }

    @Test
    void trainsAndConvertsAModel() throws Throwable {
        Path data = recordings();
        Path model = folder.resolve("kws.onnx");
        Path report = folder.resolve("report.html");

        String output = printed(
                () -> TrainTutorial.main(new String[] {data.toString(), model.toString(), report.toString(), "1"}));

        assertThat(output).contains("epoch  1", "accuracy ");
        assertThat(report).isNotEmptyFile();
        Path small = folder.resolve("small.onnx");
        ConvertModel.main(new String[] {model.toString(), small.toString(), data.toString()});
        assertThat(Files.size(small)).isBetween(1000L, Files.size(model) / 3);
        try (var classifier = KeywordClassifier.load(small)) {
            assertThat(classifier.labels()).containsExactlyInAnyOrderElementsOf(WORDS);
        }
    }

    /** Clips of four words in some noise, enough for a batch to validate with. */
    private Path recordings() throws IOException {
        var random = new SplittableRandom(1);
        for (String word : WORDS) {
            Path target = Files.createDirectories(folder.resolve("data").resolve(word));
            Audio clip = AudioDecoder.standard().decode(Path.of(clip(word)));
            for (int i = 0; i < 160; i++) {
                float[] samples = clip.samples();
                for (int s = 0; s < samples.length; s++) {
                    samples[s] += (float) random.nextDouble(-0.01, 0.01);
                }
                Audio.of(samples, clip.sampleRate()).write(target.resolve(i + ".wav"));
            }
        }
        return folder.resolve("data");
    }

    private static String clip(String word) {
        return CLIPS.resolve(word + ".wav").toString();
    }

    private static String printed(ThrowingCallable program) throws Throwable {
        PrintStream before = System.out;
        var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            program.call();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
