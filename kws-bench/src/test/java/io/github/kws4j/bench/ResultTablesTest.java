package io.github.kws4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kws4j.bench.Measurements.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTablesTest {
    /** As JMH 1.37 writes it. */
    private static final String JSON = """
            [{"jmhVersion": "1.37", "benchmark": "io.github.kws4j.bench.SpectrogramBenchmark.magnitudes", \
            "mode": "avgt",
              "threads": 2, "forks": 3, "vmName": "OpenJDK 64-Bit Server VM", "vmVersion": "17.0.19",
              "params": {"rival": "KWS4J"},
              "primaryMetric": {"score": 4.0, "scoreError": 0.5, "scoreUnit": "us/op",
               "rawData": [[3.0, 1.0], [2.0, 10.0], [5.0]]},
              "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 24.5, "scoreUnit": "B/op"}}}]
            """;

    @TempDir
    Path folder;

    @Test
    void medianIsThatOfAllIterationsOfAllForks() throws IOException {
        var measurements = Measurements.read(List.of(Files.writeString(folder.resolve("a.json"), JSON)));
        Measurement only = measurements.get("SpectrogramBenchmark.magnitudes", Map.of("rival", "KWS4J"), 2);

        assertThat(only.median()).isEqualTo(3);
        assertThat(only.at(0.25)).isEqualTo(2);
        assertThat(only.at(0.875)).isEqualTo(7.5);
        assertThat(only.spread()).isEqualTo(0.125);
        assertThat(only.unit()).isEqualTo("µs");
        assertThat(only.allocated()).isEqualTo(24.5);
        assertThat(measurements.jvm()).isEqualTo("OpenJDK 64-Bit Server VM 17.0.19");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> measurements.get("SpectrogramBenchmark.magnitudes", Map.of("rival", "KWS4J"), 1))
                .withMessage("expected a measurement of SpectrogramBenchmark.magnitudes with {rival=KWS4J} by 1 but "
                        + "found none");
    }

    @Test
    void everyGoalIsComparedWithTheRatioReached() throws IOException {
        var all = new ArrayList<Measurement>();
        for (Goal goal : Goal.ALL) {
            for (var side : List.of(goal.slower(), goal.faster())) {
                double time = side.equals(goal.slower()) ? 30 : 10;
                double spread = side.params().containsValue("TENSORFLOW") ? 0.16 : 0.15;
                all.add(new Measurement(side.name(), side.params(), side.callers(), 3, List.of(time), spread, "µs", 0));
            }
        }
        String tables = ResultTables.tables(new Measurements(all, "JVM"), "abc1234", "Load.");

        assertThat(tables)
                .contains("Commit abc1234.")
                .contains("\nLoad.\n")
                .contains("| STFT magnitudes: TensorFlow / ours | 4.00 | 3.00 | missed, spreads over 15 % |")
                .contains("| STFT magnitudes: Commons Math / ours | 15.00 | 3.00 | missed |")
                .contains("| STFT magnitudes: JTransforms' FFT alone / ours | 0.80 | 3.00 |  |")
                .contains("rival=TENSORFLOW | 1 | 30.0 | 30.0 to 30.0 | µs | 0 | 3 | spreads over 15 % |")
                .contains("rival=KWS4J | 1 | 10.0 | 10.0 to 10.0 | µs | 0 | 3 |  |");
    }

    @Test
    void loadBeforeSaysWhetherTheMachineWasAtRest() {
        assertThat(ResultTables.load(0.5, 2.04))
                .startsWith("The machine was at rest: its load was 0.5 before and 2.0,");
        assertThat(ResultTables.load(0.6, 2)).startsWith("The machine was not at rest: its load was 0.6");
    }

    @Test
    void whatStandsOutsideTheMarkersStays() throws IOException {
        Path file = folder.resolve("RESULTS.md");
        Files.writeString(
                file,
                "before\n<!-- begin of what ResultTables writes -->\nold\n<!-- end of what ResultTables writes "
                        + "-->\nafter\n");
        Path json = Files.writeString(folder.resolve("b.json"), complete());
        ResultTables.main(new String[] {file.toString(), "abc1234", "0.1", "1.9", json.toString()});

        assertThat(file).content().startsWith("before\n").endsWith("after\n").doesNotContain("old\n");
        assertThat(folder.resolve("results.png")).isNotEmptyFile();
    }

    /** A measurement for each side of each goal. */
    private static String complete() {
        var entries = new ArrayList<String>();
        for (Goal goal : Goal.ALL) {
            for (var side : List.of(goal.slower(), goal.faster())) {
                var params = side.params().entrySet().stream()
                        .map(e -> "\"%s\": \"%s\"".formatted(e.getKey(), e.getValue()))
                        .toList();
                entries.add("""
                        {"benchmark": "x.%s", "threads": %d, "forks": 3, "vmName": "JVM", "vmVersion": "17", \
                        "params": {%s},
                         "primaryMetric": {"scoreUnit": "us/op", "rawData": [[100.0]]}, "secondaryMetrics": {}}
                        """.formatted(side.name(), side.callers(), String.join(", ", params)));
            }
        }
        return entries.toString();
    }
}
