package io.github.kws4j.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kws4j.KeywordStream;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.MalformedAudioException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What enrolment takes at its limits: long and short words, many words, words alike, bad numbers; and how it stops. */
class EnrolmentLimitsTest {
    @TempDir
    static Path folder;

    private static SpeechEmbedding embedding;
    private static OtherSpeech speech;

    @BeforeAll
    static void measure() throws IOException {
        embedding = Chords.embedding(folder);
        speech = Chords.otherSpeech(embedding);
    }

    @AfterAll
    static void close() {
        embedding.close();
    }

    private static CustomKeywordsBuilder builder() {
        return CustomKeywords.builder().embedding(embedding, speech);
    }

    private static boolean finds(CustomKeywords words, String label, Audio sound) {
        try (KeywordStream stream = words.stream().falseAlarmsPerHour(1).open()) {
            var found = new ArrayList<>(stream.accept(sound.samples()));
            found.addAll(stream.finish());
            return found.stream().anyMatch(detection -> detection.label().equals(label));
        }
    }

    @Test
    void wordsOfAThirdOfASecondAndOfTwoSecondsAreFoundInOneModel() throws IOException {
        var lengths = List.of("jnj", "ikmlikmlikmlikmlikml");
        var builder = builder();
        lengths.forEach(word -> builder.keyword(word, Chords.say(word, 0, 6)));
        try (CustomKeywords words = builder.enroll()) {
            for (String word : lengths) {
                int found = 0;
                for (int speaker = 100; speaker < 110; speaker++) {
                    found += finds(words, word, Chords.say(word, speaker)) ? 1 : 0;
                }
                assertThat(found).as(word).isGreaterThanOrEqualTo(7);
            }
        }
    }

    @Test
    void wordIsFoundInRecordingsOfTenSeconds() throws IOException {
        var recordings = Chords.say("ijiji", 0, 5).stream()
                .map(sound -> sound.fitTo(10 * Chords.RATE))
                .toList();
        try (CustomKeywords words = builder().keyword("ijiji", recordings).enroll()) {
            assertThat(words.enrollment().words().get(0).recordings().used()).isEqualTo(5);
            assertThat(finds(words, "ijiji", Chords.say("ijiji", 100))).isTrue();
        }
    }

    /** In a language of a few chords most of fifty words are alike, so which of them is found is not asked. */
    @Test
    void fiftyWordsStandInOneModelThatGrowsByTheirDetectorsAlone() throws IOException {
        var random = new Random(1);
        var labels = new LinkedHashSet<String>();
        while (labels.size() < 50) {
            var word = new StringBuilder();
            for (int i = 0; i < 5; i++) {
                word.append((char) ('a' + random.nextInt(14)));
            }
            labels.add(word.toString());
        }
        var builder = builder();
        labels.forEach(word -> builder.keyword(word, Chords.say(word, 0, 3)));
        Path many = folder.resolve("fifty.onnx");
        try (CustomKeywords words = builder.enroll()) {
            assertThat(words.labels()).containsAll(labels).hasSize(51);
            words.export(many);
        }
        Path one = folder.resolve("one.onnx");
        try (CustomKeywords word =
                builder().keyword("ijiji", Chords.say("ijiji", 0, 3)).enroll()) {
            word.export(one);
        }
        long detectors = 3 * (embedding.window() * embedding.size() + 1) * Float.BYTES;
        assertThat(Files.size(many) - Files.size(one)).isBetween(49 * detectors, 49 * (detectors + 500));
    }

    @Test
    void wordsAlikeAreNamed() throws IOException {
        try (CustomKeywords words = builder()
                .keyword("ijiji", Chords.say("ijiji", 0, 5))
                .keyword("twin", Chords.say("ijiji", 50, 5))
                .keyword("klklk", Chords.say("klklk", 0, 5))
                .enroll()) {
            assertThat(words.enrollment().warnings())
                    .anyMatch(text -> text.contains("'ijiji' and 'twin' are alike")
                            || text.contains("'twin' and 'ijiji' are alike"))
                    .noneMatch(text -> text.contains("'klklk' are alike"));
        }
    }

    @Test
    void fileWithANumberThatIsNoneIsNamedAndLeftOutIfAsked() throws IOException {
        Path recordings = folder.resolve("nan");
        for (int i = 0; i < 3; i++) {
            Chords.write(Chords.say("ijiji", i), recordings.resolve(i + ".wav"));
        }
        Path bad = recordings.resolve("nan.wav");
        Files.write(bad, floatWav(new float[] {0.1f, Float.NaN, 0.1f}));

        assertThatThrownBy(() -> builder().keyword("ijiji", recordings).enroll())
                .isInstanceOf(MalformedAudioException.class)
                .hasMessageContaining("nan.wav")
                .hasMessageContaining("NaN");
        try (CustomKeywords words =
                builder().keyword("ijiji", recordings).leaveOutUnreadable().enroll()) {
            assertThat(words.enrollment().words().get(0).recordings().leftOut())
                    .containsExactly(new Enrollment.LeftOut(bad.toString(), Enrollment.Fault.UNREADABLE));
        }
    }

    private static byte[] floatWav(float[] samples) {
        int length = samples.length * Float.BYTES;
        var wav = ByteBuffer.allocate(44 + length).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + length);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 3);
        wav.putShort((short) 1).putInt(Chords.RATE).putInt(Chords.RATE * 4).putShort((short) 4);
        wav.putShort((short) 32).put("data".getBytes(StandardCharsets.US_ASCII)).putInt(length);
        wav.asFloatBuffer().put(samples);
        return wav.array();
    }

    @Test
    void progressCountsTheRecordingsOfAllWords() throws IOException {
        var done = new ArrayList<Integer>();
        try (CustomKeywords words = builder()
                .keyword("ijiji", Chords.say("ijiji", 0, 40))
                .keyword("klklk", Chords.say("klklk", 0, 3))
                .onProgress(done::add)
                .enroll()) {
            assertThat(words.labels()).hasSize(3);
            assertThat(done).containsExactly(32, 40, 43);
        }
    }

    @Test
    void enrolmentEndsWhereTheListenerThrowsOrTheThreadIsInterrupted() {
        var recordings = Chords.say("ijiji", 0, 3);
        assertThatThrownBy(() -> builder()
                        .keyword("ijiji", recordings)
                        .onProgress(done -> {
                            throw new CancellationException("enough");
                        })
                        .enroll())
                .isInstanceOf(CancellationException.class)
                .hasMessage("enough");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> builder().keyword("ijiji", recordings).enroll())
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessage("enrolment stopped after 3 recordings");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
