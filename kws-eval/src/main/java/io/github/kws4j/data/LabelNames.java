package io.github.kws4j.data;

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;

/** What a label's name must be: one line that can be read and distinguished from the others. */
final class LabelNames {
    private LabelNames() {}

    /**
     * Checks all labels of a data set.
     *
     * @throws IllegalArgumentException where one is blank, has characters that are lost or no letters, or looks like
     *     another
     */
    static void check(Collection<String> labels) {
        var seen = new HashMap<String, String>();
        for (String label : labels) {
            if (label.isBlank()
                    || label.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
                throw new IllegalArgumentException("expected labels of one line but got '" + label + "'");
            }
            if (label.indexOf(0xFFFD) >= 0) {
                throw new IllegalArgumentException("expected labels whose characters can be read but got '" + label
                        + "'; names of files are read as " + System.getProperty("sun.jnu.encoding")
                        + ", which LC_ALL=C.UTF-8 makes UTF-8");
            }
            String other = seen.put(appearance(label), label);
            if (other != null && !other.equals(label)) {
                throw new IllegalArgumentException("expected distinguishable labels but got '" + other + "' and '"
                        + label + "', which differ in characters that can't be seen");
            }
        }
    }

    /** The label without what can't be seen: composition, blanks at its ends, and formatting. */
    private static String appearance(String label) {
        return Normalizer.normalize(label, Normalizer.Form.NFC)
                .replaceAll("\\p{Cf}", "")
                .replaceAll("\\s+|\\p{Z}+", " ")
                .strip();
    }
}
