package io.github.kws4j.bench;

import ai.onnxruntime.OrtEnvironment;
import io.github.kws4j.bench.Measurements.Measurement;
import io.github.kws4j.plot.Plot;
import io.github.kws4j.plot.Plots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tensorflow.TensorFlow;

/**
 * Writes tables of JMH's results between the markers of {@code RESULTS.md}, and a picture beside it.
 *
 * <pre>{@code
 * java -cp kws-bench/target/benchmarks.jar io.github.kws4j.bench.ResultTables kws-bench/RESULTS.md COMMIT \
 *     LOAD_BEFORE LOAD_AFTER results/*.json
 * }</pre>
 */
public final class ResultTables {
    private static final String BEGIN = "<!-- begin of what ResultTables writes -->\n";
    private static final String END = "<!-- end of what ResultTables writes -->\n";
    private static final String PICTURE = "results.png";
    private static final double AT_REST = 0.5;
    private static final String UNQUIET = "spreads over 15 %";

    private ResultTables() {}

    /**
     * Takes the file to write into, the commit that was measured, the machine's load before and after it, and JMH's
     * JSON files.
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        var json = Arrays.stream(args).skip(4).map(Path::of).toList();
        var measurements = Measurements.read(json);
        String text = Files.readString(file);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        String load = load(Double.parseDouble(args[2]), Double.parseDouble(args[3]));
        String tables = tables(measurements, args[1], load);
        Files.writeString(file, text.substring(0, begin) + tables + text.substring(text.indexOf(END)));
        picture(measurements).save(file.resolveSibling(PICTURE));
    }

    static String tables(Measurements measurements, String commit, String load) throws IOException {
        return "\nCommit " + commit + ". " + machine(measurements) + "\n" + load + "\n\n![times](" + PICTURE + ")\n\n"
                + goals(measurements) + "\n" + times(measurements) + "\n";
    }

    static String load(double before, double after) {
        String rest = before <= AT_REST ? "at rest" : "not at rest";
        return String.format(
                Locale.ROOT,
                "The machine was %s: its load was %.1f before and %.1f, the benchmarks' own included, after it.",
                rest,
                before,
                after);
    }

    private static String machine(Measurements measurements) throws IOException {
        return "%s, %d cores; %s %s; %s; ONNX Runtime %s, TensorFlow %s, JTransforms 3.2, Commons Math 3.6.1, JMH 1.37."
                .formatted(
                        processor(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        measurements.jvm(),
                        OrtEnvironment.getEnvironment().getVersion(),
                        TensorFlow.version());
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String goals(Measurements measurements) {
        var lines = new ArrayList<>(List.of("| ratio of medians | goal | reached | |", "|---|---:|---:|---|"));
        for (Goal goal : Goal.ALL) {
            double reached = goal.reached(measurements);
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %s |",
                    goal.what(),
                    goal.least(),
                    reached,
                    verdict(goal, reached, measurements)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String verdict(Goal goal, double reached, Measurements measurements) {
        String verdict = reached >= goal.least() ? "" : "missed";
        if (goal.isQuiet(measurements)) {
            return verdict;
        }
        return verdict.isEmpty() ? UNQUIET : verdict + ", " + UNQUIET;
    }

    private static String times(Measurements measurements) {
        var lines = new ArrayList<>(List.of(
                "| benchmark | parameters | callers | median | quartiles | unit | bytes allocated | forks | |",
                "|---|---|---:|---:|---:|---|---:|---:|---|"));
        for (Measurement m : measurements.all()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %s | %d | %s | %s to %s | %s | %s | %d | %s |",
                    m.name(),
                    m.params().entrySet().stream().map(Object::toString).collect(Collectors.joining(", ")),
                    m.callers(),
                    number(m.median()),
                    number(m.at(0.25)),
                    number(m.at(0.75)),
                    m.unit(),
                    m.allocated() < 0 ? "" : String.format(Locale.ROOT, "%,.0f", m.allocated()),
                    m.forks(),
                    m.isQuiet() ? "" : UNQUIET));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%,.0f", value);
    }

    private static Plot picture(Measurements measurements) {
        var medians = new LinkedHashMap<String, Double>();
        measurements.all().stream()
                .filter(m -> m.callers() == 1 && m.unit().equals("µs"))
                .filter(m ->
                        m.params().containsKey("rival") || "1".equals(m.params().get("batch")))
                .forEach(m -> medians.put(name(m), m.median()));
        return Plots.bars("median time in µs for one second of sound, one thread", medians);
    }

    private static String name(Measurement measurement) {
        var params = measurement.params();
        String contender = params.getOrDefault("rival", params.getOrDefault("variant", ""));
        String benchmark = measurement.name().substring(measurement.name().indexOf('.') + 1);
        return (contender + ": " + benchmark).replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
