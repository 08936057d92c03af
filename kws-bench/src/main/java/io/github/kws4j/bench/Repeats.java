package io.github.kws4j.bench;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures again what spread too much to be quiet, with the settings that JMH wrote beside it: up to {@value #TIMES}
 * times each. The steadiest measurement stays in the file.
 *
 * <pre>{@code java -cp kws-bench/target/benchmarks.jar io.github.kws4j.bench.Repeats results/1-spectrogram.json}</pre>
 */
public final class Repeats {
    private static final int TIMES = 3;

    /** Measures once more what a result of JMH is of. */
    interface Again {
        JsonObject measure(JsonObject result) throws IOException;
    }

    private Repeats() {}

    /** Takes JMH's JSON files. */
    public static void main(String[] files) throws IOException {
        for (String name : files) {
            Path file = Path.of(name);
            JsonArray steadied = steadied(read(file), Repeats::run);
            Files.writeString(
                    file, new GsonBuilder().setPrettyPrinting().create().toJson(steadied));
        }
    }

    private static JsonArray read(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonArray();
    }

    /** The results, each the steadiest of its measurements. */
    static JsonArray steadied(JsonArray results, Again again) throws IOException {
        var steadied = new JsonArray();
        for (JsonElement element : results) {
            JsonObject best = element.getAsJsonObject();
            for (int i = 0; i < TIMES && !Measurements.measurement(best).isQuiet(); i++) {
                JsonObject next = again.measure(best);
                best = spread(next) < spread(best) ? next : best;
            }
            steadied.add(best);
        }
        return steadied;
    }

    private static double spread(JsonObject result) {
        double spread = Measurements.measurement(result).spread();
        return Double.isNaN(spread) ? Double.POSITIVE_INFINITY : spread;
    }

    private static JsonObject run(JsonObject result) throws IOException {
        Path file = Files.createTempFile("repeat", ".json");
        var options = new OptionsBuilder()
                .include("^" + Pattern.quote(text(result, "benchmark")) + "$")
                .mode(Mode.deepValueOf(text(result, "mode")))
                .threads(result.get("threads").getAsInt())
                .forks(result.get("forks").getAsInt())
                .warmupIterations(result.get("warmupIterations").getAsInt())
                .warmupTime(TimeValue.fromString(text(result, "warmupTime").replace(" ", "")))
                .measurementIterations(result.get("measurementIterations").getAsInt())
                .measurementTime(
                        TimeValue.fromString(text(result, "measurementTime").replace(" ", "")))
                .addProfiler(GCProfiler.class)
                .resultFormat(ResultFormatType.JSON)
                .result(file.toString());
        if (result.has("params")) {
            result.getAsJsonObject("params")
                    .entrySet()
                    .forEach(param ->
                            options.param(param.getKey(), param.getValue().getAsString()));
        }
        try {
            new Runner(options.build()).run();
            return read(file).get(0).getAsJsonObject();
        } catch (RunnerException e) {
            throw new IOException(e);
        } finally {
            Files.delete(file);
        }
    }

    private static String text(JsonObject result, String name) {
        return result.get(name).getAsString();
    }
}
