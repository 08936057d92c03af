package io.github.kws4j.javasound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.Microphone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The machine's own sound card, a loopback where there is one. */
@Timeout(60)
class SoundCardTest {
    @Test
    void playedSamplesAreRoundedClippedAndTheSameInEachChannel() {
        assertThat(SoundCard.encode(new float[] {0x1p-15f, -2}, 2)).containsExactly(1, 0, 1, 0, 0, 0x80, 0, 0x80);
    }

    @Test
    void machineWithoutSoundCardSaysSo() {
        assumeTrue(Microphone.devices().isEmpty(), "this machine has a sound card");
        assertThatIOException()
                .isThrownBy(() -> Microphone.open(16_000))
                .withMessage("expected an input device but this machine has none");
        assertThatIOException()
                .isThrownBy(() -> Audio.of(new float[16], 16_000).play())
                .withMessage("expected an output device but this machine has none");
    }

    @Test
    void everyDeviceHasFormatsAndAnUnknownOneNone() {
        assertThat(Microphone.devices())
                .allSatisfy(device -> assertThat(Microphone.formats(device)).isNotEmpty());
        assertThat(Microphone.formats("no such device")).isEmpty();
    }

    @Test
    void unknownDeviceIsRefusedByName() {
        assertThatIOException()
                .isThrownBy(() -> Microphone.builder().device("no such device").open(16_000))
                .withMessageStartingWith(
                        "expected an input device whose name holds 'no such device' but this machine has ");
    }

    /**
     * With {@code kws.loopback} set, the machine's output is its input: CONTRIBUTING.md says how. Half a second of
     * silence goes before the noise, because PulseAudio loses up to 20 ms where a sound begins.
     */
    @Test
    void everySampleThatIsPlayedIsHeardInOrder() throws IOException {
        assumeTrue(Boolean.getBoolean("kws.loopback"), "kws.loopback is not set: what is played can't be captured");
        var random = new Random(1);
        float[] noise = new float[72_000];
        for (int i = 24_000; i < noise.length; i++) {
            noise[i] = (1_000 + random.nextInt(20_000)) * 0x1p-15f;
        }
        try (Microphone microphone = Microphone.open(48_000)) {
            Iterator<float[]> chunks = microphone.iterator();
            chunks.next();
            var playing = CompletableFuture.runAsync(() -> play(Audio.of(noise, 48_000)));
            float[] captured = new float[5 * 48_000];
            for (int at = 0; at < captured.length; ) {
                float[] chunk = chunks.next();
                int count = Math.min(chunk.length, captured.length - at);
                System.arraycopy(chunk, 0, captured, at, count);
                at += count;
            }
            playing.join();
            int silence = 0;
            while (silence < captured.length && captured[silence] == 0) {
                silence++;
            }
            assertThat(silence).as("samples of silence").isLessThan(captured.length - 48_000);
            assertThat(Arrays.equals(captured, silence, silence + 48_000, noise, 24_000, 72_000))
                    .as("what is captured after the silence is what was played")
                    .isTrue();
            assertThat(microphone.overruns()).isZero();
        }
    }

    private static void play(Audio audio) {
        try {
            audio.play();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
