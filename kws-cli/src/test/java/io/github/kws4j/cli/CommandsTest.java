package io.github.kws4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as users type them, good and bad, against the executable jar. */
class CommandsTest {
    private KwsJar kws;

    @TempDir
    private Path folder;

    @BeforeEach
    void install() throws IOException {
        kws = new KwsJar(folder);
    }

    private static List<JsonObject> objects(KwsJar.Result result) {
        return result.lines().stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    @Test
    void wordOfAFileIsPrintedWithItsProbability() throws Exception {
        KwsJar.Result result = kws.run("classify", "examples/clips/yes.wav");

        assertThat(result.out()).matches("examples/clips/yes.wav  yes 0\\.9\\d\\d\\R");
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
    }

    @Test
    void everySoundFileOfAFolderIsClassifiedAsOneObjectALine() throws Exception {
        List<JsonObject> objects = objects(kws.run("classify", "examples/clips", "--json"));

        assertThat(objects).hasSize(9).allSatisfy(object -> {
            assertThat(object.keySet()).containsExactly("file", "label", "probability", "scores");
            assertThat(object.getAsJsonObject("scores").keySet())
                    .hasSize(10)
                    .first()
                    .isEqualTo(object.get("label").getAsString());
        });
    }

    @Test
    void patternIsExpandedAndTopLimitsTheScores() throws Exception {
        KwsJar.Result result = kws.run("classify", "examples/clips/*o.wav", "--top", "2");

        assertThat(result.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).matches("examples/clips/(g|n)o.wav(  \\w+ \\d\\.\\d{3}){2}"));
    }

    @Test
    void brokenFileIsNamedAndTheRestGoesOn() throws Exception {
        Files.writeString(folder.resolve("broken.wav"), "no sound at all, but text of some length");
        KwsJar.Result result = kws.run("classify", "broken.wav", "examples/clips/no.wav", "absent.wav");

        assertThat(result.lines()).singleElement().asString().contains("no.wav  no ");
        assertThat(result.err().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("kws: ").contains("broken.wav"))
                .anySatisfy(line -> assertThat(line).isEqualTo("kws: there is no file or folder absent.wav"));
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void brokenFileIsAnObjectWithAnError() throws Exception {
        KwsJar.Result result = kws.run("classify", "absent.wav", "--json");

        assertThat(objects(result))
                .singleElement()
                .satisfies(object -> assertThat(object.keySet()).containsExactly("file", "error"));
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void folderWithoutSoundAndPatternWithoutFilesFail() throws Exception {
        Files.createDirectory(folder.resolve("empty"));

        kws.run("classify", "empty").failsWith(1, "expected sound files in empty but found none");
        kws.run("classify", "empty/*.wav").failsWith(1, "nothing fits empty/*.wav");
    }

    @Test
    void fileThatIsNoModelIsNamed() throws Exception {
        Files.writeString(folder.resolve("text.onnx"), "not a model");

        kws.run("classify", "examples/clips/no.wav", "--model", "text.onnx").failsWith(1, "text.onnx");
        kws.run("info", "text.onnx").failsWith(1, "text.onnx");
        kws.run("info", "absent.onnx").failsWith(1, "there is no file or folder absent.onnx");
    }

    @Test
    void wrongUsageIsOneLineAndStatusTwo() throws Exception {
        kws.run("classify").failsWith(2, "FILE", "see kws classify --help");
        kws.run("classify", "a.wav", "--top", "0").failsWith(2, "expected --top of 1 or more but got 0");
        kws.run("listen", "a.wav", "--device", "USB").failsWith(2, "expected a FILE or a --device but got both");
        kws.run("listen", "--threshold", "0.5", "--false-alarms-per-hour", "2").failsWith(2, "mutually exclusive");
        kws.run("record", "a/b").failsWith(2, "expected a word without / or \\ but got 'a/b'");
        kws.run("sing").failsWith(2, "sing");
    }

    @Test
    void stackTraceComesOnRequestOnly() throws Exception {
        KwsJar.Result result = kws.run("info", "absent.onnx", "--verbose");

        assertThat(result.err())
                .startsWith("kws: there is no file or folder absent.onnx\n")
                .contains("\tat io.github.kws4j.cli.");
    }

    @Test
    void listeningPrintsAndSavesDetections() throws Exception {
        KwsJar.Result result =
                kws.run("listen", recording().toString(), "--threshold", "0.5", "--json", "--save", "kept");

        List<JsonObject> objects = objects(result);
        assertThat(objects)
                .hasSize(2)
                .allSatisfy(object ->
                        assertThat(object.keySet()).containsExactly("label", "score", "at", "began", "ended"));
        assertThat(objects)
                .extracting(object -> object.get("label").getAsString())
                .containsExactly("no", "stop");
        assertThat(objects)
                .extracting(object -> (int) object.get("began").getAsDouble())
                .containsExactly(2, 5);
        assertThat(result.err()).startsWith("2 words in 0:00:0");
        try (Stream<Path> kept = Files.list(folder.resolve("kept")).sorted()) {
            assertThat(kept)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(AudioDecoder.standard()
                                    .decode(file)
                                    .duration()
                                    .toMillis())
                            .isBetween(2000L, 3500L));
        }
    }

    /** Silence with "no" after 2 s and "stop" after 5 s. */
    private Path recording() throws IOException {
        float[] samples = new float[8 * 16_000];
        for (var word : Map.of("no", 2, "stop", 5).entrySet()) {
            Audio clip = AudioDecoder.standard().decode(folder.resolve("examples/clips/" + word.getKey() + ".wav"));
            clip.copyTo(0, samples, word.getValue() * 16_000, clip.length());
        }
        Path file = folder.resolve("recording.wav");
        Audio.of(samples, 16_000).write(file);
        return file;
    }

    @Test
    void listeningTakesAPipe() throws Exception {
        recording();
        KwsJar.Result result = kws.shell("cat recording.wav | kws listen - --threshold 0.5");

        assertThat(result.lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).matches("0:00:02\\.\\d{3}  no 0\\.\\d{3}"));
        assertThat(result.status()).isZero();
    }

