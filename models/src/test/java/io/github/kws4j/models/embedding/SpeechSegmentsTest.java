package io.github.kws4j.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpeechSegmentsTest {
    private static final int RATE = Segments.RATE;

    /** Half a second of noise, then a quarter of silence, over and over. */
    private static float[] bursts(int seconds) {
        float[] sound = WordVersions.faintNoise(seconds * RATE, 0.1, new SplittableRandom(1));
        for (int from = RATE / 2; from < sound.length; from += RATE * 3 / 4) {
            Arrays.fill(sound, from, Math.min(sound.length, from + RATE / 4), 0);
        }
        return sound;
    }

    @Test
    void segmentsLieInTheSoundAndShareNothing() {
        for (int seed = 0; seed < 50; seed++) {
            var segments = SpeechSegments.of(bursts(6), new SplittableRandom(seed));
            assertThat(segments).isNotEmpty().allSatisfy(segment -> {
                assertThat(segment.start()).isNotNegative();
                assertThat(segment.end()).isLessThanOrEqualTo(6 * RATE);
                assertThat(segment.length() / (double) RATE).isBetween(0.45, 1.2);
            });
            if (segments.size() == 2) {
                var first = segments.get(0);
                var second = segments.get(1);
                assertThat(first.end() <= second.start() || second.end() <= first.start())
                        .isTrue();
            }
        }
    }

    @Test
    void segmentsEndWhereItIsQuiet() {
        float[] sound = bursts(6);
        int silent = 0;
        int all = 0;
        for (int seed = 0; seed < 50; seed++) {
            for (var segment : SpeechSegments.of(sound, new SplittableRandom(seed))) {
                silent += sound[segment.end()] == 0 ? 1 : 0;
                all++;
            }
        }
        assertThat(silent / (double) all).as("a third of the sound is silent").isGreaterThan(0.5);
    }

    @Test
    void shortAndSilentSoundsHaveNone() {
        var random = new SplittableRandom(1);
        assertThat(SpeechSegments.of(bursts(1), random)).isEmpty();
        assertThat(SpeechSegments.of(new float[6 * RATE], random)).isEmpty();
    }

    @Test
    void aSegmentAloneFadesInAndOut() {
        var ones = new float[RATE];
        Arrays.fill(ones, 1);
        float[] cut = new SpeechSegments.Segment(100, 100 + RATE / 2).cut(ones);
        assertThat(cut).hasSize(RATE / 2).startsWith(0);
        assertThat(cut[cut.length - 1]).isZero();
        assertThat(cut[RATE / 4]).isOne();
    }
}
