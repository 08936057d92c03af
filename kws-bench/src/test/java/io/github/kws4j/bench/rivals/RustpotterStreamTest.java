package io.github.kws4j.bench.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kws4j.Detection;
import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RustpotterStreamTest {
    /** Of a distance of 0: Rustpotter's score of a distance is the logistic function of 1 - distance / 0.22. */
    private static final double BEST_SCORE = 1 / (1 + Math.exp(-1));

    @BeforeEach
    void needsItsLibrary() {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "Rustpotter's library is only tried on Linux");
    }

    @Test
    void itsOwnCepstraOfALearntRecordingAreThoseInTheReference() throws IOException {
        Audio recording = Audio.of(glide(1), WordStream.RATE);
        var detections = new ArrayList<Detection>();
        try (var stream = RustpotterStream.open(Map.of("glide", List.of(recording)), 0.5f)) {
            stream.accept(noise(2 * WordStream.RATE));
            detections.addAll(stream.accept(recording.samples()));
            detections.addAll(stream.accept(noise(2 * WordStream.RATE)));
        }

        assertThat(detections).hasSize(1);
        assertThat(detections.get(0).label()).isEqualTo("glide");
        assertThat(detections.get(0).score()).isCloseTo(BEST_SCORE, within(1e-4));
        assertThat(detections.get(0).at().toMillis()).isBetween(2800L, 3100L);
    }

    @Test
    void timesStartAnewAfterAReset() throws IOException {
        Audio recording = Audio.of(glide(1), WordStream.RATE);
        try (var stream = RustpotterStream.open(Map.of("glide", List.of(recording)), 0.5f)) {
            stream.accept(noise(9 * WordStream.RATE));
            stream.reset();
            var detections = new ArrayList<>(stream.accept(recording.samples()));
            detections.addAll(stream.accept(noise(2 * WordStream.RATE)));

            assertThat(detections)
                    .singleElement()
                    .satisfies(
                            detection -> assertThat(detection.at().toMillis()).isBetween(800L, 1100L));
        }
    }

    private static float[] noise(int length) {
        var random = new Random(2);
        float[] noise = new float[length];
        for (int i = 0; i < length; i++) {
            noise[i] = (float) (1e-4 * random.nextGaussian());
        }
        return noise;
    }

    /** A second in whose middle a buzz's pitch and loudness glide. */
    private static float[] glide(long seed) {
        float[] samples = noise(WordStream.RATE);
        double phase = 0;
        for (int i = WordStream.RATE / 8; i < WordStream.RATE * 7 / 8; i++) {
            double at = (double) i / WordStream.RATE;
            phase += (200 + 900 * at * at) / WordStream.RATE;
            samples[i] += (float) (0.3 * Math.sin(9 * at) * Math.sin(9 * at) * (phase % 1 - 0.5));
        }
        return samples;
    }
}
