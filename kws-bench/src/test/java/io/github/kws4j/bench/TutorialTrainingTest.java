package io.github.kws4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TutorialTrainingTest {
    private static final Pattern TIMES = Pattern.compile(
            "kws4j: to the first step (\\d+\\.\\d) s, fit (\\d+\\.\\d) s, all (\\d+\\.\\d) s; validation loss .+");

    @Test
    void bothPartsMakeUpTheWhole(@TempDir Path folder) throws IOException {
        int number = 0;
        for (var clip : TutorialModel.noise(400).clips()) {
            Path word = Files.createDirectories(folder.resolve("word " + number % 8));
            clip.audio().write(word.resolve(number++ + ".wav"));
        }
        Matcher times = TIMES.matcher(TutorialTraining.times(folder, 1));
        assertThat(times.matches()).isTrue();
        double parts = Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2));
        assertThat(parts).isPositive().isEqualTo(Double.parseDouble(times.group(3)), within(0.11));
    }
}
