package io.github.kws4j.spectrogram;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A spectrogram's settings as text, read by name and checked. */
final class Settings {
    private final Map<String, String> entries;
    private final TreeSet<String> unread;

    Settings() {
        this(Map.of());
    }

    Settings(Map<String, String> entries) {
        this.entries = new LinkedHashMap<>(entries);
        this.unread = new TreeSet<>(entries.keySet());
    }

    static int atLeast(int least, int value, String name) {
        check(value >= least, name + " >= " + least, value);
        return value;
    }

    static void check(boolean holds, String expected, Object actual) {
        if (!holds) {
            throw new IllegalArgumentException("expected " + expected + " but got " + actual);
        }
    }

    void put(String name, Object value) {
        entries.put(name, value.toString().toLowerCase(Locale.ROOT));
    }

    String text(String name) {
        String value = entries.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "expected spectrogram setting " + name + " but got only " + new TreeSet<>(entries.keySet()));
        }
        unread.remove(name);
        return value;
    }

    int integer(String name) {
        try {
            return Integer.parseInt(text(name));
        } catch (NumberFormatException e) {
            throw refused(name, "a whole number", e);
        }
    }

    double number(String name) {
        try {
            return Double.parseDouble(text(name));
        } catch (NumberFormatException e) {
            throw refused(name, "a number", e);
        }
    }

    boolean flag(String name) {
        return switch (text(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(name, "true or false", null);
        };
    }

    <E extends Enum<E>> E constant(String name, Class<E> type) {
        String value = text(name);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElseThrow(() -> refused(
                        name,
                        "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT),
                        null));
    }

    void expectAllRead() {
        check(unread.isEmpty(), "no other spectrogram settings", unread);
    }

    Map<String, String> toMap() {
        return Collections.unmodifiableMap(entries);
    }

    private IllegalArgumentException refused(String name, String expected, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "expected " + expected + " as spectrogram setting " + name + " but got " + entries.get(name), cause);
    }
}
