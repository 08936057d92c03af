package io.github.kws4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The {@code kws.*} entries of a model file: the one place where metadata are text. Each key is read by name; what is
 * left over at the end is an error, so that nothing misspelt is passed over. Notes have keys of their own,
 * {@code kws.note.*}.
 *
 * <p>Labels and notes may hold any characters. A backslash, a line break, U+0000 and the two halves of characters
 * beyond U+FFFF are written as escapes, as not every runtime takes them whole across its native border; characters that
 * stand as they are are read as they are.
 */
final class MetadataEntries {
    private static final String PREFIX = "kws.";
    static final String LABELS = PREFIX + "labels";
    private static final String SAMPLE_RATE = PREFIX + "sample_rate";
    private static final String WINDOW = PREFIX + "window";
    private static final String STEP_FRAMES = PREFIX + "step_frames";
    private static final String TEMPERATURE = PREFIX + "temperature";
    private static final String NOTE = PREFIX + "note.";
    private static final String THRESHOLDS = PREFIX + "thresholds.";
    private static final String STREAM = THRESHOLDS + "stream";
    private static final List<String> RESERVED = List.of(
            "labels", "sample_rate", "window", "step_frames", "temperature", "note.", "thresholds.", "spectrogram.");

    private final Map<String, String> entries;
    private final TreeSet<String> unread = new TreeSet<>();

    private MetadataEntries(Map<String, String> entries) {
        this.entries = entries;
        entries.keySet().stream().filter(key -> key.startsWith(PREFIX)).forEach(unread::add);
    }

    /** Whether a note of this name could be taken for something else. */
    static boolean isReserved(String name) {
        return RESERVED.stream().anyMatch(key -> key.endsWith(".") ? name.startsWith(key) : name.equals(key));
    }

    static Map<String, String> write(ModelMetadata metadata) {
        var entries = new LinkedHashMap<String, String>();
        entries.put(LABELS, lines(metadata.labels()));
        entries.put(SAMPLE_RATE, Integer.toString(metadata.sampleRate()));
        entries.put(WINDOW, Integer.toString(metadata.windowSamples()));
        metadata.stepFrames().ifPresent(frames -> entries.put(STEP_FRAMES, Integer.toString(frames)));
        entries.put(TEMPERATURE, Double.toString(metadata.temperature()));
        metadata.frontEnd().ifPresent(frontEnd -> FrontEndEntries.write(frontEnd, entries));
        metadata.operatingPoints().ifPresent(points -> write(points, entries));
        metadata.notes().forEach((name, text) -> entries.put(NOTE + escaped(name), escaped(text)));
        return entries;
    }

    private static void write(OperatingPoints points, Map<String, String> entries) {
        entries.put(STREAM, points.settings().toString());
        points.thresholds()
                .forEach((rate, words) -> entries.put(
                        THRESHOLDS + rate,
                        String.join(
                                "\n",
                                words.entrySet().stream()
                                        .map(word -> escaped(word.getKey()) + "=" + word.getValue())
                                        .collect(Collectors.toList()))));
    }

    private static String lines(List<String> labels) {
        return String.join("\n", labels.stream().map(MetadataEntries::escaped).collect(Collectors.toList()));
    }

    static ModelMetadata read(Map<String, String> entries) {
        return new MetadataEntries(entries).metadata();
    }

    private ModelMetadata metadata() {
        try {
            var builder = ModelMetadata.builder(labels(text(LABELS)))
                    .sampleRate(number(SAMPLE_RATE, "a whole number", Integer::valueOf))
                    .windowSamples(number(WINDOW, "a whole number", Integer::valueOf));
            if (has(STEP_FRAMES)) {
                builder.stepFrames(number(STEP_FRAMES, "a whole number", Integer::valueOf));
            }
            if (has(TEMPERATURE)) {
                builder.temperature(number(TEMPERATURE, "a number", Double::valueOf));
            }
            if (unread.stream().anyMatch(key -> key.startsWith(FrontEndEntries.PREFIX))) {
                builder.frontEnd(FrontEndEntries.read(this));
            }
            if (unread.stream().anyMatch(key -> key.startsWith(THRESHOLDS))) {
                builder.operatingPoints(operatingPoints());
            }
            keys(NOTE)
                    .forEach(key ->
                            builder.note(unescaped(key, key.substring(NOTE.length())), unescaped(key, text(key))));
            requireAllRead();
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new ModelException("model metadata: " + e.getMessage(), e);
        }
    }

