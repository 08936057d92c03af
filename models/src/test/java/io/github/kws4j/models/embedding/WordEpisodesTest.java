package io.github.kws4j.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WordEpisodesTest {
    private static final WordLoss.Rows ROWS = new WordLoss.Rows(12, 3, 3, 10);
    /** A recording's vectors say which it is: {@code 100 group + 10 word + speaker}. */
    private final List<WordWindows.Window> windows = new ArrayList<>();

    private void add(int code, String word, String speaker, int times) {
        var vectors = new short[WordWindows.VECTORS * WordWindows.VALUES];
        Arrays.fill(vectors, WordWindows.half(code));
        for (int i = 0; i < times; i++) {
            windows.add(new WordWindows.Window(word, speaker, vectors));
        }
    }

    private WordEpisodes episodes() {
        var random = new SplittableRandom(1);
        var speech = new short[500 * WordWindows.VALUES];
        for (int i = 0; i < speech.length; i++) {
            speech[i] = WordWindows.half((float) random.nextGaussian());
        }
        return new WordEpisodes(windows, speech);
    }

    /** The codes of the rows of one draw, a set a word: those learnt from, then those scored. */
    private static List<List<Set<Integer>>> codes(WordEpisodes episodes, long seed) {
        Matrix drawn = episodes.draw(ROWS, new SplittableRandom(seed));
        var scale = episodes.scale();
        var words = new ArrayList<List<Set<Integer>>>();
        for (int word = 0; word < ROWS.words(); word++) {
            List<Set<Integer>> halves = List.of(new HashSet<>(), new HashSet<>());
            for (int i = 0; i < ROWS.each(); i++) {
                double value = drawn.at(word * ROWS.each() + i, 0) * scale.deviation()[0] + scale.mean()[0];
                halves.get(i < ROWS.learnt() ? 0 : 1).add((int) Math.round(value));
            }
            words.add(halves);
        }
        return words;
    }

    @Test
    void aThirdAreSegmentsAndASixthAreWordsOfOneVoice() {
        for (int word = 0; word < 20; word++) {
            for (int speaker = 0; speaker < 4; speaker++) {
                add(1000 + 10 * word + speaker, "word " + word, "speaker " + word + " " + speaker, 2);
            }
            for (int version = 0; version < 8; version++) {
                add(2000 + word, WordWindows.SEGMENT + word, "version " + version, 1);
            }
        }
        for (int word = 0; word < 8; word++) {
            add(3000 + word, "voiced " + word, "one", 8);
        }
        WordEpisodes episodes = episodes();
        assertThat(List.of(episodes.words(), episodes.segments(), episodes.voices()))
                .containsExactly(20, 20, 1);
        var kinds = codes(episodes, 5).stream()
                .map(halves -> halves.get(0).iterator().next() / 1000)
                .toList();
        assertThat(kinds).containsExactlyInAnyOrder(3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void aSpeakerIsNotLearntFromAndScoredInOneStep() {
        for (int word = 0; word < 12; word++) {
            for (int speaker = 0; speaker < 5; speaker++) {
                add(10 * word + speaker, "word " + word, "speaker " + word + " " + speaker, 2);
            }
        }
        WordEpisodes episodes = episodes();
        for (int seed = 0; seed < 30; seed++) {
            assertThat(codes(episodes, seed))
                    .allSatisfy(halves ->
                            assertThat(halves.get(0)).isNotEmpty().doesNotContainAnyElementsOf(halves.get(1)));
        }
    }
}
