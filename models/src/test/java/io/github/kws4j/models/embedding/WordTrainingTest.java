package io.github.kws4j.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordTrainingTest {
    private static final int WORDS = 6;

    @TempDir
    private Path folder;

    private static WordTraining.Plan plan(long seed) {
        return new WordTraining.Plan(
                new WordNetwork.Sizes(8, 8), new WordLoss.Rows(4, 3, 3, 200), 40, 0.05, 0.001, seed);
    }

    /** Words whose vectors all differ from other speech by one direction a word. */
    private static WordEpisodes episodes() {
        var random = new SplittableRandom(5);
        var windows = new ArrayList<WordWindows.Window>();
        for (int word = 0; word < WORDS; word++) {
            for (int take = 0; take < 12; take++) {
                var vectors = new short[WordWindows.VECTORS * WordWindows.VALUES];
                for (int i = 0; i < vectors.length; i++) {
                    double direction = i % WordWindows.VALUES == word ? 1.5 : 0;
                    vectors[i] = WordWindows.half((float) (random.nextGaussian() + direction));
                }
                windows.add(new WordWindows.Window("word " + word, "speaker " + take % 6, vectors));
            }
        }
        var speech = new short[500 * WordWindows.VALUES];
        for (int i = 0; i < speech.length; i++) {
            speech[i] = WordWindows.half((float) random.nextGaussian());
        }
        return new WordEpisodes(windows, speech);
    }

    private static List<float[]> weights(WordNetwork network) {
        var all = new ArrayList<>(network.weights());
        all.addAll(network.statistics());
        return all.stream().map(Matrix::values).toList();
    }

    @Test
    void aStoppedTrainingGoesOnToTheSameWeights() throws IOException {
        WordEpisodes episodes = episodes();
        List<float[]> whole = weights(new WordTraining(plan(1), episodes, folder.resolve("whole")).toTheEnd());
        new WordTraining(plan(1), episodes, folder.resolve("stopped")).to(17);
        List<float[]> resumed = weights(new WordTraining(plan(1), episodes, folder.resolve("stopped")).toTheEnd());
        List<float[]> other = weights(new WordTraining(plan(2), episodes, folder.resolve("other")).toTheEnd());
        assertThat(resumed).usingRecursiveComparison().isEqualTo(whole);
        assertThat(other.get(0)).isNotEqualTo(whole.get(0));
    }

    @Test
    void theStateOfAnotherTrainingIsRefused() throws IOException {
        WordEpisodes episodes = episodes();
        new WordTraining(plan(1), episodes, folder.resolve("state")).to(1);
        assertThatThrownBy(() -> new WordTraining(plan(2), episodes, folder.resolve("state")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("seed=2")
                .hasMessageContaining("seed=1");
    }

    @Test
    void trainingLowersTheLossOfDrawsItHasNotSeen() throws IOException {
        WordEpisodes episodes = episodes();
        var rows = new WordLoss.Rows(4, 3, 3, 200);
        Matrix unseen = episodes.draw(rows, new SplittableRandom(99));
        Matrix before = new WordTraining(plan(1), episodes, folder.resolve("state"))
                .to(1)
                .folded()
                .apply(unseen);
        Matrix after = new WordTraining(plan(1), episodes, folder.resolve("state"))
                .toTheEnd()
                .folded()
                .apply(unseen);
        double first = WordLoss.of(rows, before, 1.5).loss();
        double last = WordLoss.of(rows, after, 1.5).loss();
        assertThat(last).isLessThan(0.7 * first);
    }

    @Test
    void halvesKeepElevenBits() {
        for (float value : new float[] {0, 1, -1, 0.333f, -7.77f, 3e-5f, -60000}) {
            assertThat(WordWindows.value(WordWindows.half(value)))
                    .isBetween(value - Math.abs(value) * 0x1p-11f - 1e-7f, value + Math.abs(value) * 0x1p-11f + 1e-7f);
        }
    }
}
