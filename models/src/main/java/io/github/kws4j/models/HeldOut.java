package io.github.kws4j.models;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which recordings teach, which choose thresholds and which are only counted on: one rule for every model in the jars.
 * For LibriSpeech's dev-clean the reader decides (of the 40 in the order of their numbers, every fourth from the first
 * chooses thresholds, every fourth from the second is counted on), for the noises of ESC-10 their fold.
 */
public enum HeldOut {
    /** Teaches. */
    TRAINING,
    /** Chooses thresholds and describes other speech; does not teach. */
    THRESHOLDS,
    /** Is counted on; neither teaches nor chooses a threshold. */
    COUNTING;

    private static final Set<String> THRESHOLD_READERS =
            Set.of("84", "652", "1673", "2035", "2412", "3000", "3576", "5536", "6295", "7850");
    private static final Set<String> COUNTED_READERS =
            Set.of("174", "777", "1919", "2078", "2428", "3081", "3752", "5694", "6313", "7976");
    private static final Pattern FOLD = Pattern.compile(".*_([1-5])-.*");

    /**
     * What a recording is for.
     *
     * @param recording its path in the folders of the data: {@code gathered/...} or {@code base/...}
     * @return its part
     */
    public static HeldOut of(Path recording) {
        String path = recording.toString().replace('\\', '/');
        if (path.contains("/dev-clean/")) {
            return ofReader(path.replaceAll(".*/dev-clean/([0-9]+)/.*", "$1"));
        }
        if (path.contains("/read_speech/measure/") || path.contains("/own_words/")) {
            return COUNTING;
        }
        return path.contains("/noise/") ? ofNoise(path) : TRAINING;
    }

    private static HeldOut ofReader(String reader) {
        if (THRESHOLD_READERS.contains(reader)) {
            return THRESHOLDS;
        }
        return COUNTED_READERS.contains(reader) ? COUNTING : TRAINING;
    }

    private static HeldOut ofNoise(String path) {
        Matcher fold = FOLD.matcher(path);
        return switch (fold.matches() ? fold.group(1) : "") {
            case "5" -> COUNTING;
            case "4" -> THRESHOLDS;
            default -> TRAINING;
        };
    }
}
