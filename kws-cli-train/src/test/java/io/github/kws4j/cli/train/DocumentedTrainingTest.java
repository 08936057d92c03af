package io.github.kws4j.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/CLI.md} that train, with the built jar, for one pass over a few clips. */
class DocumentedTrainingTest {
    private static final Path ROOT = Path.of(System.getProperty("kws.root", "")).toAbsolutePath();
    private static final List<String> WORDS = List.of("down", "go", "left", "no", "right", "stop", "up", "yes");
    private static final int CLIPS = 45; // 72 of the 360 are held out, which is more than a batch of the tutorial

    @TempDir
    private Path folder;

    @BeforeEach
    void makeRecordings() throws IOException {
        var random = new SplittableRandom(1);
        for (String word : WORDS) {
            Path target = Files.createDirectories(
                    folder.resolve("data/mini_speech_commands").resolve(word));
            Audio clip = AudioDecoder.standard().decode(ROOT.resolve("examples/clips/" + word + ".wav"));
            for (int i = 0; i < CLIPS; i++) {
                float[] samples = clip.samples();
                for (int s = 0; s < samples.length; s++) {
                    samples[s] += (float) random.nextDouble(-0.01, 0.01);
                }
                Audio.of(samples, clip.sampleRate()).write(target.resolve(i + "_nohash_0.wav"));
            }
        }
    }

    /** What the command prints; standard error goes to the file {@code log}. */
    private String run(String line, int status) throws Exception {
        Path out = folder.resolve("out");
        Path log = folder.resolve("log");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String kws = "kws() { " + java + " -Xmx1g -jar " + ROOT.resolve("kws-cli-train/target/kws-with-training.jar")
                + " \"$@\"; }; ";
        Process process = new ProcessBuilder("sh", "-c", kws + line)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.destroyForcibly().waitFor();
        assertThat(ended).as("ends within five minutes").isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(status);
        return Files.readString(out);
    }

    @Test
    void everyDocumentedTrainingRuns() throws Exception {
        List<String> commands = Files.readString(ROOT.resolve("docs/CLI.md"))
                .lines()
                .filter(line -> line.startsWith("./kws train "))
                .map(line -> line.replace("./kws", "kws").replaceFirst(" --epochs \\d+", "") + " --epochs 1")
                .toList();
        assertThat(commands).hasSize(3);
        for (String command : commands) {
            assertThat(run(command, 0)).contains("360 clips of " + WORDS, "epoch  1", "accuracy ", "wrote ");
        }
        assertThat(folder.resolve("training.html")).isNotEmptyFile();
        assertThat(folder.resolve("better.onnx")).isNotEmptyFile();
        assertThat(run("kws train data/mini_speech_commands --out other.onnx --from kws.onnx", 1))
                .doesNotContain("wrote ");
        assertThat(folder.resolve("log"))
                .content()
                .contains("kws: expected a model ")
                .doesNotContain("\tat ");
        assertThat(run("kws classify data/mini_speech_commands/yes --model kws.onnx", 0)
                        .lines())
                .hasSize(CLIPS);
    }

    @Test
    void figuresAreObjectsOfOneLine() throws Exception {
        String out = run("kws train data/mini_speech_commands --out kws.onnx --epochs 1 --json", 0);

        assertThat(out.lines()).hasSize(2);
        assertThat(out.lines().findFirst().orElseThrow())
                .matches("\\{\"epoch\":1,\"loss\":[0-9.]+,\"accuracy\":[0-9.]+,\"validationLoss\":[0-9.]+,"
                        + "\"validationAccuracy\":[0-9.]+,\"seconds\":[0-9.]+}");
    }

    @Test
    void modelThatCannotBeWrittenIsSaidBeforeTheTraining() throws Exception {
        assertThat(run("kws train data/mini_speech_commands --out absent/kws.onnx", 1))
                .isEmpty();
        assertThat(folder.resolve("log"))
                .content()
                .contains("kws: expected --out to name a file")
                .doesNotContain("\tat ");
    }
}
