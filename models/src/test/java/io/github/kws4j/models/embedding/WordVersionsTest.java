package io.github.kws4j.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WordVersionsTest {
    private static final int RATE = Segments.RATE;

    private static float[] noise(int samples, double level, long seed) {
        return WordVersions.faintNoise(samples, level, new SplittableRandom(seed));
    }

    private static WordVersions versions(double level) {
        var noises = List.of(noise(RATE, level, 1), noise(RATE, level, 2));
        return new WordVersions(new WordDisturbance(noises, noises));
    }

    /** A click in the middle of a second of silence. */
    private static float[] click() {
        var sound = new float[RATE];
        sound[RATE / 2] = 1;
        return sound;
    }

    private static int loudest(float[] sound) {
        int loudest = 0;
        for (int i = 0; i < sound.length; i++) {
            loudest = Math.abs(sound[i]) > Math.abs(sound[loudest]) ? i : loudest;
        }
        return loudest;
    }

    @Test
    void aVersionSaysWhereASampleOfTheRecordingIsInIt() {
        for (int seed = 0; seed < 20; seed++) {
            var all = versions(1e-6).ofAll(click(), new SplittableRandom(seed));
            assertThat(all)
                    .hasSize(4)
                    .allSatisfy(version -> assertThat(loudest(version.sound()))
                            .isBetween(version.at(RATE / 2) - 2, version.at(RATE / 2) + 2));
        }
    }

    @Test
    void theFirstVersionIsTheRecordingAndTheSecondTheSameDisturbed() {
        float[] recording = noise(RATE, 0.1, 3);
        var all = versions(0.1).ofAll(recording, new SplittableRandom(4));
        var quiet = all.get(0);
        assertThat(Arrays.copyOfRange(quiet.sound(), quiet.pause(), quiet.pause() + RATE))
                .isEqualTo(recording);
        float[] disturbed = all.get(1).sound();
        assertThat(Disturbance.level(Arrays.copyOf(disturbed, quiet.pause())))
                .as("before the recording")
                .isGreaterThan(100 * Disturbance.level(Arrays.copyOf(quiet.sound(), quiet.pause())));
    }

    @Test
    void theOthersHaveSpeedsOfTheirOwn() {
        var stretches = new TreeSet<Double>();
        for (int seed = 0; seed < 40; seed++) {
            for (var version : versions(0.1).ofAll(noise(RATE / 2, 0.1, seed), new SplittableRandom(seed))) {
                stretches.add(version.stretch());
                int length = version.sound().length - version.pause() - RATE;
                assertThat((double) length).isBetween(version.stretch() * 8000 - 2, version.stretch() * 8000 + 2);
            }
        }
        assertThat(stretches).contains(0.87, 1.0, 1.17);
    }
}
