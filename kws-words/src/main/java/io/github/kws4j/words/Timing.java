package io.github.kws4j.words;

/**
 * When an embedding's vectors come: the {@code n}-th {@code (n + 1) stepSamples} after the start, and it is about what
 * was said {@code delay} samples earlier; a detector looks at the last {@code window} of them.
 */
record Timing(int sampleRate, int stepSamples, int delay, int window) {
    static Timing of(SpeechEmbedding embedding) {
        return new Timing(embedding.sampleRate(), embedding.stepSamples(), embedding.delay(), embedding.window());
    }

    int seconds(double seconds) {
        return (int) (seconds * sampleRate);
    }

    /** The first vector about a sample or later ones. */
    int firstStep(int sample) {
        return stepAt(sample + delay);
    }

    /** The first vector that comes at a sample or later. */
    int stepAt(int sample) {
        return Math.max(0, (sample + stepSamples - 1) / stepSamples - 1);
    }
}
