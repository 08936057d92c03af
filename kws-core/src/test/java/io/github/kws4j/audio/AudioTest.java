package io.github.kws4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioTest {
    @Test
    void shortSoundIsPaddedWithSilence() {
        assertThat(Audio.of(new float[] {0.5f, -0.5f}, 16_000).fitTo(4).samples())
                .containsExactly(0.5f, -0.5f, 0, 0);
    }

    @Test
    void longSoundIsTrimmedAtItsEnd() {
        assertThat(Audio.of(new float[] {1, 2, 3}, 16_000).fitTo(2).samples()).containsExactly(1, 2);
    }

    @Test
    void negativeLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Audio.of(new float[1], 8000).fitTo(-1))
                .withMessage("expected a length of 0 or more samples but got -1");
    }

    @Test
    void durationCountsSamplesAtTheRate() {
        assertThat(Audio.of(new float[24_000], 16_000).duration()).isEqualTo(Duration.ofMillis(1500));
        assertThat(Audio.of(new float[1], 3).duration()).isEqualTo(Duration.ofNanos(333_333_333));
    }

    @Test
    void laterChangesOfTheCallersArrayAreNotSeen() {
        float[] samples = {0.25f};
        Audio audio = Audio.of(samples, 16_000);
        samples[0] = 1;
        audio.samples()[0] = 1;
        assertThat(audio.samples()).containsExactly(0.25f);
    }

    @Test
    void partIsCopiedIntoTheCallersArray() {
        float[] target = new float[4];
        Audio.of(new float[] {1, 2, 3}, 16_000).copyTo(1, target, 2, 2);
        assertThat(target).containsExactly(0, 0, 2, 3);
    }

    @Test
    void nonFiniteSampleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Audio.of(new float[] {0, Float.NaN}, 16_000))
                .withMessage("expected finite samples but got NaN at index 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Audio.of(new float[] {Float.NEGATIVE_INFINITY}, 16_000))
                .withMessage("expected finite samples but got -Infinity at index 0");
    }

    @Test
    void rateBelowOneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Audio.of(new float[1], 0))
                .withMessage("expected a sample rate of 1 Hz or more but got 0");
    }

    @Test
    void equalityIsOfSamplesAndRate() {
        Audio audio = Audio.of(new float[] {0.5f}, 16_000);
        assertThat(audio)
                .isEqualTo(Audio.of(new float[] {0.5f}, 16_000))
                .hasSameHashCodeAs(Audio.of(new float[] {0.5f}, 16_000));
        assertThat(audio)
                .isNotEqualTo(Audio.of(new float[] {0.5f}, 8000))
                .isNotEqualTo(Audio.of(new float[] {0.25f}, 16_000));
        assertThat(audio).hasToString("Audio[1 samples at 16000 Hz]");
    }

    @Test
    void writtenSamplesAreRoundedHalvesUpAndClipped(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.wav");
        float step = 0x1p-15f;
        Audio.of(new float[] {0.5f * step, -0.5f * step, 1.49f * step, 1, -1, 7, -7}, 8000)
                .write(file);
        assertThat(AudioDecoder.standard().decode(file).samples())
                .containsExactly(step, 0, step, 32767 * step, -1, 32767 * step, -1);
        assertThat(AudioDecoder.standard().decode(file).sampleRate()).isEqualTo(8000);
    }

    @Test
    void everySixteenBitValueSurvivesWritingAndReading(@TempDir Path folder) throws IOException {
        float[] samples = new float[65_536];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (i - 32_768) * 0x1p-15f;
        }
        Audio audio = Audio.of(samples, 44_100);
        audio.write(folder.resolve("a.wav"));
        assertThat(AudioDecoder.standard().decode(folder.resolve("a.wav"))).isEqualTo(audio);
    }

    @Test
    void writingReplacesAFileThroughItsLinkAndLeavesNothingBeside(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.wav"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.wav"), file);
        Audio audio = Audio.of(new float[] {0.5f}, 16_000);
        audio.write(link);
        assertThat(link).isSymbolicLink();
        assertThat(AudioDecoder.standard().decode(file)).isEqualTo(audio);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file, link);
        }
    }

    @Test
    void failedWriteLeavesNothing(@TempDir Path folder) {
        Path file = folder.resolve("absent").resolve("a.wav");
        assertThatIOException().isThrownBy(() -> Audio.of(new float[1], 16_000).write(file));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void directoryIsNotOverwritten(@TempDir Path folder) {
        assertThatThrownBy(() -> Audio.of(new float[1], 16_000).write(folder)).isInstanceOf(IOException.class);
        assertThat(folder).isEmptyDirectory();
    }
}
