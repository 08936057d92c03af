package io.github.kws4j.data;

/**
 * A data set in three parts that share no clip.
 *
 * @param train the clips to fit on
 * @param validation the clips to choose by: early stopping, thresholds, recipes
 * @param test the clips for the final figure only
 */
public record Split(AudioDataset train, AudioDataset validation, AudioDataset test) {}
