package io.github.kws4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavReaderTest {
    private static final int RATE = 16_000;

    @Test
    void sixteenBitsAreScaledByTwoToTheMinus15() throws IOException {
        assertThat(decode(Wav.pcm16(0, 1, -1, 32_767, -32_768)))
                .containsExactly(0, 0x1p-15f, -0x1p-15f, 32_767 * 0x1p-15f, -1);
    }

    @Test
    void eightBitsAreUnsigned() throws IOException {
        byte[] file = Wav.riff()
                .fmt(Wav.PCM, 1, RATE, 8)
                .data((byte) 0, (byte) 128, (byte) 255)
                .bytes();
        assertThat(decode(file)).containsExactly(-1, 0, 127 / 128f);
    }

    @Test
    void twentyFourBitsAreScaledByTwoToTheMinus23() throws IOException {
        byte[] samples = {
            1, 0, 0, (byte) 0xff, (byte) 0xff, 0x7f, 0, 0, (byte) 0x80, (byte) 0xff, (byte) 0xff, (byte) 0xff
        };
        assertThat(decode(Wav.riff().fmt(Wav.PCM, 1, RATE, 24).data(samples).bytes()))
                .containsExactly(0x1p-23f, 1 - 0x1p-23f, -1, -0x1p-23f);
    }

    @Test
    void thirtyTwoBitsAreRoundedToTheNearestFloat() throws IOException {
        byte[] samples = little(12)
                .putInt(1 << 30)
                .putInt(Integer.MIN_VALUE)
                .putInt(Integer.MAX_VALUE)
                .array();
        assertThat(decode(Wav.riff().fmt(Wav.PCM, 1, RATE, 32).data(samples).bytes()))
                .containsExactly(0.5f, -1, 1);
    }

    @Test
    void twelveBitsLieAtTheTopOfTwoBytes() throws IOException {
        assertThat(decode(Wav.riff()
                        .fmt(Wav.PCM, 1, RATE, 12)
                        .data(Wav.int16(1 << 4, -32_768))
                        .bytes()))
                .containsExactly(0x1p-11f, -1);
    }

    @Test
    void floatsAreKeptEvenBeyondFullScale() throws IOException {
        byte[] singles = little(12).putFloat(0.1f).putFloat(-1.5f).putFloat(0).array();
        byte[] doubles = little(16).putDouble(0.1).putDouble(-1.5).array();
        assertThat(decode(Wav.riff().fmt(Wav.FLOAT, 1, RATE, 32).data(singles).bytes()))
                .containsExactly(0.1f, -1.5f, 0);
        assertThat(decode(Wav.riff().fmt(Wav.FLOAT, 1, RATE, 64).data(doubles).bytes()))
                .containsExactly(0.1f, -1.5f);
    }

    @ParameterizedTest
    @CsvSource({"6, ALAW", "7, ULAW"})
    void everyCompandedCodeEqualsTheJdksConverter(int tag, String encoding) throws IOException {
        byte[] codes = new byte[256];
        for (int code = 0; code < 256; code++) {
            codes[code] = (byte) code;
        }
        var packed = new AudioFormat(new AudioFormat.Encoding(encoding), RATE, 8, 1, 1, RATE, false);
        var pcm = new AudioFormat(RATE, 16, 1, true, false);
        byte[] expected = AudioSystem.getAudioInputStream(
                        pcm, new AudioInputStream(new ByteArrayInputStream(codes), packed, 256))
                .readAllBytes();
        assertThat(expected).hasSize(512);
        assertThat(decode(Wav.riff().fmt(tag, 1, RATE, 8).data(codes).bytes()))
                .isEqualTo(decode(
                        Wav.riff().fmt(Wav.PCM, 1, RATE, 16).data(expected).bytes()));
    }

    @ParameterizedTest
    @CsvSource({"1, 16", "1, 24", "1, 32", "3, 32", "3, 64", "6, 8", "7, 8", "1, 8"})
    void extensibleFormatMeansTheTagInItsSubFormat(int tag, int bits) throws IOException {
        byte[] samples = little(bits / 8 * 2).array();
        samples[bits / 8 - 1] = 0x41;
        assertThat(decode(Wav.riff()
                        .extensible(tag, 1, RATE, bits, bits)
                        .data(samples)
                        .bytes()))
                .isEqualTo(
                        decode(Wav.riff().fmt(tag, 1, RATE, bits).data(samples).bytes()))
                .isNotEqualTo(new float[2]);
    }

    @Test
    void channelsAreAveraged() throws IOException {
        byte[] stereo = Wav.riff()
                .fmt(Wav.PCM, 2, RATE, 16)
                .data(Wav.int16(100, 200, -1, 0))
                .bytes();
        assertThat(decode(stereo)).containsExactly(150 * 0x1p-15f, -0.5f * 0x1p-15f);
    }

    @Test
    void chosenChannelIsReadAlone() throws IOException {
        byte[] file = Wav.riff()
                .fmt(Wav.PCM, 3, RATE, 16)
                .data(Wav.int16(1, 2, 3, 4, 5, 6))
                .bytes();
        for (int channel = 0; channel < 3; channel++) {
            assertThat(AudioDecoder.standard().withChannel(channel).decode(file).samples())
                    .containsExactly((channel + 1) * 0x1p-15f, (channel + 4) * 0x1p-15f);
        }
    }

    @Test
    void absentChannelIsRefused() {
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> AudioDecoder.standard().withChannel(1).decode(Wav.pcm16(1)))
                .withMessage("bytes, byte 22: expected a channel 1 but found 1 channels, counted from 0");
    }

    @Test
    void manyChannelsAreAveragedInDouble() throws IOException {
        int channels = 65_535;
        byte[] samples = new byte[channels];
        Arrays.fill(samples, (byte) 192);
        assertThat(decode(
                        Wav.riff().fmt(Wav.PCM, channels, RATE, 8).data(samples).bytes()))
                .containsExactly(0.5f);
    }

    @Test
    void unknownChunksAreSkippedWithTheirPadding() throws IOException {
        byte[] file = Wav.riff()
                .chunk("LIST", new byte[3])
                .fmt(Wav.PCM, 1, RATE, 16)
                .chunk("fact", new byte[4])
                .chunk("odd ", (byte) 1)
                .data(Wav.int16(7, 8))
                .chunk("data", Wav.int16(9))
                .bytes();
        assertThat(decode(file)).containsExactly(7 * 0x1p-15f, 8 * 0x1p-15f);
    }

    @Test
    void largeFileTakesItsSizeFromDs64() throws IOException {
        byte[] file = Wav.form("RF64", 0xFFFFFFFFL)
                .ds64(4)
                .fmt(Wav.PCM, 1, RATE, 16)
                .data(0xFFFFFFFFL, Wav.int16(1, 2, 3))
                .bytes();
        assertThat(decode(file)).containsExactly(0x1p-15f, 2 * 0x1p-15f);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void largeStreamedFileIsReadToItsEnd(long dataSize) throws IOException {
        byte[] file = Wav.form("RF64", 0xFFFFFFFFL)
                .ds64(dataSize)
                .fmt(Wav.PCM, 1, RATE, 16)
                .data(0xFFFFFFFFL, Wav.int16(1, 2))
                .bytes();
        assertThat(decode(file)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0", // GStreamer
        "4294967295, 4294967295", // FFmpeg
        "36, 0", // Python's wave
        "2147479588, 2147479552", // SoX
        "2147483684, 2147483648" // arecord
    })
    void streamedFileIsReadToItsEnd(long riffSize, long dataSize) throws IOException {
        byte[] file = Wav.form("RIFF", riffSize)
                .fmt(Wav.PCM, 1, RATE, 16)
                .data(dataSize, Wav.int16(1, 2, 3))
                .raw(0)
                .asBuilt();
        assertThat(decode(file)).containsExactly(0x1p-15f, 2 * 0x1p-15f, 3 * 0x1p-15f);
        assertThat(AudioDecoder.standard()
                        .decode(new ByteArrayInputStream(file))
                        .length())
                .isEqualTo(3);
    }

    @Test
    void emptyDataBeforeFurtherChunksIsNoSound() throws IOException {
        assertThat(decode(Wav.riff()
                        .fmt(Wav.PCM, 1, RATE, 16)
                        .data()
                        .chunk("LIST", new byte[4])
                        .bytes()))
                .isEmpty();
    }

    @Test
    void incompleteLastSampleIsDropped() throws IOException {
        byte[] file = Wav.riff().fmt(Wav.PCM, 2, RATE, 16).data(new byte[7]).bytes();
        assertThat(decode(file)).hasSize(1);
    }

    @Test
    void streamIsReadNoFurtherThanTheSamples() throws IOException {
        byte[] file = Wav.riff()
                .fmt(Wav.PCM, 1, RATE, 16)
                .data(Wav.int16(1, 2))
                .put("next")
                .bytes();
        InputStream stream = new ByteArrayInputStream(file);
        AudioDecoder.standard().decode(stream);
        assertThat(stream.readAllBytes()).asString().isEqualTo("next");
    }

    @Test
    void soundLongerThanABlockIsWhole() throws IOException {
        int[] samples = new int[200_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i % 30_000;
        }
        byte[] file = Wav.pcm16(samples);
        float[] decoded = decode(file);
        assertThat(decoded).hasSize(samples.length);
        for (int i = 0; i < samples.length; i++) {
            assertThat(decoded[i]).isEqualTo(samples[i] * 0x1p-15f);
        }
        assertThat(AudioDecoder.standard()
                        .decode(new ByteArrayInputStream(file))
                        .samples())
                .isEqualTo(decoded);
    }

    @Test
    void truncatedSamplesAreRefused() {
        refused(Wav.riff().fmt(Wav.PCM, 1, RATE, 16).data(100, new byte[10]).bytes())
                .withMessage("bytes, byte 54: expected 100 bytes of samples but found the end after 10 bytes");
    }

    @Test
    void formatWithoutChannelsIsRefused() {
        refused(Wav.riff().fmt(Wav.PCM, 0, RATE, 16).data(new byte[2]).bytes())
                .withMessage("bytes, byte 22: expected 1 or more channels but found 0");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0x80000000L, 0xFFFFFFFFL})
    void rateOutsideAnIntIsRefused(long rate) {
        refused(Wav.riff().fmt(Wav.PCM, 1, rate, 16).data(new byte[2]).bytes())
                .withMessage(
                        "bytes, byte 24: expected a sample rate from 1 to 2147483647 Hz but found " + rate + " Hz");
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0x0001", "1, 40, 0x0001", "3, 16, 0x0003", "6, 16, 0x0006", "2, 4, 0x0002", "85, 16, 0x0055"})
    void unknownSampleLayoutIsRefused(int tag, int bits, String shown) {
        refused(Wav.riff().fmt(tag, 1, RATE, bits).data(new byte[2]).bytes())
                .withMessage("bytes, byte 20: expected PCM of 1 to 32 bits, float of 32 or 64 bits, A-law or mu-law of"
                        + " 8 bits"
                        + " but found format " + shown + " of " + bits + " bits");
    }

    @Test
    void foreignSubFormatIsRefused() {
        byte[] file = Wav.riff()
                .extensible(Wav.PCM, 1, RATE, 16, 16)
                .data(new byte[2])
                .bytes();
        file[20 + 39] ^= 1;
        refused(file)
                .withMessageStartingWith(
                        "bytes, byte 44: expected a sub-format of PCM, float, A-law or mu-law but found [1, 0,");
    }

    @Test
    void shortExtensibleFormatIsRefused() {
        byte[] file =
                Wav.riff().fmt(Wav.EXTENSIBLE, 1, RATE, 16).data(new byte[2]).bytes();
        refused(file).withMessage("bytes, byte 20: expected an extensible format of 40 bytes but found 16 bytes");
    }

    @Test
    void blockSizeThatContradictsTheChannelsIsRefused() {
        byte[] file = Wav.riff()
                .put("fmt ")
                .u32(16)
                .fields(Wav.PCM, 2, RATE, 3, 16)
                .data(new byte[6])
                .bytes();
        refused(file).withMessage("bytes, byte 32: expected 4 bytes for 2 x 16 bits but found 3 bytes");
    }

    @Test
    void samplesBeforeTheirFormatAreRefused() {
        refused(Wav.riff().data(new byte[2]).fmt(Wav.PCM, 1, RATE, 16).bytes())
                .withMessage("bytes, byte 12: expected a 'fmt ' chunk before the samples but found a 'data' chunk");
    }

    @Test
    void missingChunksAreRefused() {
        refused(Wav.riff().put("").bytes())
                .withMessage("bytes, byte 12: expected a 'fmt ' chunk but found the end of 12 bytes");
        refused(Wav.riff().fmt(Wav.PCM, 1, RATE, 16).bytes())
                .withMessage("bytes, byte 36: expected a 'data' chunk but found the end of 36 bytes");
    }

    @Test
    void chunkThatRunsPastTheEndIsRefused() {
        refused(Wav.riff().put("LIST").u32(1_000_000_000).raw(new byte[5]).bytes())
                .withMessage("bytes, byte 25: expected the chunk from byte 12 to go on for 999999995 bytes but found"
                        + " the end");
    }

    @Test
    void truncatedFormatIsRefused() {
        byte[] file = Wav.riff().put("fmt ").u32(16).raw(new byte[5]).bytes();
        refused(file)
                .withMessage("bytes, byte 25: expected the chunk from byte 12 to go on for 11 bytes but found the end");
        refused(Wav.riff().put("fmt ").u32(8).raw(new byte[8]).bytes())
                .withMessage("bytes, byte 16: expected a chunk of 16 or more bytes but found 8 bytes");
    }

    @Test
    void largeFileWithoutASizeIsRefused() {
        refused(Wav.form("RF64", 0xFFFFFFFFL)
                        .fmt(Wav.PCM, 1, RATE, 16)
                        .data(0xFFFFFFFFL, new byte[2])
                        .bytes())
                .withMessage(
                        "bytes, byte 40: expected a size, or a 'ds64' chunk before that holds it but found neither");
    }

    @ParameterizedTest
    @CsvSource({"NaN, 48", "Infinity, 48", "-Infinity, 48"})
    void nonFiniteSampleIsRefusedWithItsPlace(float sample, int offset) {
        byte[] samples = little(8).putFloat(0).putFloat(sample).array();
        refused(Wav.riff().fmt(Wav.FLOAT, 1, RATE, 32).data(samples).bytes())
                .withMessage("bytes, byte " + offset + ": expected a finite sample but found " + sample)
                .satisfies(e -> {
                    assertThat(e.source()).isEqualTo("bytes");
                    assertThat(e.offset()).isEqualTo(offset);
                    assertThat(e.expected()).isEqualTo("a finite sample");
                    assertThat(e.found()).isEqualTo(Float.toString(sample));
                });
    }

    @Test
    void doubleTooLargeForAFloatIsRefused() {
        byte[] samples = little(8).putDouble(1e300).array();
        refused(Wav.riff().fmt(Wav.FLOAT, 1, RATE, 64).data(samples).bytes())
                .withMessage("bytes, byte 44: expected a finite sample but found Infinity");
    }

    @Test
    void soundLongerThanTheBoundIsRefusedAndTheBoundCanBeRaised() throws IOException {
        StandardAudioDecoder two = AudioDecoder.standard().withMaxSamples(2);
        assertThat(two.decode(Wav.pcm16(1, 2)).length()).isEqualTo(2);
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> two.decode(Wav.pcm16(1, 2, 3)))
                .withMessage("bytes, byte 44: expected at most 2 samples a channel"
                        + " (raise with AudioDecoder.standard().withMaxSamples(samples)) but found 3 claimed");
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> two.decode(Wav.form("RIFF", 0)
                        .fmt(Wav.PCM, 1, RATE, 16)
                        .data(0, new byte[8])
                        .asBuilt()))
                .withMessage("bytes, byte 52: expected at most 2 samples a channel"
                        + " (raise with AudioDecoder.standard().withMaxSamples(samples)) but found more");
        assertThat(two.withMaxSamples(3).decode(Wav.pcm16(1, 2, 3)).length()).isEqualTo(3);
    }

    private static ThrowableAssertAlternative<MalformedAudioException> refused(byte[] file) {
        return assertThatExceptionOfType(MalformedAudioException.class).isThrownBy(() -> decode(file));
    }

    private static float[] decode(byte[] file) throws IOException {
        return AudioDecoder.standard().decode(file).samples();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
