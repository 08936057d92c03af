package io.github.kws4j.bench.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.kws4j.Detection;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.bench.rivals.Spotter.Spotted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContestTest {
    @TempDir
    Path folder;

    @BeforeEach
    void laySounds() throws IOException {
        Audio sound = Audio.of(new float[18 * 16_000], 16_000);
        sound.write(folder.resolve("a.wav"));
        Files.writeString(folder.resolve("a.txt"), "1.000\t1.500\tyes\n6.000\t6.400\tno\n");
        sound.write(folder.resolve("b.wav"));
        Files.writeString(folder.resolve("b.txt"), "3.000\t3.500\tyes\n");
    }

    @Test
    void rowsCountWordsConfusionsAndFalseAlarmsOfAllSoundsAndScaleCostToAnHour() throws IOException {
        var contest = new Contest(folder);
        contest.run("first", () -> sound -> new Spotted(List.of(at("yes", 1700), at("yes", 6500)), seconds(1)));
        contest.run("second", () -> sound -> new Spotted(List.of(at("no", 11_000)), seconds(3)));

        assertThat(contest.table()).isEqualTo("""
                | | found a | b | taken for another | false alarms | core seconds an hour | times the first |
                |---|---:|---:|---:|---:|---:|---:|
                | first | 1 of 2 (50.0 %) | 0 of 1 (0.0 %) | 1 | 2 | 200.0 | 1.0 |
                | second | 0 of 2 (0.0 %) | 0 of 1 (0.0 %) | 0 | 2 | 600.0 | 3.0 |
                """);
    }

    @Test
    void whoFailsIsSkippedWithTheReason() throws IOException {
        var contest = new Contest(folder);
        contest.run("broken", () -> {
            throw new IOException("no such model");
        });

        assertThat(contest.table()).contains("| broken | skipped: no such model |");
    }

    @Test
    void folderWithoutSoundsIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatIOException().isThrownBy(() -> new Contest(empty)).withMessageContaining("found none");
    }

    private static Detection at(String label, long millis) {
        Duration time = Duration.ofMillis(millis);
        return new Detection(label, 1, time, time, time);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
