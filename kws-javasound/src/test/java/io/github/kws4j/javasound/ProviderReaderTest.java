package io.github.kws4j.javasound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.audio.MalformedAudioException;
import io.github.kws4j.audio.SoundSource;
import io.github.kws4j.audio.StandardAudioDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tone.*} hold 4000 samples at 16 kHz of 440 Hz, half as loud on the right as on the left (0.5). */
class ProviderReaderTest {
    private static final StandardAudioDecoder DECODER = AudioDecoder.standard();

    @Test
    void flacIsReadWithAProvider() throws IOException {
        Audio audio = DECODER.decode(resource("tone.flac"));
        assertThat(audio.sampleRate()).isEqualTo(16_000);
        assertThat(audio.length()).isEqualTo(4000);
        for (int i = 0; i < 4000; i++) {
            assertThat(audio.samples()[i]).isCloseTo(tone(i, 0.375), within(0x1p-15f));
        }
    }

    @Test
    void channelOfAProvidedFormatCanBeChosen() throws IOException {
        float[] right = DECODER.withChannel(1).decode(resource("tone.flac")).samples();
        for (int i = 0; i < 4000; i++) {
            assertThat(right[i]).isCloseTo(tone(i, 0.25), within(0x1p-15f));
        }
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> DECODER.withChannel(2).decode(resource("tone.flac")))
                .withMessage("bytes, byte 0: expected a channel 2 but found 2 channels, counted from 0");
    }

    @Test
    void mp3IsReadWithAProvider() throws IOException {
        Audio audio = DECODER.decode(resource("tone.mp3"));
        assertThat(audio.sampleRate()).isEqualTo(16_000);
        assertThat(audio.length()).isBetween(4000, 8000);
        double sine = 0;
        double cosine = 0;
        for (int i = 1500; i < 4000; i++) {
            sine += audio.samples()[i] * Math.sin(2 * Math.PI * 440 * i / 16_000) / 1250;
            cosine += audio.samples()[i] * Math.cos(2 * Math.PI * 440 * i / 16_000) / 1250;
        }
        // LAME scales by 0.95; its own decoder gives 0.355.
        assertThat(Math.hypot(sine, cosine)).isCloseTo(0.95 * 0.375, within(0.003));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tone.flac", "tone.mp3"})
    void fileAndStreamAndBytesGiveTheSame(String name, @TempDir Path folder) throws IOException {
        byte[] content = resource(name);
        Audio expected = DECODER.decode(content);
        Path misleading = Files.write(folder.resolve("sound.wav"), content);
        assertThat(DECODER.decode(misleading)).isEqualTo(expected);
        assertThat(DECODER.decode(new ByteArrayInputStream(content))).isEqualTo(expected);
    }

    @Test
    void faultOfTheStreamBeneathAProviderIsNotMalformed() throws IOException {
        byte[] start = Arrays.copyOf(resource("tone.flac"), 2000);
        assertThatIOException().isThrownBy(() -> DECODER.decode(failing(start))).withMessage("line is down");
    }

    @Test
    void providedSoundLongerThanTheBoundIsRefused() throws IOException {
        assertThat(DECODER.withMaxSamples(4000).decode(resource("tone.flac")).length())
                .isEqualTo(4000);
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> DECODER.withMaxSamples(3999).decode(resource("tone.flac")))
                .withMessageContaining("expected at most 3999 samples a channel (raise with "
                        + "AudioDecoder.standard().withMaxSamples(samples))");
    }

    @Test
    void streamIsLeftOpen() throws IOException {
        InputStream stream = new ByteArrayInputStream(resource("tone.flac")) {
            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        assertThat(DECODER.decode(stream).length()).isEqualTo(4000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tone.flac", "tone.mp3"})
    void chunksAreTheWholeSoundWhateverItsFormat(String name) throws IOException {
        byte[] file = resource(name);
        Audio whole = DECODER.decode(file);
        try (var sound = DECODER.open(new ByteArrayInputStream(file))) {
            assertThat(sound.sampleRate()).isEqualTo(whole.sampleRate());
            assertThat(joined(sound)).isEqualTo(whole.samples());
        }
    }

    @Test
    void oneChannelIsReadWhereAsked() throws IOException {
        byte[] file = resource("tone.flac");
        assertThat(joined(DECODER.withChannel(1).open(new ByteArrayInputStream(file))))
                .isEqualTo(DECODER.withChannel(1).decode(file).samples());
    }

    @Test
    void boundHoldsForChunksToo() throws IOException {
        byte[] file = resource("tone.flac");
        assertThatThrownBy(() -> joined(DECODER.withMaxSamples(3999).open(new ByteArrayInputStream(file))))
                .hasMessageContaining("expected at most 3999 samples a channel");
    }

    /** The provider's buffer is full there, so it asks for no byte, takes none for the end, and asks again. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void damagedFileOnWhichTheProviderNeverEndsIsMalformed() throws IOException {
        byte[] damaged = resource("endless.flac");
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> DECODER.withMaxSamples(Integer.MAX_VALUE).decode(damaged))
                .withMessage("bytes, byte 432: expected sound that its provider reads but found"
                        + " java.io.IOException: provider reads on without giving a byte");
    }

    /** With as many samples as its header claims, the provider would try the same bytes for ever. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void bytesAfterTheLastFrameAreNoFault() throws IOException {
        byte[] flac = resource("tone.flac");
        byte[] longer = Arrays.copyOf(flac, flac.length + 6);
        Arrays.fill(longer, flac.length, longer.length, (byte) 0xff);
        assertThat(DECODER.decode(longer)).isEqualTo(DECODER.decode(flac));
    }

    /** The provider passes over frames that are not whole. */
    @Test
    void flacThatIsCutIsMalformed() throws IOException {
        byte[] cut = Arrays.copyOf(resource("tone.flac"), 3000);
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> DECODER.decode(cut))
                .withMessage("bytes, byte 3000: expected 4000 samples a channel but found the end after 0");
    }

    /** The provider gives zeros for a frame of a wrong checksum. */
    @Test
    void damagedFlacIsMalformedAndALenientDecoderNamesTheFault() throws IOException {
        byte[] damaged = resource("tone.flac");
        damaged[3000] ^= 1;
        List<String> faults = new ArrayList<>();
        Audio audio = DECODER.lenient(fault -> faults.add(fault.getMessage())).decode(damaged);
        assertThat(audio.length()).isEqualTo(3999);
        assertThat(faults)
                .singleElement()
                .asString()
                .contains("expected sound of MD5 b5dcea1771f6720ba72c7d3f245ef593 but found ");
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> DECODER.decode(damaged))
                .withMessage(faults.get(0));
    }

    /** As {@code metaflac --remove-all} leaves it: the stream's information is the last block. */
    @Test
    void flacWithoutOtherMetadataIsRead() throws IOException {
        byte[] flac = resource("tone.flac");
        byte[] bare = new byte[42 + flac.length - 86];
        System.arraycopy(flac, 0, bare, 0, 42);
        bare[4] = (byte) 0x80;
        System.arraycopy(flac, 86, bare, 42, flac.length - 86);
        assertThat(DECODER.decode(bare)).isEqualTo(DECODER.decode(flac));
    }

    @Test
    void flacWithASecondHeaderIsMalformed() throws IOException {
        byte[] flac = resource("tone.flac");
        flac[42] = (byte) 0x80;
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> DECODER.decode(flac))
                .withMessageContaining("expected the stream's information once but found it again");
    }

    /** Read by the JDK's synthesiser, were it asked: a GiB of silence. */
    @Test
    void midiIsNotSound() {
        byte[] midi = {'M', 'T', 'h', 'd', 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, 'M', 'T', 'r', 'k', 0, 0, 0, 4, 0, -1, 47, 0};
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> DECODER.decode(midi))
                .withMessage("bytes, byte 0: expected WAV, AIFF, AU or what a javax.sound.sampled provider reads"
                        + " but found MIDI, which holds notes and no sound");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 10_000, 1_000_000, 20_000_000})
    void zerosAreNoSound(int count) {
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> DECODER.decode(new byte[count]))
                .withMessage(
                        "bytes, byte 0: expected WAV, AIFF, AU or what a javax.sound.sampled provider reads but "
                                + "found '%s'",
                        ".".repeat(Math.min(count, 12)));
    }

    private static float[] joined(SoundSource sound) {
        float[] samples = {};
        for (float[] chunk : sound) {
            assertThat(chunk.length).isBetween(1, 8192);
            int before = samples.length;
            samples = Arrays.copyOf(samples, before + chunk.length);
            System.arraycopy(chunk, 0, samples, before, chunk.length);
        }
        return samples;
    }

    private static float tone(int i, double amplitude) {
        return (float) (amplitude * Math.sin(2 * Math.PI * 440 * i / 16_000));
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = ProviderReaderTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
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
