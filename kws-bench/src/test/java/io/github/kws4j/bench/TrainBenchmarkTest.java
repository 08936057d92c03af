package io.github.kws4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainBenchmarkTest {
    @ParameterizedTest
    @CsvSource({"TUTORIAL, 13", "COMPACT, 8"})
    void stepsFollowEachOtherUntilItIsStopped(TrainBenchmark.Recipe recipe, int stepsPerEpoch) throws Exception {
        var benchmark = new TrainBenchmark();
        benchmark.recipe = recipe;
        benchmark.start();
        var first = benchmark.step();
        var second = benchmark.step();
        benchmark.stop();

        assertThat(first.number()).isEqualTo(1);
        assertThat(second.number()).isEqualTo(2);
        assertThat(second.steps()).isEqualTo(stepsPerEpoch);
        assertThat(second.loss()).isBetween(0.5, 20.0);
    }
}
