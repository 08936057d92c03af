package io.github.kws4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadBenchmarkTest {
    @Test
    void loadsAClassifierThatHears() {
        var benchmark = new LoadBenchmark();
        var classifier = benchmark.load();

        assertThat(classifier.labels())
                .contains(classifier.classify(Variant.clip()).label());
        benchmark.close();
    }
}