    @Test
    void nothingDetectedIsAFailure() throws Exception {
        Audio.of(new float[32_000], 16_000).write(folder.resolve("silence.wav"));
        KwsJar.Result result = kws.run("listen", "silence.wav");

        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("0 words in 0:00:0");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void absentMicrophoneIsOneLine() throws Exception {
        kws.run("listen", "--device", "no such device")
                .failsWith(1, "no such device", "kws devices", "kws listen FILE");
        kws.run("record", "yes", "--device", "no such device").failsWith(1, "no such device", "--from FILE");
    }

    @Test
    void closedPipeEndsTheWorkWithOneLine() throws Exception {
        KwsJar.Result result = kws.shell("kws classify examples/clips --json | head -n 0; true");

        assertThat(result.err().lines()).singleElement().asString().contains("its reader has gone");
    }

    @Test
    void fullDiskIsOneLine() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full");

        kws.shell("kws classify examples/clips/no.wav > /dev/full").failsWith(1, "No space left on device");
        kws.shell("kws info --json > /dev/full").failsWith(1, "No space left on device");
    }

    @Test
    void interruptEndsListeningCleanly() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/bin/kill")), "no kill");
        Process listening = kws.start("listen", "-", "--save", "kept");
        byte[] sound = Files.readAllBytes(recording());
        listening.getOutputStream().write(sound, 0, 200_000);
        listening.getOutputStream().flush();
        Path out = folder.resolve("out.txt");
        for (int i = 0; i < 600 && Files.size(out) == 0; i++) {
            Thread.sleep(100);
        }
        new ProcessBuilder("/bin/kill", "-INT", Long.toString(listening.pid()))
                .start()
                .waitFor();
        try (var rest = listening.getOutputStream()) {
            rest.write(sound, 200_000, sound.length - 200_000);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("pipe");
        }
        KwsJar.Result result = kws.finish(listening);

