package io.github.kws4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.Detection;
import io.github.kws4j.OneTone;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.evaluate.LongRecording.Word;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongRecordingTest {
    private static final Duration SPACING = Duration.ofSeconds(4);

    private static Audio noise(int seconds, double level) {
        var random = new Random(3);
        float[] samples = new float[seconds * OneTone.RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (random.nextGaussian() * level);
        }
        return Audio.of(samples, OneTone.RATE);
    }

    /** One second with the word from 350 to 650 ms. */
    private static AudioDataset clips() {
        float[] samples = new float[OneTone.RATE];
        float[] word = OneTone.word(0.5);
        System.arraycopy(word, 0, samples, OneTone.RATE * 35 / 100, word.length);
        return AudioDataset.of(List.of(LabelledClip.of("tone.wav", "tone", Audio.of(samples, OneTone.RATE))));
    }

    private static double rms(float[] x, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += x[i] * x[i];
        }
        return Math.sqrt(sum / (to - from));
    }

    @Test
    void backgroundIsFullAndAtItsLevel() {
        float[] sound = LongRecording.background(List.of(noise(20, 0.3), noise(3, 0.01)), Duration.ofSeconds(60), 1)
                .samples();

        assertThat(sound).hasSize(60 * OneTone.RATE);
        for (int second = 0; second < 60; second++) {
            double db = 20 * Math.log10(rms(sound, second * OneTone.RATE, (second + 1) * OneTone.RATE));
            assertThat(db).isCloseTo(-35, within(0.5));
        }
    }

    @Test
    void wordAtTheEndIsFoundAndAResetStreamGoesOn() {
        float[] word = OneTone.word(0.5);
        float[] sound = new float[3 * OneTone.RATE];
        System.arraycopy(word, 0, sound, sound.length - word.length, word.length);
        var spoken = new Word("tone", Duration.ofMillis(2700), Duration.ofSeconds(3));
        var recording = new LongRecording(Audio.of(sound, OneTone.RATE), List.of(spoken));

        try (var stream = OneTone.stream().threshold(0.5).open()) {
            assertThat(recording.evaluate(stream).recall()).isEqualTo(1);
            assertThat(recording.evaluate(stream).recall()).isEqualTo(1);
        }
    }

    @Test
    void wordsLieAtTheirRatioWhereTheRecordingSays() {
        Audio background = noise(60, 0.01);
        var recording = LongRecording.lay(clips(), background, 10, SPACING, 1);

        assertThat(recording.words()).hasSizeBetween(11, 20);
        float[] sound = recording.audio().samples();
        float[] under = background.samples();
        for (Word word : recording.words()) {
            int from = (int) Math.round(word.began().toNanos() * 1e-9 * OneTone.RATE);
            int to = (int) Math.round(word.ended().toNanos() * 1e-9 * OneTone.RATE);
            assertThat(to - from).isEqualTo(OneTone.RATE * 3 / 10);
            float[] added = new float[to - from];
            for (int i = from; i < to; i++) {
                added[i - from] = sound[i] - under[i];
            }
            assertThat(20 * Math.log10(rms(added, 0, added.length) / 0.01)).isCloseTo(10, within(0.2));
        }
    }

    @Test
    void wordsAreTwoSecondsApartOrMore() {
        var words = LongRecording.lay(clips(), noise(300, 0.01), 10, SPACING, 9).words();

        for (int i = 1; i < words.size(); i++) {
            assertThat(words.get(i).began())
                    .isGreaterThanOrEqualTo(words.get(i - 1).began().plusMillis(1999));
        }
    }

    @Test
    void sameSeedGivesTheSameRecording() {
        var first = LongRecording.lay(clips(), noise(60, 0.01), 10, SPACING, 1);

        assertThat(LongRecording.lay(clips(), noise(60, 0.01), 10, SPACING, 1).words())
                .isEqualTo(first.words());
        assertThat(LongRecording.lay(clips(), noise(60, 0.01), 10, SPACING, 2).words())
                .isNotEqualTo(first.words());
    }

    @Test
    void clearWordsAreAllFoundOnceAndSoon() {
        var recording = LongRecording.lay(clips(), noise(120, 0.03), 20, SPACING, 1);
        var report = recording.evaluate(OneTone.stream().open());

        assertThat(report.words()).isGreaterThan(20);
        assertThat(report.recallWithin(Duration.ofMillis(500))).isEqualTo(1);
        assertThat(report.repeated()).isZero();
        assertThat(report.falseAlarms()).isEmpty();
    }

    @Test
    void detectionsAreCountedByWhatTheyBelongTo() {
        var words = List.of(word("yes", 2000), word("no", 6000), word("go", 10_000));
        var detections = List.of(
                detection("yes", 1900), // false: before the word
                detection("yes", 2700), // right, 200 ms late
                detection("yes", 3400), // repeated
                detection("go", 6600), // confused
                detection("no", 7400), // right, 900 ms late
                detection("up", 9000)); // false
        var report = StreamEvaluation.of(words, detections, Duration.ofHours(2), Duration.ofSeconds(1));

        assertThat(report.words()).isEqualTo(3);
        assertThat(report.found()).isEqualTo(2);
        assertThat(report.repeated()).isEqualTo(1);
        assertThat(report.confused()).isEqualTo(1);
        assertThat(report.falseAlarms()).containsOnlyKeys("yes", "up");
        assertThat(report.delays()).containsExactly(Duration.ofMillis(200), Duration.ofMillis(900));
        assertThat(report.recallWithin(Duration.ofMillis(500))).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(report.falseAlarmsPerHour().perHour()).isEqualTo(1);
        assertThat(report.plus(report).falseAlarms()).containsEntry("up", 2);
        assertThat(report.toString()).startsWith("2 of 3 words found (66.7 %; 33.3 % within 500 ms of their end;");
    }

    private static Word word(String label, long began) {
        return new Word(label, Duration.ofMillis(began), Duration.ofMillis(began + 500));
    }

    private static Detection detection(String label, long at) {
        return new Detection(label, 1, Duration.ofMillis(at), Duration.ofMillis(at), Duration.ofMillis(at));
    }

    @Test
    void wordsTooCloseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LongRecording.lay(clips(), noise(9, 0.1), 10, Duration.ofSeconds(1), 1))
                .withMessage("expected clips at least 2 s apart but got 1 clips 1000 ms apart");
    }

    @Test
    void otherSampleRateIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LongRecording.lay(clips(), Audio.of(new float[90_000], 16_000), 10, SPACING, 1))
                .withMessage("expected sound of one sample rate but got [8000, 16000] Hz");
    }
}
