package io.github.kws4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AiffReaderTest {
    private static final byte[] THREE = {0, 1, (byte) 0xff, (byte) 0xff, 0x40, 0};
    private static final float[] DECODED = {0x1p-15f, -0x1p-15f, 0.5f};

    @Test
    void chunkOfOddLengthBeforeTheSoundIsPadded() throws IOException {
        byte[] file = form("AIFF", chunk("NAME", 'y', 'e', 's'), comm(1, 3, 16), ssnd(0, THREE));
        assertThat(decode(file)).containsExactly(DECODED);
        assertThat(AudioDecoder.standard().decode(file).sampleRate()).isEqualTo(16_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0x7EFFFFF8L, 0xFFFFFFFFL})
    void fileWrittenToAPipeIsReadToItsEnd(long size) throws IOException {
        byte[] file = form("AIFF", comm(1, 0, 16), ssnd(0, THREE));
        ByteBuffer.wrap(file).putInt(12 + 26 + 4, (int) size);
        assertThat(decode(file)).containsExactly(DECODED);
    }

    @Test
    void noFramesInTheHeaderButAChunkOfThemIsTheSound() throws IOException {
        assertThat(decode(form("AIFF", comm(1, 0, 16), ssnd(0, THREE)))).containsExactly(DECODED);
        assertThat(decode(form("AIFF", comm(1, 0, 16), ssnd(0, new byte[0])))).isEmpty();
    }

    @Test
    void samplesBeyondTheFramesAreLeft() throws IOException {
        byte[] file = form("AIFF", comm(1, 2, 16), ssnd(0, THREE));
        InputStream stream = new ByteArrayInputStream(file);
        assertThat(AudioDecoder.standard().decode(stream).samples()).containsExactly(DECODED[0], DECODED[1]);
        assertThat(stream.readAllBytes()).containsExactly(0x40, 0);
    }

    @Test
    void bytesThatAlignTheSamplesAreSkipped() throws IOException {
        byte[] aligned = {9, 9, 9, 9, 0, 1, (byte) 0xff, (byte) 0xff, 0x40, 0};
        assertThat(decode(form("AIFF", comm(1, 3, 16), ssnd(4, aligned)))).containsExactly(DECODED);
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, 16, 40000000, 0.5",
        "twos, 16, 40000000, 0.5",
        "sowt, 16, 00400000, 0.5",
        "sowt, 8, 40000000, 0.5",
        "'raw ', 8, C0000000, 0.5",
        "in24, 24, 400000, 0.5",
        "in32, 32, 40000000, 0.5",
        "NONE, 12, 0010, 0.00048828125",
        "fl32, 32, 3F000000, 0.5",
        "FL32, 32, 3F000000, 0.5",
        "fl64, 64, 3FE0000000000000, 0.5",
        "alaw, 8, D5000000, 0.000244140625",
        "ulaw, 16, FF000000, 0",
    })
    void compressionsOfPlainSamplesAreRead(String type, int bits, String bytes, float first) throws IOException {
        byte[] samples = hex(bytes);
        byte[] file = form("AIFC", comm(1, 1, bits, type), ssnd(0, samples));
        assertThat(decode(file)).containsExactly(first);
    }

    @Test
    void otherCompressionIsNamed() {
        refused(form("AIFC", comm(1, 1, 16, "ima4"), ssnd(0, new byte[34])))
                .withMessage("bytes, byte 38: expected PCM of 1 to 32 bits (NONE, twos, sowt, raw, in24, in32),"
                        + " float (fl32, fl64), A-law or mu-law but found AIFF-C of compression 'ima4', 16 bits");
    }

    @Test
    void channelsAreAveragedOrChosen() throws IOException {
        byte[] file = form("AIFF", comm(2, 1, 16), ssnd(0, new byte[] {0x40, 0, 0x20, 0}));
        assertThat(decode(file)).containsExactly(0.375f);
        assertThat(AudioDecoder.standard().withChannel(1).decode(file).samples())
                .containsExactly(0.25f);
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> AudioDecoder.standard().withChannel(2).decode(file))
                .withMessage("bytes, byte 20: expected a channel 2 but found 2 channels, counted from 0");
    }

    @Test
    void moreFramesThanTheirChunkHoldsAreRefusedOrNamed() throws IOException {
        byte[] file = form("AIFF", comm(1, 4, 16), ssnd(0, THREE));
        String fault = "bytes, byte 22: expected at most 3 frames, which the samples' chunk has room for"
                + " but found 4 frames";
        refused(file).withMessage(fault);
        assertThat(LenientDecodingTest.lenient(file, fault)).containsExactly(DECODED);
    }

    @Test
    void headersThatMakeNoSenseAreRefused() {
        refused(form("AIFF", ssnd(0, THREE)))
                .withMessage("bytes, byte 12: expected a 'COMM' chunk before the samples but found an 'SSND' chunk");
        refused(form("AIFF", comm(1, 3, 16)))
                .withMessage("bytes, byte 38: expected an 'SSND' chunk but found the end of 38 bytes");
        refused(form("AIFF", comm(0, 3, 16), ssnd(0, THREE)))
                .withMessage("bytes, byte 20: expected 1 or more channels but found 0");
        refused(form("AIFF", comm(1, 3, 40), ssnd(0, THREE)))
                .withMessageStartingWith("bytes, byte 26: expected PCM of 1 to 32 bits")
                .withMessageEndingWith("but found AIFF of 40 bits");
        refused(form("AIFF", comm(1, 3, 16), ssnd(7, THREE)))
                .withMessage("bytes, byte 46: expected an offset within the samples' chunk but found 7");
        byte[] slow = form("AIFF", comm(1, 3, 16), ssnd(0, THREE));
        slow[28] = 0;
        slow[29] = 0;
        refused(slow)
                .withMessageStartingWith("bytes, byte 28: expected a sample rate from 1 to 2147483647 Hz but found");
    }

    private static ThrowableAssertAlternative<MalformedAudioException> refused(byte[] file) {
        return assertThatExceptionOfType(MalformedAudioException.class).isThrownBy(() -> decode(file));
    }

    private static float[] decode(byte[] file) throws IOException {
        return AudioDecoder.standard().decode(file).samples();
    }

    static byte[] form(String type, byte[]... chunks) {
        int size = 4;
        for (byte[] chunk : chunks) {
            size += chunk.length;
        }
        ByteBuffer file =
                ByteBuffer.allocate(8 + size).put(ascii("FORM")).putInt(size).put(ascii(type));
        for (byte[] chunk : chunks) {
            file.put(chunk);
        }
        return file.array();
    }

    static byte[] chunk(String id, int... body) {
        byte[] bytes = new byte[body.length];
        for (int i = 0; i < body.length; i++) {
            bytes[i] = (byte) body[i];
        }
        return chunk(id, bytes);
    }

    static byte[] chunk(String id, byte[] body) {
        return ByteBuffer.allocate(8 + (body.length + 1) / 2 * 2)
                .put(ascii(id))
                .putInt(body.length)
                .put(body)
                .array();
    }

    static byte[] ssnd(int offset, byte[] samples) {
        return chunk(
                "SSND",
                ByteBuffer.allocate(8 + samples.length)
                        .putInt(offset)
                        .putInt(0)
                        .put(samples)
                        .array());
    }

    /** At 16 kHz: 16000 x 2^49, normalised, with the exponent 13. */
    static byte[] comm(int channels, int frames, int bits) {
        return chunk("COMM", common(channels, frames, bits).toByteArray());
    }

    static byte[] comm(int channels, int frames, int bits, String compression) {
        var body = common(channels, frames, bits);
        body.writeBytes(ascii(compression));
        body.writeBytes(new byte[] {4, 't', 'e', 's', 't', 0});
        return chunk("COMM", body.toByteArray());
    }

    private static ByteArrayOutputStream common(int channels, int frames, int bits) {
        var bytes = new ByteArrayOutputStream();
        try (var body = new DataOutputStream(bytes)) {
            body.writeShort(channels);
            body.writeInt(frames);
            body.writeShort(bits);
            body.writeShort(16_383 + 13);
            body.writeLong(16_000L << 50);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String digits) {
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }
}
