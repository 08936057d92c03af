package io.github.kws4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;

class DecodedSourceTest {
    private static final StandardAudioDecoder DECODER = AudioDecoder.standard();

    @Test
    void chunksAreTheWholeSoundWhateverItsFormat() throws IOException {
        int[] ramp = IntStream.range(0, 30_000).toArray();
        byte[] stereo =
                Wav.riff().fmt(Wav.PCM, 2, 44_100, 16).data(Wav.int16(ramp)).bytes();
        for (byte[] file : new byte[][] {Wav.pcm16(ramp), stereo, aiff(Wav.int16(ramp))}) {
            Audio whole = DECODER.decode(file);
            try (var sound = DECODER.open(new ByteArrayInputStream(file))) {
                assertThat(sound.sampleRate()).isEqualTo(whole.sampleRate());
                assertThat(joined(sound)).isEqualTo(whole.samples());
            }
        }
    }

    @Test
    void oneChannelIsReadWhereAsked() throws IOException {
        byte[] file = Wav.riff()
                .fmt(Wav.PCM, 2, 16_000, 16)
                .data(Wav.int16(1, 2, 3, 4))
                .bytes();
        assertThat(joined(DECODER.withChannel(1).open(new ByteArrayInputStream(file))))
                .isEqualTo(DECODER.withChannel(1).decode(file).samples());
    }

    @Test
    void soundWithoutEndIsReadNoFurtherThanItIsTaken() throws IOException {
        byte[] header = Wav.riff().fmt(Wav.PCM, 1, 16_000, 16).data(0xFFFFFFFFL).bytes();
        var silence = new InputStream() {
            private long read;

            @Override
            public int read() {
                read++;
                return 0;
            }
        };
        var chunks = DECODER.open(new SequenceInputStream(new ByteArrayInputStream(header), silence))
                .iterator();
        long taken = 0;
        for (int i = 0; i < 100; i++) {
            taken += chunks.next().length;
            assertThat(silence.read).isEqualTo(2 * taken);
        }
        assertThat(taken).isBetween(100L, 100 * 16_000L);
    }

    @Test
    void damageIsToldAfterTheSamplesBeforeIt() throws IOException {
        byte[] cut = Arrays.copyOf(Wav.pcm16(new int[30_000]), 50_044);
        var chunks = DECODER.open(new ByteArrayInputStream(cut)).iterator();
        assertThatThrownBy(() -> {
                    while (chunks.hasNext()) {
                        assertThat(chunks.next()).containsOnly(0);
                    }
                })
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(MalformedAudioException.class)
                .hasMessage("stream, byte 50044: expected 60000 bytes of samples but found the end after 50000 bytes");
    }

    @Test
    void boundHoldsForChunksToo() throws IOException {
        byte[] file = Wav.form("RIFF", 0)
                .fmt(Wav.PCM, 1, 16_000, 16)
                .data(0, new byte[8000])
                .asBuilt();
        var sound = DECODER.withMaxSamples(3999).open(new ByteArrayInputStream(file));
        assertThatThrownBy(() -> joined(sound)).hasMessageContaining("expected at most 3999 samples a channel");
        assertThatExceptionOfType(MalformedAudioException.class)
                .isThrownBy(() -> DECODER.withMaxSamples(2).open(new ByteArrayInputStream(Wav.pcm16(1, 2, 3))))
                .withMessageContaining("expected at most 2 samples a channel")
                .withMessageEndingWith("but found 3 claimed");
    }

    @Test
    void soundIsTakenOnceAndEndsWhereClosed() throws IOException {
        var sound = DECODER.open(new ByteArrayInputStream(Wav.pcm16(new int[30_000])));
        var chunks = sound.iterator();
        assertThat(chunks.hasNext()).isTrue();
        chunks.next();
        assertThatIllegalStateException()
                .isThrownBy(sound::iterator)
                .withMessage("expected one iteration over a stream's sound but this is the second");
        sound.close();
        assertThat(chunks.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(chunks::next);
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

    private static byte[] aiff(byte[] samples) throws IOException {
        var format = new AudioFormat(22_050, 16, 1, true, true);
        var stream = new AudioInputStream(new ByteArrayInputStream(samples), format, samples.length / 2);
        var file = new ByteArrayOutputStream();
        AudioSystem.write(stream, AudioFileFormat.Type.AIFF, file);
        return file.toByteArray();
    }
}
