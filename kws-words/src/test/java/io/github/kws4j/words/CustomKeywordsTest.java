package io.github.kws4j.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kws4j.Detection;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordStream;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.MalformedAudioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomKeywordsTest {
    @TempDir
    static Path folder;

    private static SpeechEmbedding embedding;
    private static OtherSpeech speech;
    private static CustomKeywords mine;

    @BeforeAll
    static void enroll() throws IOException {
        embedding = SpeechEmbedding.standard();
        speech = OtherSpeech.standard();
        mine = builder()
                .keyword("house", Voices.say("house", 0, 5))
                .keyword("left", Voices.say("left", 0, 5))
                .enroll();
    }

    @AfterAll
    static void close() {
        mine.close();
        embedding.close();
    }

    private static CustomKeywordsBuilder builder() {
        return CustomKeywords.builder().embedding(embedding, speech);
    }

    private static List<String> detected(KeywordClassifier classifier, Audio sound) {
        try (KeywordStream stream = classifier.stream().falseAlarmsPerHour(1).open()) {
            var found = new ArrayList<>(stream.accept(sound.samples()));
            found.addAll(stream.finish());
            return found.stream().map(Detection::label).toList();
        }
    }

    @Test
    void wordsOfOtherSpeakersAreFoundInAStream() {
        int found = 0;
        for (int speaker = 100; speaker < 120; speaker++) {
            found += detected(mine, Voices.say("house", speaker)).equals(List.of("house")) ? 1 : 0;
            found += detected(mine, Voices.say("left", speaker)).equals(List.of("left")) ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo(36);
    }

    /** Some 300 words of the very voice that said the word: the hardest other speech there is. */
    @Test
    void otherWordsOfTheSameVoiceAreSeldomTakenForAWord() {
        assertThat(detected(mine, Voices.babble(300, 77))).hasSizeLessThan(4);
    }

    @Test
    void clipIsClassifiedAsAStreamWouldReportIt() {
        assertThat(mine.classify(Voices.say("left", 200)).label()).isEqualTo("left");
        assertThat(mine.classify(Voices.say("yes", 200)).label()).isEqualTo("_unknown_");
    }

    @Test
    void labelsStandInTheOrderGivenAndUnknownIsTheLast() {
        assertThat(mine.labels()).containsExactly("house", "left", "_unknown_");
        assertThat(mine.metadata().operatingPoints().orElseThrow().thresholds())
                .containsOnlyKeys(0.1, 0.5, 1.0, 2.0, 5.0);
    }

    @Test
    void exportedFileSaysTheSame() throws IOException {
        Path file = folder.resolve("mine.onnx");
        mine.export(file);
        try (KeywordClassifier loaded = KeywordClassifier.load(file)) {
            assertThat(loaded.metadata()).isEqualTo(mine.metadata());
            var clips = List.of(Voices.say("house", 300), Voices.say("left", 301), Voices.babble(3, 302));
            for (Audio clip : clips) {
                assertThat(loaded.classify(clip).logits())
                        .isEqualTo(mine.classify(clip).logits());
            }
            assertThat(detected(loaded, clips.get(0)))
                    .isEqualTo(detected(mine, clips.get(0)))
                    .isEqualTo(List.of("house"));
        }
        assertThat(folder.toFile().list())
                .filteredOn(name -> name.startsWith("own-words"))
                .isEmpty();
    }

    @Test
    void recordingThatDiffersFitsTheOthersLeast() throws IOException {
        var recordings = new ArrayList<>(Voices.say("house", 0, 5));
        recordings.add(2, Voices.joined("house", "stop", 900));
        try (CustomKeywords learnt = builder().keyword("house", recordings).enroll()) {
            var kept = learnt.enrollment().word("house").orElseThrow().recordings();
            assertThat(kept.leftOut()).isEmpty();
            assertThat(kept.fits()).hasSize(6);
            assertThat(kept.fits().stream().filter(fit -> fit.logit() >= 0)).hasSize(kept.found());
            assertThat(kept.fits().stream().min(Comparator.comparingDouble(Enrollment.Fit::logit)))
                    .map(Enrollment.Fit::recording)
                    .contains("recording 3 of 'house'");
        }
    }

    @Test
    void batchSaysWhatSingleClipsSay() {
        var clips = new ArrayList<>(Voices.say("house", 400, 5));
        clips.add(Voices.babble(2, 400));
        var all = mine.classifyAll(clips);
        for (int i = 0; i < clips.size(); i++) {
            assertThat(all.get(i).label()).isEqualTo(mine.classify(clips.get(i)).label());
        }
    }

    @Test
    void wordIsAddedWithoutTheOldRecordings() throws IOException {
        try (CustomKeywords more = CustomKeywords.from(mine)
                .embedding(embedding, speech)
                .keyword("stop", Voices.say("stop", 0, 5))
                .enroll()) {
            assertThat(more.labels()).containsExactly("house", "left", "stop", "_unknown_");
            assertThat(detected(more, Voices.say("house", 500))).containsOnly("house");
            assertThat(detected(more, Voices.say("stop", 501))).containsOnly("stop");
            assertThat(more.enrollment().word("house").orElseThrow().recordings())
                    .isEqualTo(new Enrollment.Recordings(
                            5,
                            mine.enrollment()
                                    .word("house")
                                    .orElseThrow()
                                    .recordings()
                                    .found(),
                            List.of(),
                            List.of()));
        }
    }

    @Test
    void detectorsOfAnotherLengthAreRefused() throws IOException {
        mine.export(folder.resolve("mine.onnx"));
        byte[] model = Files.readAllBytes(folder.resolve("mine.onnx"));

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        WordsModel.read(model, List.of("house", "left"), embedding.window(), embedding.size() - 1))
                .withMessageStartingWith("expected detectors of 1 vectors of 127 numbers but found 128 numbers");
    }

    @Test
    void wordIsTakenAway() throws IOException {
        Path file = folder.resolve("two.onnx");
        mine.export(file);
        try (CustomKeywords fewer = CustomKeywords.from(file)
                .embedding(embedding, speech)
                .without("house")
                .enroll()) {
            assertThat(fewer.labels()).containsExactly("left", "_unknown_");
            assertThat(detected(fewer, Voices.say("house", 600))).doesNotContain("house");
            assertThat(detected(fewer, Voices.say("left", 600))).containsExactly("left");
        }
    }

    @Test
    void reportTellsWhatWasLearnt() {
        var word = mine.enrollment().word("house").orElseThrow();

        assertThat(word.recordings().used()).isEqualTo(5);
        assertThat(word.recordings().found()).isBetween(4, 5);
        assertThat(word.falseAlarms()).containsOnlyKeys(0.1, 0.5, 1.0, 2.0, 5.0);
        assertThat(word.falseAlarms().get(0.1).count()).isZero();
        assertThat(mine.enrollment().toString()).contains("house: 5 recordings; left out in turn, ");
        assertThat(mine.enrollment().word("none")).isEmpty();
    }

    @Test
    void recordingsAreReadFromAFolder() throws IOException {
        Path recordings = folder.resolve("from-folder");
        for (int i = 0; i < 4; i++) {
            Voices.write(Voices.say("house", i), recordings.resolve(i + ".wav"));
        }
        Files.writeString(recordings.resolve(".hidden"), "not sound");
        try (CustomKeywords words = builder().keyword("house", recordings).enroll()) {
            assertThat(words.enrollment().words().get(0).recordings().used()).isEqualTo(4);
        }
    }

    @Test
    void unreadableFileIsNamedAndLeftOutIfAsked() throws IOException {
        Path recordings = folder.resolve("unreadable");
        for (int i = 0; i < 3; i++) {
            Voices.write(Voices.say("house", i), recordings.resolve(i + ".wav"));
        }
        Path broken = recordings.resolve("broken.wav");
        Files.writeString(broken, "this is no sound at all");

        assertThatThrownBy(() -> builder().keyword("house", recordings).enroll())
                .isInstanceOf(MalformedAudioException.class)
                .hasMessageContaining("broken.wav");
        try (CustomKeywords words =
                builder().keyword("house", recordings).leaveOutUnreadable().enroll()) {
            assertThat(words.enrollment().words().get(0).recordings().leftOut())
                    .containsExactly(new Enrollment.LeftOut(broken.toString(), Enrollment.Fault.UNREADABLE));
        }
    }

    @Test
    void uselessRecordingsAreLeftOutWithTheReason() throws IOException {
        var recordings = new ArrayList<>(Voices.say("house", 0, 4));
        recordings.add(Audio.of(new float[16_000], 16_000));
        recordings.add(recordings.get(0));
        recordings.add(Voices.say("house", 9).fitTo(11 * 16_000));
        try (CustomKeywords words = builder().keyword("house", recordings).enroll()) {
            var found = words.enrollment().words().get(0).recordings();
            assertThat(found.used()).isEqualTo(4);
            assertThat(found.leftOut())
                    .extracting(Enrollment.LeftOut::fault)
                    .containsExactly(Enrollment.Fault.SILENT, Enrollment.Fault.COPY, Enrollment.Fault.TOO_LONG);
            assertThat(words.enrollment().toString()).contains("left out: recording 5 of 'house': silent");
        }
    }

    @Test
    void otherWordAmongTheRecordingsIsLeftOut() throws IOException {
        var recordings = new ArrayList<>(Voices.say("house", 0, 6));
        recordings.add(Voices.say("up", 3));
        try (CustomKeywords words = builder().keyword("house", recordings).enroll()) {
            assertThat(words.enrollment().words().get(0).recordings().leftOut())
                    .containsExactly(new Enrollment.LeftOut("recording 7 of 'house'", Enrollment.Fault.UNLIKE));
        }
    }

    @Test
    void oneRecordingIsEnoughButWarnedOf() throws IOException {
        try (CustomKeywords words =
                builder().keyword("house", Voices.say("house", 0, 1)).enroll()) {
            assertThat(words.enrollment().warnings())
                    .contains("'house' has 1 recording: three or more find it far more often");
            assertThat(words.labels()).containsExactly("house", "_unknown_");
        }
    }

    @Test
    void unwantedSoundIsKeptOut() throws IOException {
        var like = Voices.say("down", 0, 4);
        try (CustomKeywords words = builder()
                .keyword("house", Voices.say("house", 0, 5))
                .notKeywords(like)
                .enroll()) {
            assertThat(like)
                    .allSatisfy(sound -> assertThat(detected(words, sound)).isEmpty());
            assertThat(detected(words, Voices.say("house", 2))).containsExactly("house");
        }
    }

    @Test
    void badInputIsRefused() {
        var good = Voices.say("house", 0, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().enroll())
                .withMessage("expected a word to learn but got none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().keyword("x", List.of()))
                .withMessage("expected 1 to 1000 recordings of 'x' but got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().keyword("x", Collections.nCopies(10_000, good.get(0))))
                .withMessage("expected 1 to 1000 recordings of 'x' but got 10000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().keyword("x", good).keyword("x", good))
                .withMessage("expected each word once but got 'x' twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().keyword("_unknown_", good))
                .withMessage("expected a word but got '_unknown_'");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> builder().keyword("x", good).keyword("y", good).enroll())
                .withMessage("expected each recording under one word but recording 1 of 'y' of 'y' is also one of 'x'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder()
                        .keyword("x", List.of(Audio.of(new float[16_000], 16_000)))
                        .enroll())
                .withMessage("expected recordings of 'x' to learn from but none of 1 is usable:"
                        + " recording 1 of 'x' is silent");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().keyword("x", good).without("y").enroll())
                .withMessage("expected to take away one of [] but got 'y'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CustomKeywords.from(mine)
                        .embedding(embedding, speech)
                        .keyword("house", good)
                        .enroll())
                .withMessage("expected new words but the model has 'house' already;"
                        + " take the old one away with without(...)");
        assertThatThrownBy(
                        () -> builder().keyword("x", folder.resolve("nowhere")).enroll())
                .isInstanceOf(java.nio.file.NoSuchFileException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void sameRecordingsGiveTheSameModel() throws IOException {
        try (CustomKeywords again = builder()
                .keyword("house", Voices.say("house", 0, 5))
                .keyword("left", Voices.say("left", 0, 5))
                .enroll()) {
            assertThat(again.metadata()).isEqualTo(mine.metadata());
            assertThat(again.enrollment()).isEqualTo(mine.enrollment());
        }
    }
}
