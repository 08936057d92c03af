package io.github.kws4j.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With espeak-ng, where it is on the PATH. */
class WordAlignmentTest {
    private static final List<String> WORDS = List.of("seventeen", "gardens", "beside", "the", "yellow", "mountain");

    @TempDir
    private Path folder;

    private SpokenWords voice() {
        try {
            return SpokenWords.open(folder);
        } catch (IOException e) {
            assumeTrue(false, "needs espeak-ng on the PATH: " + e.getMessage());
            throw new IllegalStateException(e);
        }
    }

    @Test
    void wordsOfASlowerSentenceInNoiseAreLocatedToWithinFortyMilliseconds() throws IOException {
        SpokenWords voice = voice();
        var ends = new int[WORDS.size()];
        float[] sentence = new float[0];
        for (int i = 0; i < WORDS.size(); i++) {
            // Each word is slower than the synthesiser's by another factor.
            float[] word = voice.of(WORDS.get(i));
            float[] slower = Audio.of(word, Segments.RATE)
                    .resample(Segments.RATE + 500 + 400 * i)
                    .samples();
            int from = sentence.length;
            sentence = Arrays.copyOf(sentence, from + slower.length);
            System.arraycopy(slower, 0, sentence, from, slower.length);
            ends[i] = sentence.length;
        }
        var random = new Random(2);
        for (int i = 0; i < sentence.length; i++) {
            sentence[i] += (float) (0.002 * random.nextGaussian());
        }
        List<WordAlignment.Word> located = new WordAlignment(voice).locate(sentence, WORDS);
        assertThat(located).extracting(WordAlignment.Word::text).isEqualTo(WORDS);
        for (int i = 0; i < ends.length; i++) {
            assertThat(located.get(i).end()).as(WORDS.get(i)).isCloseTo(ends[i], within(Segments.RATE / 25));
            assertThat(located.get(i).start())
                    .isEqualTo(i == 0 ? 0 : located.get(i - 1).end());
        }
    }
}
