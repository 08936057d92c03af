package io.github.kws4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OwnWordsBenchmarkTest {
    @Test
    void whatIsTimedIsTheWork() throws IOException {
        var benchmark = new OwnWordsBenchmark();
        benchmark.open();
        try {
            assertThat(benchmark.enroll().enrollment().words())
                    .extracting(word -> word.recordings().used())
                    .allMatch(used -> used >= 7);
            assertThat(benchmark.embeddingOfASecond()).hasDimensions(12, 128);
        } finally {
            benchmark.close();
        }
    }
}
