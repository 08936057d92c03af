package io.github.kws4j.train;

import io.github.kws4j.audio.Audio;

/**
 * One labelled sound.
 *
 * @param name where it came from, {@code folder/file} for clips read from disk
 * @param label the word that is said in it
 * @param audio the sound
 */
public record LabelledClip(String name, String label, Audio audio) {}
