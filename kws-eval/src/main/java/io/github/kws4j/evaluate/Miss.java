package io.github.kws4j.evaluate;

import io.github.kws4j.data.LabelledClip;

/**
 * A clip that was classified wrong.
 *
 * @param clip the clip
 * @param answer the likeliest word
 * @param probability of the likeliest word, 0 to 1
 * @param wordProbability of the word that is said in the clip, 0 to 1
 */
public record Miss(LabelledClip clip, String answer, double probability, double wordProbability) {}
