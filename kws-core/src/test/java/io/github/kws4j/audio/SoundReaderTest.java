package io.github.kws4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the decoder makes of readers that the class path adds: one that behaves as the first bytes of the file say. */
class SoundReaderTest {
    @TempDir
    Path services;

    private ClassLoader before;
    private URLClassLoader loader;

    /** Reads 16-bit mono; named by the file's first word. */
    public static final class Scripted implements SoundReader {
        @Override
        public String formats() {
            return "a script";
        }

        @Override
        public Optional<RawSound> read(InputStream content) throws IOException {
            String word = new String(content.readNBytes(8), StandardCharsets.US_ASCII).strip();
            return switch (word) {
                case "sound" -> sound(content, OptionalLong.of(2));
                case "longer" -> sound(content, OptionalLong.of(3));
                case "endless" -> sound(new Endless(), OptionalLong.empty());
                case "broken" -> sound(new Broken(content), OptionalLong.of(3));
                case "memory" -> throw new OutOfMemoryError("as much as the header claims");
                case "index" -> throw new ArrayIndexOutOfBoundsException("7");
                default -> Optional.empty();
            };
        }

        private static Optional<RawSound> sound(InputStream bytes, OptionalLong frames) {
            return Optional.of(new RawSound(bytes, SampleFormat.pcm16(16_000), frames));
        }
    }

    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 0;
        }
    }

    /** Fails after two samples. */
    private static final class Broken extends InputStream {
        private final InputStream bytes;
        private int left = 4;

        Broken(InputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int at, int length) throws IOException {
            if (left == 0) {
                throw new IllegalStateException("bad checksum");
            }
            int read = bytes.read(target, at, Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }
    }

    @BeforeEach
    void addReader() throws IOException {
        Path file = services.resolve("META-INF/services/" + SoundReader.class.getName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, Scripted.class.getName());
        before = Thread.currentThread().getContextClassLoader();
        loader = new URLClassLoader(new URL[] {services.toUri().toURL()}, before);
        Thread.currentThread().setContextClassLoader(loader);
    }

    @AfterEach
    void removeReader() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        loader.close();
    }

    @Test
    void aReaderOnTheClassPathIsAskedForWhatOursDoNotRead() throws IOException {
        assertThat(decode("sound", 1, 2)).containsExactly(0x1p-15f, 2 * 0x1p-15f);
        assertThat(AudioDecoder.standard().decode(Wav.pcm16(7)).samples()).containsExactly(7 * 0x1p-15f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", ""})
    void whatNoneReadsIsRefusedWithAllThatIsRead(String word) {
        refused(word).withMessage("bytes, byte 0: expected WAV, AIFF, AU or a script but found '%-8s....'", word);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 100_000})
    void zerosAreNoSound(int count) {
        String found = count == 0 ? "nothing: it is empty" : "'" + ".".repeat(Math.min(count, 12)) + "'";
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> AudioDecoder.standard().decode(new byte[count]))
                .withMessage("bytes, byte 0: expected WAV, AIFF, AU or a script but found " + found);
    }

    @Test
    void aReaderThatGivesSoundWithoutEndIsStopped() {
        refused("endless").withMessageContaining("expected at most 8192 samples a channel from a byte but found ");
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> AudioDecoder.standard().withMaxSamples(100).decode(script("endless")))
                .withMessageContaining("expected at most 100 samples a channel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "index"})
    void whatAReaderThrowsIsAFaultOfTheSound(String word) {
        refused(word).withMessageContaining("expected sound that its provider reads but found java.lang.");
    }

    @Test
    void faultAfterTheFirstSamplesIsThrownOrNamed() throws IOException {
        String fewer = "bytes, byte 12: expected 3 samples a channel but found the end after 2";
        refused("longer", 1, 2).withMessage(fewer);
        assertThat(LenientDecodingTest.lenient(script("longer", 1, 2), fewer)).hasSize(2);
        String broken = "bytes, byte 12: expected sound that its provider reads"
                + " but found java.lang.IllegalStateException: bad checksum";
        refused("broken", 1, 2, 3).withMessage(broken);
        assertThat(LenientDecodingTest.lenient(script("broken", 1, 2, 3), broken))
                .containsExactly(0x1p-15f, 2 * 0x1p-15f);
    }

    @Test
    void notesAreNoSoundWhoeverPlaysThem() {
        byte[] midi = {'M', 'T', 'h', 'd', 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, 'M', 'T', 'r', 'k', 0, 0, 0, 4, 0, -1, 47, 0};
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> AudioDecoder.standard().decode(midi))
                .withMessage("bytes, byte 0: expected WAV, AIFF, AU or a script"
                        + " but found MIDI, which holds notes and no sound");
    }

    private static org.assertj.core.api.ThrowableAssertAlternative<MalformedAudioException> refused(
            String word, int... samples) {
        return assertThatExceptionOfType(MalformedAudioException.class).isThrownBy(() -> decode(word, samples));
    }

    private static float[] decode(String word, int... samples) throws IOException {
        return AudioDecoder.standard().decode(script(word, samples)).samples();
    }

    private static byte[] script(String word, int... samples) {
        byte[] head = String.format("%-8s", word).getBytes(StandardCharsets.US_ASCII);
        byte[] sound = Wav.int16(samples);
        byte[] file = Arrays.copyOf(head, 8 + Math.max(sound.length, 4));
        System.arraycopy(sound, 0, file, 8, sound.length);
        return file;
    }
}
