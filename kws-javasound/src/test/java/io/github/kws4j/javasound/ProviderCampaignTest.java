package io.github.kws4j.javasound;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.audio.MalformedAudioException;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What providers of FLAC and MP3 make of any file: sound within the decoder's bounds, or a fault by name. */
class ProviderCampaignTest {
    private static final int MOST = 1 << 20;

    static Stream<byte[]> seeds() throws IOException {
        byte[] flac = ProviderReaderTest.resource("tone.flac");
        byte[] mp3 = ProviderReaderTest.resource("tone.mp3");
        byte[] endless = ProviderReaderTest.resource("endless.flac");
        byte[] longer = Arrays.copyOf(flac, flac.length + 6);
        Arrays.fill(longer, flac.length, longer.length, (byte) 0xff);
        return Stream.of(flac, mp3, endless, longer, Arrays.copyOf(flac, 300), Arrays.copyOf(mp3, 300));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "8h")
    void providedSoundIsWithinTheBoundsOrAFault(byte[] file) throws IOException {
        try {
            Audio audio = AudioDecoder.standard()
                    .withMaxSamples(MOST)
                    .lenient(fault -> {})
                    .decode(file);
            assertThat(audio.length()).isLessThanOrEqualTo(MOST);
            for (float sample : audio.samples()) {
                assertThat(Float.isFinite(sample)).isTrue();
            }
        } catch (MalformedAudioException e) {
            assertThat(e.offset()).isBetween(0L, (long) file.length);
        }
    }
}
