package io.github.kws4j.data;

import io.github.kws4j.audio.Audio;

/**
 * One sound and the word that is said in it. It is held in memory, two bytes a sample where it comes from a 16-bit
 * file, else four. Immutable and safe to share between threads.
 */
public final class LabelledClip {
    private final String name;
    private final String word;
    private final ClipStore sound;

    LabelledClip(String name, String word, ClipStore sound) {
        this.name = name;
        this.word = word;
        this.sound = sound;
    }

    /**
     * A clip of this sound.
     *
     * @param name where it came from, {@code folder/file} for clips read from disk
     * @param word what is said in it
     * @param audio the sound
     * @return the clip
     */
    public static LabelledClip of(String name, String word, Audio audio) {
        return new LabelledClip(name, word, ClipStore.of(audio));
    }

    /**
     * Where the clip came from: {@code folder/file} where it was read from disk.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The word that is said in it.
     *
     * @return the word
     */
    public String word() {
        return word;
    }

    /**
     * The sound, at the rate and length of its file.
     *
     * @return a new copy
     */
    public Audio audio() {
        return sound.audio();
    }

    /**
     * The sound's sample rate.
     *
     * @return hertz
     */
    public int sampleRate() {
        return sound.sampleRate();
    }

    /**
     * Writes the first samples into {@code out}, followed by silence to its end, without a copy in between.
     *
     * @param out receives samples in {@code [-1, 1]} at {@link #sampleRate()}
     */
    public void copyTo(float[] out) {
        sound.copyTo(out);
    }

    /**
     * The same sound under another word.
     *
     * @param other the word
     * @return a clip that shares this one's samples
     */
    public LabelledClip withWord(String other) {
        return new LabelledClip(name, other, sound);
    }

    @Override
    public String toString() {
        return name + " (" + word + ")";
    }
}
