package io.github.kws4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kws4j.audio.SampleFormat.Encoding;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleFormatTest {
    @ParameterizedTest
    @CsvSource({"SIGNED, 0", "UNSIGNED, 128"})
    void integersOfEverySizeAreScaledToOne(String kind, int flip) {
        for (int bytes = 1; bytes <= 4; bytes++) {
            var format = new SampleFormat(Encoding.valueOf(kind + "_" + 8 * bytes), ByteOrder.BIG_ENDIAN, 1, 8_000);
            byte[] source = new byte[4 * bytes];
            int[] top = {0x80, 0x00, 0x40, 0xe0};
            for (int i = 0; i < 4; i++) {
                source[i * bytes] = (byte) (top[i] ^ flip);
            }
            float[] target = new float[3];
            format.decode(source, 0, target, 3);
            assertThat(target).as("%s", format).containsExactly(-1, 0, 0.5f);
            format.decode(source, 2, target, 2);
            assertThat(target).as("%s from frame 2", format).containsExactly(0.5f, -0.25f, 0.5f);
        }
    }

    @Test
    void channelsAreAveraged() {
        var format = new SampleFormat(Encoding.SIGNED_16, ByteOrder.BIG_ENDIAN, 2, 16_000);
        float[] target = new float[3];
        format.decode(new byte[] {0, 0, 0, 0, (byte) 0x80, 0, 0x40, 0}, 0, target, 2);
        assertThat(target).startsWith(0, -0.25f);
        format.decode(new byte[] {0, 0, 0, 0, (byte) 0x80, 0, 0x40, 0}, 1, target, 1);
        assertThat(target).startsWith(-0.25f, -0.25f);
    }

    @Test
    void framesAreCountedAndWholeAndFinite() {
        var format = new SampleFormat(Encoding.FLOAT_32, ByteOrder.LITTLE_ENDIAN, 2, 16_000);
        assertThat(format.frames(new byte[24])).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format.frames(new byte[12]))
                .withMessage("expected whole frames of 8 bytes but got 12 bytes");
        byte[] nan = new byte[16];
        nan[14] = (byte) 0xc0;
        nan[15] = 0x7f;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> format.frames(nan))
                .withMessage("expected finite samples but got NaN at byte 12");
    }

    @Test
    void partsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleFormat.pcm16(0))
                .withMessage("expected a sample rate of 1 Hz or more but got 0");
        for (int channels : new int[] {0, 65_536}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SampleFormat(Encoding.A_LAW, ByteOrder.BIG_ENDIAN, channels, 8_000))
                    .withMessage("expected 1 to 65535 channels but got " + channels);
        }
    }

    @Test
    void namesItselfInWords() {
        assertThat(SampleFormat.pcm16(8_000)).hasToString("SIGNED_16 little-endian, 1 channel(s) at 8000 Hz");
    }
}