    private static List<String> labels(String lines) {
        return Arrays.stream(lines.split("\n", -1))
                .map(line -> unescaped(LABELS, line))
                .collect(Collectors.toList());
    }

    private OperatingPoints operatingPoints() {
        var settings = StreamSettings.parse(text(STREAM));
        var thresholds = new TreeMap<Double, Map<String, Double>>();
        for (String key : keys(THRESHOLDS)) {
            double rate =
                    parsed(key, "a rate after " + THRESHOLDS, key.substring(THRESHOLDS.length()), Double::valueOf);
            thresholds.put(rate, words(key, text(key)));
        }
        return new OperatingPoints(settings, thresholds);
    }

    private static Map<String, Double> words(String key, String lines) {
        var words = new LinkedHashMap<String, Double>();
        for (String line : lines.split("\n", -1)) {
            int equals = line.lastIndexOf('=');
            if (equals < 0) {
                throw refused(key, "lines word=threshold", line);
            }
            words.put(
                    unescaped(key, line.substring(0, equals)),
                    parsed(key, "a number", line.substring(equals + 1), Double::valueOf));
        }
        return words;
    }

    private List<String> keys(String prefix) {
        return unread.stream().filter(key -> key.startsWith(prefix)).collect(Collectors.toList());
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    String text(String key) {
        String value = entries.get(key);
        if (value == null) {
            throw new ModelException("model metadata: expected an entry " + key + " but found none"
                    + (unread.isEmpty() ? "" : " among " + named(unread)));
        }
        unread.remove(key);
        return value;
    }

    <T> T number(String key, String what, Function<String, T> parse) {
        return parsed(key, what, text(key), parse);
    }

    private static <T> T parsed(String key, String what, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw refused(key, what, text);
        }
    }

    boolean flag(String key) {
        return switch (text(key)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(key, "true or false", text(key));
        };
    }

    <E extends Enum<E>> E constant(String key, Class<E> type) {
        String value = text(key);
        var names = new ArrayList<String>();
        for (E constant : type.getEnumConstants()) {
            names.add(name(constant));
            if (name(constant).equals(value)) {
                return constant;
            }
        }
        throw refused(key, "one of " + names, value);
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static ModelException refused(String key, String expected, String found) {
        return new ModelException(
                "model metadata: expected " + expected + " for " + key + " but found '" + found + "'");
    }

    private void requireAllRead() {
        if (!unread.isEmpty()) {
            throw new ModelException(
                    "model metadata: expected no entries but those that this version of kws4j knows but found "
                            + named(unread));
        }
    }

    /** The keys that nobody read, as they can be printed. */
    private static List<String> named(Collection<String> keys) {
        return keys.stream().map(MetadataEntries::escaped).collect(Collectors.toList());
    }

    static String escaped(String text) {
        var escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                default -> {
                    if (c == 0 || Character.isSurrogate(c)) {
                        escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    private static String unescaped(String key, String text) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char kind = ++i < text.length() ? text.charAt(i) : ' ';
            switch (kind) {
                case '\\' -> plain.append('\\');
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 'u' -> {
                    plain.append(codeUnit(key, text, i + 1));
                    i += 4;
                }
                default ->
                    throw refused(key, "\\\\, \\n, \\r or \\u and four hexadecimal digits after a backslash", text);
            }
        }
        return plain.toString();
    }

    private static char codeUnit(String key, String text, int from) {
        String digits = text.substring(from, Math.min(text.length(), from + 4));
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            throw refused(key, "four hexadecimal digits after \\u", text);
        }
        return (char) Integer.parseInt(digits, 16);
    }
}
