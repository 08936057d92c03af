package io.github.kws4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    @Test
    void whatIsQuietIsNotMeasuredAgain() throws IOException {
        assertThat(scores(results(result(1, "0.15")))).containsExactly(1.0);
    }

    @Test
    void firstQuietMeasurementIsTheLast() throws IOException {
        assertThat(scores(results(result(1, "0.5")), result(2, "0.6"), result(3, "0.1"), result(4, "0")))
                .containsExactly(3.0);
    }

    @Test
    void steadiestStaysWhereThreeMoreAreNotQuiet() throws IOException {
        assertThat(scores(
                        results(result(1, "0.5"), result(9, "0.01")),
                        result(2, "0.3"),
                        result(3, "0.2"),
                        result(4, "0.4"),
                        result(5, "0")))
                .containsExactly(3.0, 9.0);
    }

    @Test
    void spreadThatIsUnknownIsMeasuredAgain() throws IOException {
        assertThat(scores(results(result(1, "\"NaN\"")), result(2, "0.1"))).containsExactly(2.0);
    }

    private static List<Double> scores(JsonArray results, JsonObject... again) throws IOException {
        Queue<JsonObject> next = new ArrayDeque<>(Arrays.asList(again));
        return Repeats.steadied(results, result -> next.remove()).asList().stream()
                .map(result -> result.getAsJsonObject()
                        .getAsJsonObject("primaryMetric")
                        .get("score")
                        .getAsDouble())
                .toList();
    }

    private static JsonArray results(JsonObject... results) {
        var array = new JsonArray();
        Arrays.asList(results).forEach(array::add);
        return array;
    }

    /** A score whose error is a part of it. */
    private static JsonObject result(double score, String spread) {
        String error = spread.contains("NaN") ? spread : "" + score * Double.parseDouble(spread);
        return JsonParser.parseString("""
                        {"benchmark": "x.A.b", "threads": 1, "forks": 3,
                         "primaryMetric": {"score": %s, "scoreError": %s, "scoreUnit": "us/op", "rawData": [[1.0]]},
                         "secondaryMetrics": {}}
                        """.formatted(score, error)).getAsJsonObject();
    }
}
