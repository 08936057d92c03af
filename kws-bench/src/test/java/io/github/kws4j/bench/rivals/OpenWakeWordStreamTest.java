package io.github.kws4j.bench.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.words.SpeechEmbedding;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpenWakeWordStreamTest {
    /** Its frames of 32 ms, of which the last ends 8 ms before the sound does, against ours of 25 ms. */
    private static final int LATER = 184;

    @Test
    void itsVectorsAreThoseThatOwnWordsAreLearntFrom() throws IOException {
        assumeTrue(Files.isDirectory(Rival.google()), "Google's networks are not in the repository");
        float[] sound = new float[3 * WordStream.RATE / WordStream.STEP * WordStream.STEP];
        var random = new Random(1);
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (float) (0.1 * random.nextGaussian() * Math.abs(Math.sin(i * 5e-4)));
        }
        float[] last;
        try (var stream = OpenWakeWordStream.open(Rival.google())) {
            stream.accept(sound);
            last = stream.vector();
        }
        try (var embedding = SpeechEmbedding.load(Rival.google())) {
            float[] later = new float[sound.length];
            System.arraycopy(sound, 0, later, LATER, sound.length - LATER);
            float[][] vectors = embedding.embed(Audio.of(later, WordStream.RATE));
            float[] ours = vectors[vectors.length - 1];

            assertThat(cosine(last, ours)).isCloseTo(1, within(1e-3));
            assertThat(cosine(last, vectors[vectors.length - 8])).isLessThan(0.99);
        }
    }

    @Test
    void partsOfAnyLengthGiveWhatTheWholeGives() throws IOException {
        assumeTrue(Files.isDirectory(Rival.google()), "Google's networks are not in the repository");
        float[] sound = new float[WordStream.RATE];
        var random = new Random(2);
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (float) (0.1 * random.nextGaussian());
        }
        try (var whole = OpenWakeWordStream.open(Rival.google());
                var parts = OpenWakeWordStream.open(Rival.google())) {
            whole.accept(sound);
            for (int at = 0; at < sound.length; at += 1000) {
                parts.accept(Arrays.copyOfRange(sound, at, at + 1000));
            }

            assertThat(parts.vector()).isEqualTo(whole.vector());
        }
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
        }
        return dot / size(a) / size(b);
    }

    private static double size(float[] a) {
        double power = 0;
        for (float value : Arrays.copyOf(a, a.length)) {
            power += value * value;
        }
        return Math.sqrt(power);
    }
}
