package io.github.kws4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.MalformedAudioException;
import io.github.kws4j.memory.Allocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file's rate, length and faults, before a classifier sees them. */
class ClassifyFileTest {
    private final KeywordClassifier classifier =
            ToneModel.ofWaveform().classifier(ToneModel.describe().build());
    private final KeywordClassifier fitting =
            new NetworkClassifier(ToneModel.ofWaveform(), ToneModel.describe().build(), Optional.empty(), true);

    @TempDir
    Path folder;

    @Test
    void everyErrorBeginsWithTheFile() throws IOException {
        Path none = wav(0, 16_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> classifier.classify(none))
                .withMessage(none + ": expected at least 1 sample but got 0");
        Path slow = wav(10, 15);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> classifier.classify(slow))
                .withMessage(slow + ": expected rates at most 1000 times one another but got 15 and 16000 Hz");
        Path text = Files.writeString(folder.resolve("a.txt"), "no sound");
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> classifier.classify(text))
                .withMessageStartingWith(text + ", byte 0: expected WAV, ");
        Path absent = folder.resolve("absent.wav");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> classifier.classify(absent))
                .withMessage(absent.toString());
    }

    /** 488 000 samples at 16 Hz are 488 million at 16 kHz, or 2 GB: enough for 70 seconds and an error. */
    @Test
    @Timeout(60)
    void soundThatWouldBeTooLongIsRefusedBeforeItIsResampled() throws Throwable {
        Path file = wav(488_000, 16);
        Audio clip = Audio.of(new float[488_000], 16);
        String message =
                "expected at most 16000 samples (1.0 s at 16000 Hz) but got 488000000; use stream() for longer audio";
        assertThat(Allocation.of(() -> {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> classifier.classify(file))
                            .withMessage(file + ": " + message);
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> classifier.classify(clip))
                            .withMessage(message);
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> classifier.classifyAll(List.of(clip)))
                            .withMessageContaining(message);
                }))
                .isLessThan(20_000_000);
    }

    @Test
    void classifierThatFitsTakesTheBeginningAtAnyRate() throws IOException {
        float[] word = ToneModel.say(ToneModel.silence(4), "low", 0.3);
        Prediction beginning = classifier.classify(Audio.of(word, 16_000).fitTo(16_000));
        assertThat(beginning.label()).isEqualTo("low");
        List<Score> expected = beginning.scores();

        assertThat(fitting.classify(word).scores()).isEqualTo(expected);
        assertThat(fitting.classify(Audio.of(word, 16_000)).scores()).isEqualTo(expected);
        assertThat(fitting.classifyAll(List.of(Audio.of(word, 16_000))).get(0).scores())
                .isEqualTo(expected);
        Audio other = Audio.of(word, 16_000).resample(44_100);
        assertThat(other.duration()).isEqualTo(Duration.ofSeconds(4));
        assertThat(fitting.classify(other).scores())
                .isEqualTo(classifier
                        .classify(other.resample(16_000).fitTo(16_000))
                        .scores());
        Path file = folder.resolve("long.wav");
        other.write(file);
        assertThat(fitting.classify(file).label()).isEqualTo("low");
    }

    @Test
    @Timeout(60)
    void classifierThatFitsResamplesNoMoreThanItsWindow() throws Throwable {
        Audio clip = Audio.of(new float[488_000], 16);
        assertThat(Allocation.of(
                        () -> assertThat(fitting.classify(clip).label()).isEqualTo("_silence_")))
                .isLessThan(20_000_000);
    }

    private Path wav(int samples, int rate) throws IOException {
        Path file = folder.resolve(samples + "-at-" + rate + ".wav");
        Audio.of(new float[samples], rate).write(file);
        return file;
    }
}
