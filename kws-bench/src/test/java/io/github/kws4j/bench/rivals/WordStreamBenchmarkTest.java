package io.github.kws4j.bench.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordStreamBenchmarkTest {
    /** Google's network is not in the repository. */
    @ParameterizedTest
    @EnumSource(
            value = Rival.class,
            names = {"KWS4J", "RUSTPOTTER"})
    void learntWordIsDetectedInAStreamThatSaysIt(Rival rival) throws IOException {
        assumeTrue(
                rival == Rival.KWS4J || System.getProperty("os.name").equals("Linux"),
                "Rustpotter's library is only tried on Linux");
        var benchmark = new WordStreamBenchmark();
        benchmark.rival = rival;
        benchmark.open();
        try {
            int detections = 0;
            for (int i = 0; i < 10; i++) {
                detections += benchmark.second().size();
            }
            assertThat(detections).isBetween(1, 10);
        } finally {
            benchmark.close();
        }
    }
}
