package io.github.kws4j.audio;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that Jazzer makes, led by what code they reach: for as long as one likes with {@code JAZZER_FUZZ=1}
 * (CONTRIBUTING.md), on the seeds and on what was found before otherwise.
 */
class DecoderCampaignTest {
    /** Whole files of each format, and each cut short. */
    static Stream<byte[]> seeds() {
        return AudioDecoderFuzzTest.SEEDS.stream()
                .flatMap(file -> Stream.of(file, Arrays.copyOf(file, file.length - 3), rifx(file)));
    }

    /** The file with its first letters changed: big-endian where it was a RIFF. */
    private static byte[] rifx(byte[] file) {
        byte[] changed = file.clone();
        changed[3] = 'X';
        return changed;
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "8h")
    void strictDecoderGivesSoundThatItsBytesCanHoldOrNamesAFault(byte[] file) throws IOException {
        try {
            Audio audio = AudioDecoder.standard().decode(file);
            assertThat(audio.length()).isLessThanOrEqualTo(file.length);
            for (float sample : audio.samples()) {
                assertThat(Float.isFinite(sample)).isTrue();
            }
            assertThat(AudioDecoder.standard().decode(new ByteArrayInputStream(file)))
                    .isEqualTo(audio);
            assertThat(LenientDecodingTest.lenient(file)).isEqualTo(audio.samples());
        } catch (MalformedAudioException e) {
            assertThat(e.offset()).isBetween(0L, (long) file.length);
            requireSameFaultOfALenientDecoder(file, e);
        }
    }

    private static void requireSameFaultOfALenientDecoder(byte[] file, MalformedAudioException fault)
            throws IOException {
        List<String> faults = new ArrayList<>();
        try {
            Audio audio = AudioDecoder.standard()
                    .lenient(forgiven -> faults.add(forgiven.getMessage()))
                    .decode(file);
            assertThat(audio.length()).isLessThanOrEqualTo(file.length);
            assertThat(faults).first().isEqualTo(fault.getMessage());
        } catch (MalformedAudioException e) {
            faults.add(e.getMessage());
            assertThat(faults).first().isEqualTo(fault.getMessage());
        }
    }
}
