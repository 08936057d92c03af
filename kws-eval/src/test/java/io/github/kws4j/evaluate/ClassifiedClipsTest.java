package io.github.kws4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.Softmax;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassifiedClipsTest {
    private static LabelledClip clip(int number, String word) {
        return LabelledClip.of(word + "/" + number, word, Audio.of(new float[16], 16_000));
    }

    @Test
    void worstErrorsComeFirst() {
        var clips = List.of(clip(0, "yes"), clip(1, "no"), clip(2, "no"), clip(3, "yes"), clip(4, "no"));
        float[][] logits = {{3, 0}, {0, 1}, {9, 0}, {2, 0}, {0, 5}};

        var misses = ClassifiedClips.of(List.of("no", "yes"), AudioDataset.of(clips), logits, new Softmax(1))
                .misses();

        assertThat(misses)
                .extracting(Miss::clip)
                .containsExactly(clips.get(4), clips.get(0), clips.get(3), clips.get(1));
        assertThat(misses.get(1).wordProbability()).isEqualTo(1 / (1 + Math.exp(3)), within(1e-12));
        assertThat(misses.get(1).probability()).isEqualTo(1 / (1 + Math.exp(-3)), within(1e-12));
        assertThat(misses.get(1).answer()).isEqualTo("no");
    }

    @Test
    void wordsThatAreNotTheModelsAreRefused() {
        var data = AudioDataset.of(List.of(clip(0, "up")));

        assertThatThrownBy(() -> ClassifiedClips.of(List.of("no", "yes"), data, new float[1][2], new Softmax(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected test clips labelled [no, yes] but got [up]");
        assertThatThrownBy(() -> ClassifiedClips.of(List.of("up", "yes"), data, new float[2][2], new Softmax(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected 1 rows of logits, one a clip, but got 2");
    }
}
