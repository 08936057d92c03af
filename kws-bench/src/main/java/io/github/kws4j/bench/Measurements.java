package io.github.kws4j.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What JMH wrote as JSON. */
record Measurements(List<Measurement> all, String jvm) {
    /**
     * One benchmark with its parameters.
     *
     * @param name class and method
     * @param callers threads that called it
     * @param values one an iteration, of all forks
     * @param spread half of JMH's interval for the mean of the values, as a part of it; NaN where there are too few
     * @param allocated bytes a call; negative where it was not measured
     */
    record Measurement(
            String name,
            Map<String, String> params,
            int callers,
            int forks,
            List<Double> values,
            double spread,
            String unit,
            double allocated) {
        private static final double MOST_SPREAD = 0.15;

        /** Whether the spread is small enough that the machine may be called quiet. */
        boolean isQuiet() {
            return spread <= MOST_SPREAD;
        }

        double median() {
            return at(0.5);
        }

        /** The value that {@code share} of all lie below. */
        double at(double share) {
            var sorted = values.stream().sorted().toList();
            double place = share * (sorted.size() - 1);
            int below = (int) place;
            double above = sorted.get(Math.min(below + 1, sorted.size() - 1));
            return sorted.get(below) + (place - below) * (above - sorted.get(below));
        }
    }

    static Measurements read(List<Path> files) throws IOException {
        var all = new ArrayList<Measurement>();
        String jvm = "";
        for (Path file : files) {
            for (JsonElement element :
                    JsonParser.parseString(Files.readString(file)).getAsJsonArray()) {
                JsonObject json = element.getAsJsonObject();
                all.add(measurement(json));
                jvm = json.get("vmName").getAsString() + " "
                        + json.get("vmVersion").getAsString();
            }
        }
        return new Measurements(List.copyOf(all), jvm);
    }

    /** The one with this name, these parameters among others, and this number of callers. */
    Measurement get(String name, Map<String, String> params, int callers) {
        return all.stream()
                .filter(m -> m.name.equals(name) && m.callers == callers)
                .filter(m -> m.params.entrySet().containsAll(params.entrySet()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a measurement of " + name + " with " + params
                        + " by " + callers + " but found none"));
    }

    /** One of the results that JMH writes. */
    static Measurement measurement(JsonObject json) {
        var params = new TreeMap<String, String>();
        if (json.has("params")) {
            json.getAsJsonObject("params")
                    .entrySet()
                    .forEach(e -> params.put(e.getKey(), e.getValue().getAsString()));
        }
        JsonObject metric = json.getAsJsonObject("primaryMetric");
        JsonObject allocated = json.getAsJsonObject("secondaryMetrics").getAsJsonObject("gc.alloc.rate.norm");
        String[] name = json.get("benchmark").getAsString().split("\\.");
        return new Measurement(
                name[name.length - 2] + "." + name[name.length - 1],
                params,
                json.get("threads").getAsInt(),
                json.get("forks").getAsInt(),
                values(metric.getAsJsonArray("rawData")),
                number(metric, "scoreError") / number(metric, "score"),
                metric.get("scoreUnit").getAsString().replace("/op", "").replace("us", "µs"),
                allocated == null ? -1 : allocated.get("score").getAsDouble());
    }

    private static double number(JsonObject metric, String name) {
        return metric.has(name) ? metric.get(name).getAsDouble() : Double.NaN;
    }

    private static List<Double> values(JsonArray forks) {
        var values = new ArrayList<Double>();
        for (JsonElement fork : forks) {
            fork.getAsJsonArray().forEach(value -> values.add(value.getAsDouble()));
        }
        return values;
    }
}
