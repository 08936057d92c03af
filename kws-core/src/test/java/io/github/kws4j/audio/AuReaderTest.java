package io.github.kws4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuReaderTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1, 80, 0.9803466796875", // 32124 of 2^15
        "2, 1, 40, 0.5",
        "3, 2, 40, 0.5",
        "4, 3, 40, 0.5",
        "5, 4, 40, 0.5",
        "6, 4, 3f, 0.5",
        "7, 8, 3f, 0.0001220703125", // 3f 20 00...
        "27, 1, d5, 0.000244140625"
    })
    void everyEncodingIsRead(int encoding, int bytes, String first, float expected) throws IOException {
        byte[] samples = new byte[2 * bytes];
        samples[0] = (byte) Integer.parseInt(first, 16);
        if (encoding == 7) {
            samples[1] = 0x20;
        }
        float[] decoded = decode(au(28, samples.length, encoding, 8_000, 1, samples));
        assertThat(decoded).hasSize(2);
        assertThat(decoded[0]).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0xFFFFFFFFL})
    void fileWrittenToAPipeIsReadToItsEnd(long size) throws IOException {
        assertThat(decode(au(24, size, 3, 8_000, 2, new byte[] {0x40, 0, 0x20, 0, 1})))
                .containsExactly(0.375f);
    }

    @ParameterizedTest
    @ValueSource(longs = {500_000_000, 65_536, 0xFFFFFFFFL})
    void moreChannelsThanABoundAreRefusedBeforeTheyCostAnything(long channels) {
        refused(au(28, 8, 1, 16_000, channels, new byte[8]))
                .withMessage("bytes, byte 20: expected 1 to 65535 channels but found " + channels);
    }

    @Test
    void headersThatMakeNoSenseAreRefused() {
        refused(au(24, 2, 3, 0, 1, new byte[2]))
                .withMessage("bytes, byte 16: expected a sample rate from 1 to 2147483647 Hz but found 0 Hz");
        refused(au(24, 2, 23, 8_000, 1, new byte[2]))
                .withMessage(
                        "bytes, byte 12: expected encoding 1 to 7 or 27: PCM of 8 to 32 bits, float, A-law or mu-law"
                                + " but found encoding 23");
        for (long start : new long[] {23, 27, 0xFFFFFFFFL}) {
            refused(au(start, 2, 3, 8_000, 1, new byte[2]))
                    .withMessage("bytes, byte 4: expected samples that begin at byte 24 or later, within the file"
                            + " but found byte " + start);
        }
        refused(".snd".getBytes(StandardCharsets.US_ASCII))
                .withMessage("bytes, byte 4: expected a header of 24 bytes but found the end");
    }

    private static ThrowableAssertAlternative<MalformedAudioException> refused(byte[] file) {
        return assertThatExceptionOfType(MalformedAudioException.class).isThrownBy(() -> decode(file));
    }

    private static float[] decode(byte[] file) throws IOException {
        return AudioDecoder.standard().decode(file).samples();
    }

    /** The samples follow the header of 24 bytes, and what is missing to {@code start}, up to 4 bytes. */
    static byte[] au(long start, long size, int encoding, int rate, long channels, byte[] samples) {
        int note = start == 28 ? 4 : 0;
        return ByteBuffer.allocate(24 + note + samples.length)
                .put(".snd".getBytes(StandardCharsets.US_ASCII))
                .putInt((int) start)
                .putInt((int) size)
                .putInt(encoding)
                .putInt(rate)
                .putInt((int) channels)
                .put(new byte[note])
                .put(samples)
                .array();
    }
}
