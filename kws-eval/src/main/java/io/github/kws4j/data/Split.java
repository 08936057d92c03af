package io.github.kws4j.data;

/**
 * A data set in three parts that share no clip.
 *
 * @param train the clips to fit on
 * @param validation the clips to choose by: early stopping, thresholds, recipes
 * @param test the clips for the final figure only
 * @param rule how the clips were dealt out, in words: what a figure of the test clips means depends on it
 */
public record Split(AudioDataset train, AudioDataset validation, AudioDataset test, String rule) {
    static final String BY_SPEAKER = "by speaker: no speaker is in two parts";

    /**
     * Parts that a caller has dealt out.
     *
     * @param train the clips to fit on
     * @param validation the clips to choose by
     * @param test the clips for the final figure only
     */
    public Split(AudioDataset train, AudioDataset validation, AudioDataset test) {
        this(train, validation, test, "as given");
    }
}
