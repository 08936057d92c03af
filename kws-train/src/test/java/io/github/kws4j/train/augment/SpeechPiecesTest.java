package io.github.kws4j.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpeechPiecesTest {
    private static final int LENGTH = 1000;

    /** A "word" in a silent clip: samples that all differ, from 300 to 700, of the given sign. */
    private static float[] word(int sign) {
        var clip = new float[LENGTH];
        for (int i = 300; i < 700; i++) {
            clip[i] = sign * (0.3f + i * 1e-4f);
        }
        return clip;
    }

    private static AudioDataset words() {
        return AudioDataset.of(List.of(
                LabelledClip.of("a/1", "a", Audio.of(word(1), 1000)),
                LabelledClip.of("b/1", "b", Audio.of(word(-1), 1000))));
    }

    private static int[] spoken(float[] clip) {
        return IntStream.range(0, clip.length).filter(i -> clip[i] != 0).toArray();
    }

    @Test
    void endsAreTheFirstOrLastPartOfTheWordAloneInTheClip() {
        int beginnings = 0;
        for (int seed = 0; seed < 200; seed++) {
            float[] clip = SpeechPieces.ends(random -> word(1)).draw(new SplittableRandom(seed));
            int[] at = spoken(clip);
            assertThat(clip).hasSize(LENGTH);
            assertThat(at.length).isBetween(80, 180);
            boolean beginning = clip[at[0]] == word(1)[300];
            boolean end = clip[at[at.length - 1]] == word(1)[699];
            assertThat(beginning ^ end).isTrue();
            beginnings += beginning ? 1 : 0;
        }
        assertThat(beginnings).isBetween(60, 140);
    }

    @Test
    void splicesBeginWithOneWordAndEndWithAnother() {
        for (int seed = 0; seed < 100; seed++) {
            float[] clip =
                    SpeechPieces.splices(words(), (first, second) -> true).draw(new SplittableRandom(seed));
            int[] at = spoken(clip);
            assertThat(at).hasSize(400);
            assertThat(Math.signum(clip[at[0]])).isEqualTo(-Math.signum(clip[at[399]]));
        }
    }

    @Test
    void joinedClipsHaveTheFirstHalfOfOneWordAndTheSecondOfTheOther() {
        for (int seed = 0; seed < 100; seed++) {
            float[] clip =
                    SpeechPieces.joined(random -> word(1), random -> word(-1)).draw(new SplittableRandom(seed));
            int[] at = spoken(clip);
            assertThat(clip).hasSize(LENGTH);
            assertThat(at).hasSize(400);
            float gain = clip[at[200]] / word(-1)[500];
            for (int i = 0; i < 200; i++) {
                assertThat(clip[at[i]]).isEqualTo(word(1)[300 + i]);
                assertThat(clip[at[200 + i]]).isCloseTo(gain * word(-1)[500 + i], within(1e-5f));
            }
            assertThat(gain).isPositive();
        }
    }

    @Test
    void splicesKeepToTheOrdersThatAreAllowed() {
        ClipSource splices = SpeechPieces.splices(words(), (first, second) -> first.equals("a"));
        for (int seed = 0; seed < 50; seed++) {
            float[] clip = splices.draw(new SplittableRandom(seed));
            assertThat(clip[spoken(clip)[0]]).isPositive();
        }
    }

    @Test
    void reversedClipsRunBackwards() {
        assertThat(SpeechPieces.reversed(random -> new float[] {1, 2, 3}).draw(new SplittableRandom(1)))
                .containsExactly(3, 2, 1);
    }

    @Test
    void wordLikePiecesAreCutInPauses() {
        var running = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            running[i] = i % 100 < 50 ? 1e-4f : 0.5f;
        }
        for (int seed = 0; seed < 200; seed++) {
            float[] clip = SpeechPieces.wordLike(random -> running.clone()).draw(new SplittableRandom(seed));
            int[] at = spoken(clip);
            assertThat(at.length).isBetween(100, 820);
            for (int i = 0; i < 10; i++) {
                assertThat(clip[at[i]]).isLessThanOrEqualTo(1e-4f);
                assertThat(clip[at[at.length - 1 - i]]).isLessThanOrEqualTo(1e-4f);
            }
            assertThat(at[at.length - 1] - at[0]).isEqualTo(at.length - 1);
        }
    }
}
