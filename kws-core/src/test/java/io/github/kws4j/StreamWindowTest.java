package io.github.kws4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.spectrogram.Margin;
import io.github.kws4j.spectrogram.Spectrogram;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamWindowTest {
    private static final int WINDOW = 16_000;
    private static final Map<String, Spectrogram> SPECTROGRAMS = Map.of(
            "tutorial", Spectrogram.stft().frameLength(255).frameStep(128).build(),
            "log-mel",
                    Spectrogram.logMel()
                            .frameLength(400)
                            .frameStep(160)
                            .bands(40)
                            .build(),
            "mfcc",
                    Spectrogram.mfcc()
                            .frameLength(480)
                            .frameStep(320)
                            .bands(40)
                            .coefficients(10)
                            .build(),
            "gaps", Spectrogram.stft().frameLength(100).frameStep(250).build(),
            "centred",
                    Spectrogram.logMel()
                            .frameLength(512)
                            .frameStep(160)
                            .centred(Margin.REFLECTED)
                            .bands(40)
                            .build(),
            "range", Spectrogram.logMel().decibels(1e-10, 30).build());

    @Provide
    Arbitrary<String> spectrograms() {
        return Arbitraries.of("tutorial", "log-mel", "mfcc", "gaps", "centred", "range");
    }

    private static Optional<Spectrogram> spectrogram(String name) {
        return Optional.ofNullable(SPECTROGRAMS.get(name));
    }

    private static StreamWindow window(String name, int hop) {
        return new StreamWindow(spectrogram(name), WINDOW, hop);
    }

    private static int nearestHop(String name, long samples) {
        return (int) StreamWindow.nearestHop(spectrogram(name), WINDOW, samples);
    }

    @Property(tries = 100)
    void rowIsTheOfflineSpectrogramWhateverTheChunks(
            @ForAll("spectrograms") String name,
            @ForAll @IntRange(min = 100, max = 12_000) int hopSamples,
            @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 1, max = 9000) Integer> chunks,
            @ForAll long seed) {
        int hop = nearestHop(name, hopSamples);
        var window = window(name, hop);
        float[] sound = noise(30_000, seed);
        int rows = 0;
        int chunk = 0;
        int left = chunks.get(0);
        for (int at = 0; at < sound.length; ) {
            int taken = Math.min(Math.min(left, window.missing()), sound.length - at);
            window.add(sound, at, taken);
            at += taken;
            left -= taken;
            left = left > 0 ? left : chunks.get(++chunk % chunks.size());
            if (window.missing() == 0) {
                rows++;
                assertThat(at).isEqualTo(rows * hop);
                assertThat(largestDifference(window.row(), offline(name, sound, at, window.span())))
                        .isLessThan(1e-6f);
                window.slide();
            }
        }
        assertThat(rows).isEqualTo(sound.length / hop);
    }

    /** The spectrogram of {@code span} samples before {@code end}, silence before the start. */
    private static float[] offline(String name, float[] sound, int end, int span) {
        float[] samples = new float[span];
        int length = Math.min(span, end);
        System.arraycopy(sound, end - length, samples, span - length, length);
        var spectrogram = spectrogram(name).orElseThrow();
        float[] row = new float[spectrogram.frames(span) * spectrogram.bins()];
        spectrogram.compute(samples, 0, span, row, 0);
        return row;
    }

    private static float largestDifference(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        float largest = 0;
        for (int i = 0; i < a.length; i++) {
            float difference = Math.abs(a[i] - b[i]);
            largest = difference <= largest ? largest : difference; // NaN is large
        }
        return largest;
    }

    private static float[] noise(int length, long seed) {
        var random = new Random(seed);
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = random.nextFloat() * 2 - 1;
        }
        return samples;
    }

    @ParameterizedTest
    @CsvSource({
        "tutorial, 1600, 1664",
        "log-mel, 1600, 1600",
        "log-mel, 1, 160",
        "centred, 1601, 1601",
        "range, 1601, 1601",
        "none, 1601, 1601"
    })
    void hopIsWholeFramesWhereFramesAreComputedOneByOne(String name, long asked, int hop) {
        assertThat(nearestHop(name, asked)).isEqualTo(hop);
    }

    @ParameterizedTest
    @CsvSource({"tutorial, 15999", "log-mel, 15920", "centred, 16000", "range, 16000", "none, 16000"})
    void rowStandsForAllFramesOfTheWindow(String name, int span) {
        assertThat(window(name, nearestHop(name, 1600)).span()).isEqualTo(span);
    }
}
