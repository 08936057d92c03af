package io.github.kws4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamBenchmarkTest {
    @ParameterizedTest
    @CsvSource({"bursts, 0", "quiet, 10"})
    void secondsAreHeardAndHoldNoWord(String sound, double gate) {
        var benchmark = new StreamBenchmark();
        benchmark.sound = sound;
        benchmark.gate = gate;
        benchmark.open();
        try {
            assertThat(benchmark.second()).isEmpty();
            assertThat(benchmark.secondInGroup()).isEqualTo(10 * StreamBenchmark.STREAMS);
        } finally {
            benchmark.close();
        }
    }

    @Test
    void loadRunsEveryWindowOfEveryStream() {
        try (KeywordClassifier classifier = BenchmarkedModel.open();
                var group = classifier.stream().openGroup(4)) {
            List<KeywordStream> streams = Stream.generate(group::open).limit(10).toList();

            assertThat(StreamLoad.run(group, streams, new float[10 * classifier.sampleRate()], 1))
                    .startsWith("10 streams, 1 s, ")
                    .contains(" 100 windows, ");
        }
    }
}
