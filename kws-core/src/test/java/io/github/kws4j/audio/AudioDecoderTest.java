package io.github.kws4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kws4j.memory.Allocation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioDecoderTest {
    private static final StandardAudioDecoder DECODER = AudioDecoder.standard();

    @ParameterizedTest
    @CsvSource({"AIFF, 16", "AIFF, 24", "AIFF, 8", "AU, 16", "AU, 8", "AU, 32"})
    void formatsOfTheJdkAreRead(String type, int bits) throws IOException {
        byte[] file = ofJdk(type, bits, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, (byte) 140});
        int[] bigEndian = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -116};
        float[] expected = new float[12 / (bits / 8)];
        for (int i = 0; i < expected.length; i++) {
            long value = bigEndian[i * (bits / 8)];
            for (int k = 1; k < bits / 8; k++) {
                value = (value << 8) | (bigEndian[i * (bits / 8) + k] & 0xff);
            }
            expected[i] = (float) Math.scalb((double) value, 1 - bits);
        }
        Audio audio = DECODER.decode(file);
        assertThat(audio.samples()).isEqualTo(expected);
        assertThat(audio.sampleRate()).isEqualTo(22_050);
    }

    @Test
    void fileAndStreamAndBytesOfWavGiveTheSame(@TempDir Path folder) throws IOException {
        byte[] content = Wav.pcm16(3, -3, 9);
        Audio expected = DECODER.decode(content);
        assertThat(DECODER.decode(Files.write(folder.resolve("sound.mp3"), content)))
                .isEqualTo(expected);
        assertThat(DECODER.decode(new ByteArrayInputStream(content))).isEqualTo(expected);
    }

    @Test
    void emptyFileIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("a.wav"));
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> DECODER.decode(file))
                .withMessage(file
                        + ", byte 0: expected WAV, AIFF or AU"
                        + " (io.github.kws4j:kws-javasound, which reads more, is not on the class path)"
                        + " but found nothing: it is empty")
                .satisfies(e -> assertThat(e.source()).isEqualTo(file.toString()));
    }

    @Test
    void textIsRefused() {
        byte[] text = "To be, or not to be, that is the question\n".repeat(50).getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> DECODER.decode(text))
                .withMessage("bytes, byte 0: expected WAV, AIFF or AU"
                        + " (io.github.kws4j:kws-javasound, which reads more, is not on the class path)"
                        + " but found 'To be, or no'");
    }

    @Test
    void directoryIsRefused(@TempDir Path folder) {
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> DECODER.decode(folder))
                .withMessage(folder + ", byte 0: expected a sound file but found a directory");
    }

    @Test
    void bytesAndStreamsHaveTheNameTheyAreGiven() {
        var named = DECODER.named("yes.zip/yes/1.wav").withMaxSamples(9).lenient();
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> named.decode(new byte[3]))
                .withMessageStartingWith("yes.zip/yes/1.wav, byte 0: expected WAV")
                .satisfies(e -> assertThat(e.source()).isEqualTo("yes.zip/yes/1.wav"));
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> named.decode(new ByteArrayInputStream(new byte[3])))
                .withMessageStartingWith("yes.zip/yes/1.wav, byte 0: ");
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> named.open(new ByteArrayInputStream(new byte[3])))
                .withMessageStartingWith("yes.zip/yes/1.wav, byte 0: ");
    }

    @Test
    void missingFileIsNotMalformed(@TempDir Path folder) {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> DECODER.decode(folder.resolve("absent.wav")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 12, 30, 44, 100})
    void faultOfTheStreamItselfIsNotMalformed(int after) {
        byte[] start = Arrays.copyOf(Wav.pcm16(new int[100]), after);
        assertThatIOException()
                .isThrownBy(() -> DECODER.decode(failing(start)))
                .withMessage("line is down")
                .isNotInstanceOf(MalformedAudioException.class);
    }

    @ParameterizedTest
    @CsvSource({"AIFF", "AU"})
    void truncatedFileOfTheJdksIsRefused(String type) throws IOException {
        byte[] file = ofJdk(type, 16, new byte[100_000]);
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> DECODER.decode(Arrays.copyOf(file, 60_000)))
                .withMessage(
                        "bytes, byte 60000: expected 100000 bytes of samples but found the end after %d bytes",
                        type.equals("AU") ? 59_976 : 59_946);
    }

    @Test
    void memoryIsThatOfTheSamplesOrABitMoreThanTwiceWhereTheSizeIsUnknown() throws Throwable {
        byte[] file = Wav.pcm16(new int[5 * 60 * 16_000]);
        long samples = 5 * 60 * 16_000 * Float.BYTES;

        assertThat(Allocation.of(() -> DECODER.decode(file))).isBetween(samples, samples + 200_000);
        assertThat(Allocation.of(() -> DECODER.decode(new ByteArrayInputStream(file))))
                .isBetween(2 * samples, 23 * samples / 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {400_000_000L, 0x7FFFF000L, 0xFFFFFFFEL})
    void memoryDoesNotFollowAHeadersClaim(long claimed) throws Throwable {
        byte[] file = Wav.riff()
                .fmt(Wav.PCM, 1, 16_000, 16)
                .data(claimed, new byte[10])
                .bytes();
        Executable decoding = () -> {
            try {
                DECODER.decode(new ByteArrayInputStream(file));
            } catch (MalformedAudioException e) {
                assertThat(e).hasMessageContaining("samples");
            }
        };
        decoding.execute();

        assertThat(Allocation.of(decoding)).isLessThan(200_000);
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DECODER.withChannel(-1))
                .withMessage("expected a channel of 0 or more but got -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DECODER.withMaxSamples(0))
                .withMessage("expected a bound of 1 or more samples but got 0");
    }

    private static byte[] ofJdk(String type, int bits, byte[] bigEndian) throws IOException {
        var format = new AudioFormat(22_050, bits, 1, true, true);
        var stream = new AudioInputStream(new ByteArrayInputStream(bigEndian), format, bigEndian.length / (bits / 8));
        var file = new ByteArrayOutputStream();
        AudioSystem.write(stream, "AU".equals(type) ? AudioFileFormat.Type.AU : AudioFileFormat.Type.AIFF, file);
        return file.toByteArray();
    }

    private static InputStream failing(byte[] start) {
        return new InputStream() {
            private int at;

            @Override
            public int read() throws IOException {
                if (at == start.length) {
                    throw new IOException("line is down");
                }
                return start[at++] & 0xff;
            }
        };
    }
}
