package io.github.kws4j.words;

import java.util.List;
import java.util.Locale;

/**
 * A word of a model, with what has to be known of its recordings when words are added later.
 *
 * @param detectors of the word
 * @param used number of recordings it was learnt from
 * @param found how many of them were found when left out in turn
 * @param floor the least logit of its thresholds, so that what it was not to be taken for stays under them
 */
record KeptWord(Detectors detectors, int used, int found, double floor) {
    String label() {
        return detectors.label();
    }

    /** As it stands in a model's notes. */
    String note() {
        return String.format(Locale.ROOT, "recordings %d, found %d, floor %.3f", used, found, floor);
    }

    /**
     * Reads a note.
     *
     * @throws IllegalArgumentException where it has another form
     */
    static KeptWord of(Detectors detectors, String note) {
        List<String> parts = List.of(note.split(", ", -1));
        if (parts.size() != 3) {
            throw new IllegalArgumentException("expected a note 'recordings 5, found 5, floor -4.000' on '"
                    + detectors.label() + "' but found '" + note + "'");
        }
        return new KeptWord(
                detectors,
                (int) number(parts.get(0), "recordings "),
                (int) number(parts.get(1), "found "),
                number(parts.get(2), "floor "));
    }

    private static double number(String part, String name) {
        try {
            return Double.parseDouble(part.substring(part.startsWith(name) ? name.length() : 0));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected '" + name + "' and a number but found '" + part + "'", e);
        }
    }
}
