package io.github.kws4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    @Test
    void valuesAreWrittenInTheOrderOfTheirKeys() {
        var object = new JsonObject()
                .with("text", "a \"quoted\" \\ path\n")
                .with("file", Path.of("a.wav"))
                .with("count", 3)
                .with("share", 0.25)
                .with("seconds", Duration.ofMillis(1250))
                .with("list", List.of(1, "b"))
                .with("map", Map.of("k", true))
                .with("absent", Optional.empty())
                .with("inner", new JsonObject().with("x", Optional.of(1L)));

        assertThat(object)
                .hasToString(
                        "{\"text\":\"a \\\"quoted\\\" \\\\ path\\u000a\",\"file\":\"a.wav\",\"count\":3,\"share\":0.25,"
                                + "\"seconds\":1.25,\"list\":[1,\"b\"],"
                                + "\"map\":{\"k\":true},\"absent\":null,\"inner\":{\"x\":1}}");
    }

    @Test
    void numbersThatJsonHasNotAreNull() {
        assertThat(new JsonObject().with("a", Double.NaN).with("b", Float.POSITIVE_INFINITY))
                .hasToString("{\"a\":null,\"b\":null}");
    }

    @Test
    void otherValuesAreRefused() {
        var object = new JsonObject().with("a", new Object());

        assertThatThrownBy(object::toString).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void anyTextIsOneLineOfValidUtf8ThatParsesBack(@ForAll String text) {
        String line = new JsonObject().with("k", text).toString();

        assertThat(line.lines()).hasSize(1);
        assertThat(new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(line);
        assertThat(JsonParser.parseString(line).getAsJsonObject().get("k").getAsString())
                .isEqualTo(text);
    }
}
