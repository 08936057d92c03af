package io.github.kws4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.Detection;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.AudioDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The embedded model's words, spoken at a third of full scale with two seconds of faint noise between them. */
class GatedStreamTest {
    private static final int RATE = 16_000;
    private static final List<String> WORDS = List.of("yes", "no", "up", "down", "left", "right", "stop", "go");
    private static final float[] SPEECH = new float[(3 * WORDS.size() + 2) * RATE];

    private static KeywordClassifier classifier;

    @BeforeAll
    static void load() throws IOException {
        classifier = KeywordClassifier.pretrained();
        var random = new Random(1);
        for (int i = 0; i < SPEECH.length; i++) {
            SPEECH[i] = (float) (random.nextGaussian() * 1e-3);
        }
        Path clips = Path.of(System.getProperty("kws.root"), "examples", "clips");
        for (int w = 0; w < WORDS.size(); w++) {
            float[] clip = AudioDecoder.standard()
                    .decode(clips.resolve(WORDS.get(w) + ".wav"))
                    .samples();
            float peak = 0;
            for (float sample : clip) {
                peak = Math.max(peak, Math.abs(sample));
            }
            for (int i = 0; i < clip.length; i++) {
                SPEECH[(3 * w + 2) * RATE + i] += clip[i] / peak / 3;
            }
        }
    }

    @AfterAll
    static void close() {
        classifier.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0.03, 0, 0", "-0.3, 0, 0", "0, 0.05, 50", "0, 0.05, 60", "0.03, 0.05, 50", "0, 0.2, 20"})
    void gateLetsThroughTheWordsThatAreFoundWithoutIt(float offset, double amplitude, double hertz) {
        float[] sound = SPEECH.clone();
        for (int i = 0; i < sound.length; i++) {
            sound[i] += (float) (offset + amplitude * Math.sin(2 * Math.PI * hertz * i / RATE));
        }
        List<String> found =
                words(classifier.stream().falseAlarmsPerHour(10).open().accept(sound));

        assertThat(found).hasSizeGreaterThan(4);
        assertThat(words(classifier.stream()
                        .falseAlarmsPerHour(10)
                        .gate(10)
                        .open()
                        .accept(sound)))
                .isEqualTo(found);
    }

    @Test
    void wordsBeginAndEndWhereTheyDoWithoutOffsetAndHum() {
        float[] sound = SPEECH.clone();
        for (int i = 0; i < sound.length; i++) {
            sound[i] += (float) (0.03 + 0.05 * Math.sin(2 * Math.PI * 50 * i / RATE));
        }
        // A word that is reported before it is over ends where it is reported: at 1 an hour none is.
        var clean = classifier.stream().falseAlarmsPerHour(1).open().accept(SPEECH);
        var found = classifier.stream().falseAlarmsPerHour(1).open().accept(sound);

        assertThat(words(found)).isEqualTo(words(clean)).isEqualTo(WORDS);
        for (int i = 0; i < found.size(); i++) {
            Detection word = found.get(i);
            Detection other = clean.get(i);
            assertThat(Math.abs(other.began().toMillis() - word.began().toMillis()))
                    .isLessThanOrEqualTo(40);
            assertThat(Math.abs(other.ended().toMillis() - word.ended().toMillis()))
                    .isLessThanOrEqualTo(40);
        }
    }

    private static List<String> words(List<Detection> detections) {
        List<String> words = new ArrayList<>();
        detections.forEach(found -> words.add(found.label()));
        return words;
    }
}
