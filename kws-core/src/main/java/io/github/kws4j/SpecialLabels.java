package io.github.kws4j;

/**
 * Labels that are no words of a model but what it hears besides: written in underscores, trained like any other, never
 * reported by a stream that isn't told to.
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
