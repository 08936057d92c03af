package io.github.kws4j.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A JSON object of one line (RFC 8259). Values are text, numbers, truth values, paths (as text), durations (as
 * seconds), lists, maps, other objects, and optional ones (absent: {@code null}); a number that is not finite is {@code
 * null}.
 */
public final class JsonObject {
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Adds a value under a key, after the others. */
    public JsonObject with(String key, Object value) {
        values.put(key, value);
        return this;
    }

    /** The object as text, without a line break. */
    @Override
    public String toString() {
        return text(values);
    }

    private static String text(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? text(optional.get()) : "null";
        } else if (value instanceof JsonObject object) {
            return text(object.values);
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> quoted(entry.getKey().toString()) + ":" + text(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        } else if (value instanceof List<?> list) {
            return list.stream().map(JsonObject::text).collect(Collectors.joining(",", "[", "]"));
        } else if (value instanceof Duration duration) {
            return Double.toString(duration.toNanos() / 1e9);
        } else if (value instanceof Double || value instanceof Float) {
            return Double.isFinite(((Number) value).doubleValue()) ? value.toString() : "null";
        } else if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        } else if (value instanceof String || value instanceof Path) {
            return quoted(value.toString());
        }
        throw new IllegalArgumentException("expected a JSON value but got " + value.getClass());
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == '\u2028' || c == '\u2029' || isAlone(text, i)) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** Half of a surrogate pair, which UTF-8 can't encode. */
    private static boolean isAlone(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
