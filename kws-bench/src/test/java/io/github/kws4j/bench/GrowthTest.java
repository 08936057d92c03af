package io.github.kws4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.KeywordClassifier;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class GrowthTest {
    @Test
    void tablesHaveARowForEachNumber() throws IOException {
        var growth = new Growth(2, 20);
        try (KeywordClassifier classifier = BenchmarkedModel.open()) {
            assertThat(growth.clips(classifier, 1, 10)).contains("\n| 1 | ").contains("\n| 10 | ");
            assertThat(growth.streams(classifier, 3)).contains("\n| 3 | ").doesNotContain("| 3 | 0.00 |");
        }
    }
}
