package io.github.kws4j;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kws4j.audio.SampleFormat;
import io.github.kws4j.audio.SampleFormat.Encoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a stream takes, in which form, and what it refuses. */
class KeywordStreamInputTest {
    @Test
    void shortsBytesAndFloatsGiveTheSameDetections() {
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
                        .accept(
                                bigStereo.array(),
                                new SampleFormat(Encoding.SIGNED_24, ByteOrder.BIG_ENDIAN, 2, 16_000)))
                .isEqualTo(expected);
        var format = new SampleFormat(Encoding.FLOAT_32, ByteOrder.BIG_ENDIAN, 1, 16_000);
        assertThat(ToneModel.ofSpectrogram().stream().open().accept(floats.array(), format))
                .isEqualTo(expected);
    }

    @Test
    void otherSampleRateIsRefused() {
        var stream = ToneModel.ofWaveform().stream().open();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream.accept(new byte[4], SampleFormat.pcm16(44_100)))
                .withMessage(
                        "expected sound at 16000 Hz but got 44100 Hz; resample it with Resampler.of(44100, 16000)");
    }

    @Test
    void cutFrameIsRefused() {
        var stream = ToneModel.ofWaveform().stream().open();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream.accept(new byte[3], ToneModel.PCM16))
                .withMessage("expected whole frames of 2 bytes but got 3 bytes; nothing was taken");
    }

    @Test
    void telephonesCodesGiveTheDetectionsOfTheirSamples() {
        byte[] codes = new byte[9 * 16_000];
        float[] sound = new float[codes.length];
        for (Encoding law : new Encoding[] {Encoding.A_LAW, Encoding.MU_LAW}) {
            var format = new SampleFormat(law, ByteOrder.BIG_ENDIAN, 1, 16_000);
            float[] values = new float[256];
            byte[] all = new byte[256];
            for (int code = 0; code < 256; code++) {
                all[code] = (byte) code;
            }
            format.decode(all, 0, values, 256);
            float[] words = ToneModel.threeWords();
            for (int i = 0; i < codes.length; i++) {
                codes[i] = nearest(values, words[i]);
                sound[i] = values[codes[i] & 0xff];
            }

            var expected = ToneModel.ofSpectrogram().stream().open().accept(sound);
            assertThat(expected).extracting(Detection::label).containsExactly("low", "high", "low");
            assertThat(ToneModel.ofSpectrogram().stream().open().accept(codes, format))
                    .isEqualTo(expected);
        }
    }

    private static byte nearest(float[] values, float sample) {
        int best = 0;
        for (int code = 1; code < values.length; code++) {
            best = Math.abs(values[code] - sample) < Math.abs(values[best] - sample) ? code : best;
        }
        return (byte) best;
    }

    @Test
    void bytesWithAnInfiniteSampleAreRefusedWhole() {
        var stream = ToneModel.ofWaveform().stream().open();
        byte[] bytes = ByteBuffer.allocate(16)
                .putDouble(0.5)
                .putDouble(Double.NEGATIVE_INFINITY)
                .array();

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        stream.accept(bytes, new SampleFormat(Encoding.FLOAT_64, ByteOrder.BIG_ENDIAN, 1, 16_000)))
                .withMessage("expected finite samples but got -Infinity at byte 8; nothing was taken");
        assertThat(stream.position()).isZero();
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
