package io.github.kws4j.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the teacher that lies beside the data: {@code kws.data/../models/speech_embedding}. */
class SegmentsTest {
    @TempDir
    private Path folder;

    private Path teacher;

    @BeforeEach
    void findTeacher() {
        String data = System.getProperty("kws.data", "");
        teacher = Path.of(data, "..", "models", "speech_embedding");
        assumeTrue(
                !data.isEmpty() && Files.exists(teacher.resolve("embedding_model.onnx")),
                "needs the teacher beside the data that kws.data names");
    }

    /** A hum that rises and falls, in noise. */
    private static float[] sound(int samples) {
        var random = new SplittableRandom(4);
        var sound = new float[samples];
        for (int i = 0; i < samples; i++) {
            double hertz = 400 + 300 * Math.sin(i / 4000.0);
            double sample = 0.3 * Math.sin(2 * Math.PI * hertz * i / Segments.RATE) + 0.02 * random.nextGaussian();
            sound[i] = Math.round(sample * 0x1p15) * 0x1p-15f;
        }
        return sound;
    }

    @Test
    void theTeacherOverAWholeSoundGivesWhatItGivesWindowByWindow() throws IOException {
        float[] sound = sound(3 * Segments.RATE);
        try (var google = new Teacher(teacher)) {
            float[] all = google.vectors(sound);
            int vectors = (sound.length - Teacher.SPAN) / Teacher.STEP + 1;
            assertThat(all).hasSize(vectors * Teacher.VALUES);
            for (int vector : new int[] {0, 7, vectors - 1}) {
                int from = vector * Teacher.STEP;
                float[] alone = google.vectors(Arrays.copyOfRange(sound, from, from + Teacher.SPAN));
                assertClose(alone, Arrays.copyOfRange(all, vector * Teacher.VALUES, (vector + 1) * Teacher.VALUES));
            }
        }
    }

    @Test
    void aVectorStandsForTheSoundThatEndedADelayBeforeItsLastFrame() throws IOException {
        float[] sound = sound(2 * Segments.SAMPLES + 5000);
        Path file = folder.resolve("0.segments");
        Audio.of(sound, Segments.RATE).write(folder.resolve("hum.wav"));
        Segments segments;
        int seed = 0;
        do {
            Files.deleteIfExists(file);
            try (var google = new Teacher(teacher)) {
                Segments.write(
                        file, List.of(folder.resolve("hum.wav")), Set.of(), google, new SplittableRandom(seed++));
            }
            segments = Segments.open(List.of(file));
        } while (!Arrays.equals(segments.samples(0), Arrays.copyOf(sound, Segments.SAMPLES)));
        assertThat(segments.size()).isEqualTo(2);

        float[] second = Arrays.copyOfRange(sound, Segments.SAMPLES, 2 * Segments.SAMPLES);
        assertThat(segments.samples(1)).isEqualTo(second);
        var vectors = new float[Segments.VECTORS * Teacher.VALUES];
        segments.vectors(1, vectors, 0);
        try (var google = new Teacher(teacher)) {
            for (int vector : new int[] {11, 40, Segments.VECTORS - 1}) {
                int frameEnd = (8 * vector + 7) * 160 + 480;
                int end = frameEnd - Segments.DELAY;
                float[] alone = google.vectors(Arrays.copyOfRange(second, end - Teacher.SPAN, end));
                assertClose(alone, Arrays.copyOfRange(vectors, vector * Teacher.VALUES, (vector + 1) * Teacher.VALUES));
            }
        }
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-3f));
        }
    }
}
