package io.github.kws4j;

/**
 * Labels for sound without any of a model's words: written in underscores, trained like any other, and reported by a
 * stream only on request.
 */
public final class SpecialLabels {
    /** Speech that is none of the words. */
    public static final String UNKNOWN = "_unknown_";

    /** No speech: silence or noise. */
    public static final String SILENCE = "_silence_";

    private SpecialLabels() {}

    /**
     * Whether a label is special.
     *
     * @param label one of a model's labels
     * @return whether it begins and ends with an underscore
     */
    public static boolean contains(String label) {
        return label.length() > 2 && label.startsWith("_") && label.endsWith("_");
    }
}
