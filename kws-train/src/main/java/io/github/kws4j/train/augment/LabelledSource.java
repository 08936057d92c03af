package io.github.kws4j.train.augment;

/**
 * What one label is learnt from.
 *
 * @param label the word, or {@code _unknown_} or {@code _silence_}
 * @param share how often it is drawn, relative to the other labels' shares; above 0
 * @param source where its clips come from
 */
public record LabelledSource(String label, double share, ClipSource source) {
    /**
     * A source whose share has been checked.
     *
     * @throws IllegalArgumentException where {@code share} is not above 0
     */
    public LabelledSource {
        if (!(share > 0)) {
            throw new IllegalArgumentException("expected a share above 0 for " + label + " but got " + share);
        }
    }
}
