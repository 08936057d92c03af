package io.github.kws4j;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import javax.sound.sampled.AudioFormat;
import org.junit.jupiter.api.Test;

/** What a stream takes, in which form, and what it refuses. */
class KeywordStreamInputTest {
    @Test
    void shortsBytesAndFloatsAreHeardAlike() {
        float[] sound = ToneModel.threeWords();
        short[] shorts = new short[sound.length];
        var little = ByteBuffer.allocate(2 * sound.length).order(ByteOrder.LITTLE_ENDIAN);
        var bigStereo = ByteBuffer.allocate(6 * sound.length);
        var floats = ByteBuffer.allocate(4 * sound.length);
        for (int i = 0; i < sound.length; i++) {
            shorts[i] = (short) Math.round(sound[i] * 32768);
            sound[i] = shorts[i] / 32768f;
            little.putShort(shorts[i]);
            int left = shorts[i] * 256;
            bigStereo
                    .putShort((short) (left >> 8))
                    .put((byte) left)
                    .putShort((short) (left >> 8))
                    .put((byte) left);
            floats.putFloat(sound[i]);
        }
        var expected = ToneModel.ofSpectrogram().stream().open().accept(sound);

        assertThat(ToneModel.ofSpectrogram().stream().open().accept(shorts)).isEqualTo(expected);
        assertThat(ToneModel.ofSpectrogram().stream().open().accept(little.array(), ToneModel.PCM16))
                .isEqualTo(expected);
        assertThat(ToneModel.ofSpectrogram().stream()
                        .open()
                        .accept(bigStereo.array(), new AudioFormat(16_000, 24, 2, true, true)))
                .isEqualTo(expected);
        var format = new AudioFormat(AudioFormat.Encoding.PCM_FLOAT, 16_000, 32, 1, 4, 16_000, true);
        assertThat(ToneModel.ofSpectrogram().stream().open().accept(floats.array(), format))
                .isEqualTo(expected);
    }

    @Test
    void pcmBytesAreScaledToOne() {
        float[] out = new float[3];
        new PcmReader(new AudioFormat(16_000, 8, 1, false, false), 16_000)
                .read(new byte[] {0, (byte) 128, (byte) 192}, 0, out, 3);
        assertThat(out).containsExactly(-1, 0, 0.5f);

        new PcmReader(new AudioFormat(16_000, 16, 2, true, true), 16_000)
                .read(new byte[] {0, 0, 0, 0, (byte) 0x80, 0, 0x40, 0}, 0, out, 2);
        assertThat(out).startsWith(0, -0.25f);
    }

    @Test
    void otherSampleRateIsRefused() {
        var stream = ToneModel.ofWaveform().stream().open();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream.accept(new byte[4], new AudioFormat(44_100, 16, 1, true, false)))
                .withMessage("expected sound at 16000 Hz but got 44100.0 Hz; a stream does not resample");
    }

    @Test
    void cutFrameIsRefused() {
        var stream = ToneModel.ofWaveform().stream().open();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream.accept(new byte[3], ToneModel.PCM16))
                .withMessage("expected whole frames of 2 bytes but got 3 bytes; nothing was taken");
    }

    @Test
    void compressedSoundIsRefused() {
        var stream = ToneModel.ofWaveform().stream().open();
        var ulaw = new AudioFormat(AudioFormat.Encoding.ULAW, 16_000, 8, 1, 1, 16_000, false);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream.accept(new byte[3], ulaw))
                .withMessageStartingWith(
                        "expected PCM of 8, 16, 24 or 32 bits, or of 32 or 64 bits in floating point, but got ULAW");
    }

    @Test
    void chunkWithNanIsRefusedWhole() {
        var stream = ToneModel.ofWaveform().stream().open();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream.accept(new float[] {0, 0, Float.NaN}))
                .withMessage("expected finite samples but got NaN at index 2; nothing was taken");
        assertThat(stream.position()).isZero();
    }

    @Test
    void emptyChunkChangesNothing() {
        var stream = ToneModel.ofWaveform().stream().open();

        assertThat(stream.accept(new float[0])).isEmpty();
        assertThat(stream.position()).isZero();
    }

    @Test
    void chunkOfAnHourIsTaken() {
        float[] hour = ToneModel.silence(3600);
        ToneModel.say(hour, "low", 10);
        ToneModel.say(hour, "high", 3598);
        var stream =
                ToneModel.ofSpectrogram().stream().hop(ofMillis(200)).gate(20).open();

        assertThat(stream.accept(hour)).extracting(Detection::label).containsExactly("low", "high");
        assertThat(stream.position()).isEqualTo(Duration.ofHours(1));
    }
}
