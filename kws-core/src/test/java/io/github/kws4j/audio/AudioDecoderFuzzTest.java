package io.github.kws4j.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever the bytes, the decoder gives finite sound no longer than they could hold, or says that they are malformed.
 */
class AudioDecoderFuzzTest {
    private static final byte[] FLOATS = {0, 0, 0, 0x3f, 0, 0, 0, (byte) 0xbf};
    static final List<byte[]> SEEDS = List.of(
            Wav.pcm16(1, 2, 3, 4, 5, 6, 7, 8),
            Wav.riff()
                    .chunk("LIST", new byte[5])
                    .fmt(Wav.PCM, 2, 44_100, 24)
                    .data(new byte[24])
                    .bytes(),
            Wav.riff().fmt(Wav.FLOAT, 1, 8_000, 32).data(FLOATS).bytes(),
            Wav.riff().fmt(Wav.FLOAT, 1, 8_000, 64).data(FLOATS).bytes(),
            Wav.riff()
                    .fmt(Wav.A_LAW, 1, 8_000, 8)
                    .chunk("fact", new byte[4])
                    .data(FLOATS)
                    .bytes(),
            Wav.riff().extensible(Wav.PCM, 6, 48_000, 16, 16).data(new byte[36]).bytes(),
            Wav.form("RF64", 0xFFFFFFFFL)
                    .ds64(8)
                    .fmt(Wav.PCM, 1, 16_000, 16)
                    .data(0xFFFFFFFFL, FLOATS)
                    .bytes(),
            AiffReaderTest.form("AIFF", AiffReaderTest.comm(2, 2, 16), AiffReaderTest.ssnd(0, FLOATS)),
            AiffReaderTest.form("AIFC", AiffReaderTest.comm(1, 2, 32, "fl32"), AiffReaderTest.ssnd(4, FLOATS)),
            AuReaderTest.au(28, 8, 3, 8_000, 1, FLOATS));
    private static final byte[] EXTREMES = {0, 1, 2, 0x7f, (byte) 0x80, (byte) 0xfe, (byte) 0xff};

    @Property(tries = 5000)
    void mutatedFileIsSoundOrMalformed(
            @ForAll @IntRange(max = 9) int seed, @ForAll @IntRange(min = 1, max = 6) int mutations, @ForAll long random)
            throws IOException {
        check(mutate(SEEDS.get(seed).clone(), mutations, new Random(random)));
    }

    @Property(tries = 1000)
    void truncatedFileIsSoundOrMalformed(@ForAll @IntRange(max = 9) int seed, @ForAll @IntRange(max = 130) int length)
            throws IOException {
        byte[] file = SEEDS.get(seed);
        check(Arrays.copyOf(file, Math.min(length, file.length)));
    }

    @Property(tries = 1000)
    void bytesAfterAWavHeaderAreSoundOrMalformed(@ForAll @Size(max = 300) byte[] bytes) throws IOException {
        check(Wav.riff().raw(bytes).asBuilt());
    }

    @Property(tries = 200)
    void anyBytesAreSoundOrMalformed(@ForAll @Size(max = 400) byte[] bytes) throws IOException {
        check(bytes);
    }

    private static byte[] mutate(byte[] file, int mutations, Random random) {
        for (int i = 0; i < mutations; i++) {
            int at = random.nextInt(file.length);
            file[at] = random.nextBoolean() ? (byte) random.nextInt() : EXTREMES[random.nextInt(EXTREMES.length)];
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(file, random.nextInt(file.length + 1)) : file;
    }

    private static void check(byte[] file) throws IOException {
        try {
            Audio audio = AudioDecoder.standard().decode(file);
            assertThat(audio.length()).isLessThanOrEqualTo(file.length);
            assertThat(audio.sampleRate()).isPositive();
            assertThat(Audio.of(audio.samples(), audio.sampleRate())).isEqualTo(audio);
            assertThat(AudioDecoder.standard().decode(new ByteArrayInputStream(file)))
                    .isEqualTo(audio);
        } catch (MalformedAudioException e) {
            assertThat(e.offset()).isBetween(0L, (long) file.length);
            assertThat(e)
                    .hasMessage(
                            "%s, byte %d: expected %s but found %s", e.source(), e.offset(), e.expected(), e.found());
        }
    }
}