        assertThat(result.lines()).isNotEmpty();
        assertThat(result.err()).contains(" words in 0:00:0").doesNotContain("\tat ");
        assertThat(result.status()).isZero();
    }

    @Test
    void wordsAreCutOutOfARecordingAndNumberedOn() throws Exception {
        recording();
        KwsJar.Result first = kws.run("record", "word", "--from", "recording.wav", "--out", "recordings");
        KwsJar.Result second =
                kws.run("record", "word", "--from", "recording.wav", "--out", "recordings", "--count", "1");

        assertThat(first.status()).isZero();
        assertThat(second.status()).isZero();
        try (Stream<Path> made = Files.list(folder.resolve("recordings/word")).sorted()) {
            assertThat(made.map(file -> file.getFileName().toString()))
                    .containsExactly("word-001.wav", "word-002.wav", "word-003.wav");
        }
        KwsJar.Result third = kws.run("classify", "recordings/word", "--top", "1");
        assertThat(third.lines()).extracting(line -> line.split(" +")[1]).containsExactly("no", "stop", "no");
    }

    @Test
    void microphonesAreListedWithTheirFormats() throws Exception {
        KwsJar.Result result = kws.runWithSoundCard("devices", "--json");

        assertThat(result.out())
                .isEqualTo("{\"name\":\"recorded\",\"formats\":"
                        + "[\"SIGNED_16 little-endian, 1 channel(s) at 16000 Hz\"]}\n");
    }

    @Test
    void recordingAsksKeepsAndPlaysBack() throws Exception {
        recording();
        KwsJar.Result result = kws.runWithSoundCard("record", "lights on", "--count", "2", "--out", "recordings");

        assertThat(result.status()).isZero();
        assertThat(result.lines())
                .hasSize(5)
                .startsWith("Say 'lights on' (1 of 2)")
                .contains("Say 'lights on' (2 of 2)")
                .endsWith("2 recordings of 'lights on' in recordings/lights on");
        assertThat(result.err().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("played "));
        assertThat(folder.resolve("recordings/lights on/lights_on-002.wav")).isNotEmptyFile();
    }

    @Test
    void clippedRecordingsAreRefusedAndItGivesUp() throws Exception {
        float[] samples = new float[4 * 16_000];
        for (int i = 16_000; i < 32_000; i++) {
            samples[i] = i / 50 % 2 == 0 ? 1 : -1;
        }
        Audio.of(samples, 16_000).write(folder.resolve("recording.wav"));
        KwsJar.Result result = kws.runWithSoundCard("record", "yes", "--out", "recordings");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines())
                .hasSize(6)
                .startsWith("  refused: too loud (clipped): step back, or turn the microphone down")
                .last()
                .asString()
                .startsWith("kws: 5 takes in a row were refused");
    }

    @Test
    void microphoneThatFailsWhileListeningIsOneLineAfterTheWords() throws Exception {
        recording();
        KwsJar.Result result = kws.runWithSoundCard("listen", "--threshold", "0.5", "--json");

        assertThat(objects(result)).isNotEmpty();
        assertThat(result.err().lines())
                .containsExactly("listening to recorded; Ctrl-C ends", "kws: microphone recorded gives no more sound");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void fewerWordsThanAskedForIsAFailure() throws Exception {
        recording();

        assertThat(kws.run("record", "word", "--from", "recording.wav", "--count", "5")
                        .status())
                .isEqualTo(1);
    }

    @Test
    void figuresOfAnEvaluationAreOneObject() throws Exception {
        for (String word : List.of("yes", "no", "house")) {
            Path clips = Files.createDirectories(folder.resolve("recordings").resolve(word));
            Files.copy(folder.resolve("examples/clips/" + word + ".wav"), clips.resolve("1.wav"));
        }
        KwsJar.Result result = kws.run("evaluate", "recordings", "--json", "--report", "report.html");

        JsonObject figures = objects(result).get(0);
        assertThat(result.lines()).hasSize(1);
        assertThat(figures.keySet())
                .containsExactly(
                        "clips", "accuracy", "accuracyLow", "accuracyHigh", "loss", "calibrationError", "words");
        assertThat(figures.get("accuracy").getAsDouble()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("report.html"))).contains("./kws evaluate recordings");
    }

    @Test
    void evaluatingWhatIsNotThereSaysSo() throws Exception {
        Files.writeString(folder.resolve("text.zip"), "no archive");

        kws.run("evaluate", "absent").failsWith(1, "absent");
        kws.run("evaluate", "text.zip").failsWith(1, "text.zip", "expected a zip archive");
        kws.run("listen", "examples").failsWith(1, "expected a sound file but examples is a folder");
    }

    @Test
    void ownWordsAreEnrolledWithAReport() throws Exception {
        for (String word : List.of("house", "left")) {
            Audio clip = AudioDecoder.standard().decode(folder.resolve("examples/clips/" + word + ".wav"));
            Path target = Files.createDirectories(folder.resolve("recordings").resolve(word));
            for (int i = 1; i <= 3; i++) {
                float[] samples = clip.samples();
                for (int s = 0; s < samples.length; s++) {
                    samples[s] *= 1 - 0.2f * i;
                }
                Audio.of(samples, clip.sampleRate()).write(target.resolve(i + ".wav"));
            }
        }
        Files.writeString(folder.resolve("recordings/left/4.wav"), "no sound at all, but text of some length");
        KwsJar.Result result =
                kws.run("enroll", "house=recordings/house", "left=recordings/left", "--out", "mine.onnx", "--json");

        JsonObject report = objects(result).get(0);
        assertThat(report.keySet()).containsExactly("words", "warnings");
        assertThat(report.getAsJsonArray("words").get(1).getAsJsonObject().keySet())
                .containsExactly("label", "used", "found", "leftOut", "falseAlarms", "confusion");
        assertThat(report.getAsJsonArray("words").get(1).toString()).contains("4.wav", "unreadable");
        assertThat(result.status()).isEqualTo(1);
        KwsJar.Result classified = kws.run("classify", "examples/clips/house.wav", "--model", "mine.onnx");
        assertThat(classified.out()).matches("examples/clips/house.wav  house [01]\\.\\d{3}\\R");
    }

    @Test
    void enrollingWithoutAFolderIsWrongUsage() throws Exception {
        kws.run("enroll", "house", "--out", "mine.onnx").failsWith(2, "expected WORD=DIR but got 'house'");
        kws.run("enroll", "house=absent", "--out", "mine.onnx").failsWith(1, "absent");
    }

    @Test
    void calibratedModelCarriesTheThresholdsOfEachRate() throws Exception {
        Path clips = Files.createDirectories(folder.resolve("recordings/stop"));
        Files.copy(folder.resolve("examples/clips/stop.wav"), clips.resolve("1.wav"));
        KwsJar.Result result = kws.run(
                "calibrate",
                "recordings",
                "examples/clips/house.wav",
                "--out",
                "m.onnx",
                "--rates",
                "2,0.25",
                "--json");

        assertThat(objects(result))
                .hasSize(2)
                .allSatisfy(object -> assertThat(object.keySet())
                        .containsExactly(
                                "wanted",
                                "found",
                                "falseAlarmsPerHour",
                                "falseAlarmsLow",
                                "falseAlarmsHigh",
                                "thresholds"));
        JsonObject info = objects(kws.run("info", "m.onnx", "--json")).get(0);
        assertThat(info.getAsJsonObject("thresholds").keySet()).containsExactly("0.25", "2.0");
        assertThat(info.getAsJsonObject("thresholds").get("2.0"))
                .isEqualTo(objects(result).get(0).get("thresholds"));
        assertThat(info.get("labels"))
                .isEqualTo(objects(kws.run("info", "--json")).get(0).get("labels"));
    }

    @Test
    void calibratingWithoutTheModelsWordsIsRefused() throws Exception {
        Path clips = Files.createDirectories(folder.resolve("recordings/house"));
        Files.copy(folder.resolve("examples/clips/house.wav"), clips.resolve("1.wav"));

        kws.run("calibrate", "recordings", "examples/clips/house.wav", "--out", "m.onnx")
                .failsWith(1, "expected recordings of ", "but got those of [house]");
    }

    @Test
    void trainingNeedsTheOtherJar() throws Exception {
        kws.run("train", "recordings", "--out", "kws.onnx").failsWith(1, "kws-with-training.jar");
    }

    @Test
    void benchmarkHasAnObjectForEachDevice() throws Exception {
        assertThat(objects(kws.run("bench", "--seconds", "1", "--json")))
                .first()
                .satisfies(object -> {
                    assertThat(object.keySet()).containsExactly("device", "clipsPerSecond", "streamsInRealTime");
                    assertThat(object.get("clipsPerSecond").getAsDouble()).isGreaterThan(1);
                    assertThat(object.get("streamsInRealTime").getAsDouble()).isGreaterThan(1);
                });
    }

    @Test
    void completionIsAScriptForBash() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/bin/bash")), "no bash");
        Path script = Files.writeString(
                folder.resolve("completion"), kws.run("completion").out());

        var bash = new ProcessBuilder("/bin/bash", "-n", script.toString()).start();

        assertThat(bash.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(bash.exitValue()).isZero();
        assertThat(script).content().contains("--false-alarms-per-hour");
    }

    @Test
    void jarIsUnderEightyMegabytesAndHasNoTensorFlow() throws Exception {
        Path jar = KwsJar.ROOT.resolve("kws-cli/target/kws.jar");

        assertThat(Files.size(jar)).isLessThan(80_000_000);
        try (var zip = new java.util.zip.ZipFile(jar.toFile())) {
            assertThat(zip.stream().map(entry -> entry.getName())).noneMatch(name -> name.startsWith("org/tensorflow"));
        }
    }
}
