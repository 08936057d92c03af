package io.github.kws4j.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.audio.Audio;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class MusicTest {
    private static final int RATE = 16_000;
    private static final int SECONDS = 5;
    private static final double UNDER_24_DB = Math.pow(10, -24 / 20.0);

    private final List<Audio> pieces = Music.pieces(8, SECONDS * RATE, RATE);

    @Test
    void piecesAreTheSameInEachRunAndDifferFromEachOther() {
        assertThat(Music.pieces(8, SECONDS * RATE, RATE)).isEqualTo(pieces);
        assertThat(new HashSet<>(pieces)).hasSize(8);
    }

    @Test
    void theLoudestSampleLiesWithin24DecibelsOfFullScale() {
        assertThat(pieces)
                .allSatisfy(piece -> assertThat(loudest(piece, 0, SECONDS * RATE))
                        .isBetween((float) UNDER_24_DB - 1e-6f, 1 + 1e-6f));
    }

    @Test
    void aPieceSoundsFromItsStartToItsEnd() {
        int bar = 4 * RATE; // of four beats, 60 of them a minute
        assertThat(pieces).allSatisfy(piece -> {
            float loudest = loudest(piece, 0, SECONDS * RATE);
            assertThat(loudest(piece, 0, RATE / 5)).isGreaterThan(loudest / 20);
            assertThat(loudest(piece, SECONDS * RATE - bar, bar)).isGreaterThan(loudest / 20);
        });
    }

    private static float loudest(Audio piece, int from, int length) {
        var samples = new float[length];
        piece.copyTo(from, samples, 0, length);
        float loudest = 0;
        for (float sample : samples) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        return loudest;
    }
}
