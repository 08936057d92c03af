package io.github.kws4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a strict decoder refuses and a lenient one gives; both name the same fault. */
class LenientDecodingTest {
    private static final int RATE = 16_000;
    private static final float[] TWO = {0x1p-15f, 2 * 0x1p-15f};

    @Test
    void sizeThatCountsTheHeaderTooIsForgiven() throws IOException {
        byte[] file =
                Wav.riff().fmt(Wav.PCM, 1, RATE, 16).data(48, Wav.int16(1, 2)).bytes();
        String fault = "bytes, byte 48: expected 48 bytes of samples but found the end after 4 bytes";
        refused(file, fault);
        assertThat(lenient(file, fault)).containsExactly(TWO);
    }

    @Test
    void wrongBlockSizeIsForgiven() throws IOException {
        byte[] file = Wav.riff()
                .put("fmt ")
                .u32(16)
                .fields(Wav.PCM, 1, RATE, 4, 16)
                .data(Wav.int16(1, 2))
                .bytes();
        String fault = "bytes, byte 32: expected 2 bytes for 1 x 16 bits but found 4 bytes";
        refused(file, fault);
        assertThat(lenient(file, fault)).containsExactly(TWO);
    }

    @Test
    void samplesBeforeTheEndOfATruncatedFileAreTaken() throws IOException {
        byte[] au = AuReaderTest.au(24, 100, 3, RATE, 1, new byte[] {0, 1, 0, 2});
        String fault = "bytes, byte 28: expected 100 bytes of samples but found the end after 4 bytes";
        refused(au, fault);
        assertThat(lenient(au, fault)).containsExactly(TWO);
    }

    @Test
    void chunksEndWhereTheFileDoesAndTheFaultIsNamedOnce() throws IOException {
        byte[] cut = Arrays.copyOf(Wav.pcm16(new int[30_000]), 50_044);
        List<MalformedAudioException> faults = new ArrayList<>();
        int samples = 0;
        try (var sound = AudioDecoder.standard().lenient(faults::add).open(new ByteArrayInputStream(cut))) {
            for (float[] chunk : sound) {
                samples += chunk.length;
            }
        }
        assertThat(samples).isEqualTo(25_000);
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0).offset()).isEqualTo(50_044);
    }

    @Test
    void lenienceOutlivesTheOtherOptions() throws IOException {
        byte[] cut = Arrays.copyOf(Wav.pcm16(1, 2, 3, 4), 48);
        var decoder = AudioDecoder.standard().lenient().withMaxSamples(4).withChannel(0);
        assertThat(decoder.decode(cut).samples()).containsExactly(TWO);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 20, 43, 44, 45})
    void fileWithoutASampleIsRefusedAllTheSame(int length) {
        byte[] cut = Arrays.copyOf(Wav.pcm16(1, 2), length);
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> AudioDecoder.standard().lenient().decode(cut));
    }

    @Test
    void bothReadBigEndianRiff() throws IOException {
        byte[] rifx = {
            'R',
            'I',
            'F',
            'X',
            0,
            0,
            0,
            40,
            'W',
            'A',
            'V',
            'E',
            'f',
            'm',
            't',
            ' ',
            0,
            0,
            0,
            16,
            0,
            1,
            0,
            1,
            0,
            0,
            0x3e,
            (byte) 0x80,
            0,
            0,
            0x7d,
            0,
            0,
            2,
            0,
            16,
            'd',
            'a',
            't',
            'a',
            0,
            0,
            0,
            4,
            0,
            1,
            0,
            2
        };
        assertThat(AudioDecoder.standard().decode(rifx).samples()).containsExactly(TWO);
        assertThat(AudioDecoder.standard().decode(rifx).sampleRate()).isEqualTo(RATE);
        assertThat(lenient(rifx)).containsExactly(TWO);
    }

    @Test
    void bothReadTwentyFourBitsAtTheTopOfFourBytes() throws IOException {
        byte[] file = Wav.riff()
                .put("fmt ")
                .u32(16)
                .fields(Wav.PCM, 1, RATE, 4, 24)
                .data(new byte[] {0, 0, 0, 0x40, 0, 1, 0, (byte) 0x80})
                .bytes();
        assertThat(AudioDecoder.standard().decode(file).samples()).containsExactly(0.5f, -1 + 0x1p-23f);
        assertThat(lenient(file)).containsExactly(0.5f, -1 + 0x1p-23f);
    }

    @Test
    void bothReadTwentyFourBitsAtTheBottomOfFourBytes() throws IOException {
        byte[] full = {0, 0, 0, 0, 7, 0, 0x40, 0, 0, 0, (byte) 0x80, -1};
        byte[] of16Bits = {0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, (byte) 0x80, -1};
        for (byte[] samples : List.of(full, of16Bits)) {
            byte[] file = padded(samples);
            float[] expected = {0, 0.5f + (samples[4] == 7 ? 7 * 0x1p-23f : 0), -1};
            assertThat(AudioDecoder.standard().decode(file).samples()).containsExactly(expected);
            assertThat(lenient(file)).containsExactly(expected);
        }
    }

    @Test
    void quietBeginningOfTwentyFourBitsAtTheTopIsQuiet() throws IOException {
        byte[] samples = new byte[4 * 10_000];
        samples[4 * 3 + 2] = 1;
        samples[4 * 9_000 + 3] = 0x40;
        byte[] file = padded(samples);
        float[] decoded = AudioDecoder.standard().decode(file).samples();
        assertThat(decoded[3]).isEqualTo(0x1p-15f);
        assertThat(decoded[9_000]).isEqualTo(0.5f);

        var chunks =
                AudioDecoder.standard().open(new ByteArrayInputStream(file)).iterator();
        assertThatThrownBy(() -> chunks.forEachRemaining(chunk -> {}))
                .hasMessageContaining("expected 24 bits at the bottom of 4 bytes, as before but found some at the top");
    }

    @Test
    void silenceSaysNothingOfWhereTheBitsLie() throws IOException {
        byte[] samples = new byte[4 * 10_000];
        samples[4 * 9_000 + 3] = 0x40;
        float last = 0;
        for (float[] chunk : AudioDecoder.standard().open(new ByteArrayInputStream(padded(samples)))) {
            for (float sample : chunk) {
                last = Math.max(last, sample);
            }
        }
        assertThat(last).isEqualTo(0.5f);
    }

    @Test
    void bitsInAllFourBytesAreRefused() {
        byte[] file = padded(new byte[] {0, 0, 0, 0, 7, 0, 0, 0x40});
        String fault = "bytes, byte 48: expected 24 bits at the top or at the bottom of 4 bytes, as in all samples"
                + " but found bits in all";
        refused(file, fault);
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> AudioDecoder.standard().lenient().decode(file))
                .withMessage(fault);
    }

    private static byte[] padded(byte[] samples) {
        return Wav.riff()
                .put("fmt ")
                .u32(16)
                .fields(Wav.PCM, 1, RATE, 4, 24)
                .data(samples)
                .bytes();
    }

    private static void refused(byte[] file, String fault) {
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> AudioDecoder.standard().decode(file))
                .withMessage(fault);
    }

    /** What a lenient decoder gives, and whether it names these faults. */
    static float[] lenient(byte[] file, String... faults) throws IOException {
        List<String> named = new ArrayList<>();
        float[] samples = AudioDecoder.standard()
                .lenient(fault -> named.add(fault.getMessage()))
                .decode(file)
                .samples();
        assertThat(named).containsExactly(faults);
        return samples;
    }
}
