package io.github.kws4j.train;

import io.github.kws4j.audio.Audio;

/** A clip held in memory: two bytes a sample where they tell all, four otherwise. */
sealed interface ClipStore {
    /** The sound, a new copy at each call. */
    Audio audio();

    /** Keeps {@code audio} without loss in the least memory. */
    static ClipStore of(Audio audio) {
        float[] samples = audio.samples();
        var pcm = new short[samples.length];
        for (int i = 0; i < samples.length; i++) {
            float scaled = samples[i] * 0x1p15f;
            pcm[i] = (short) scaled;
            if (pcm[i] != scaled) {
                return new Floats(audio);
            }
        }
        return new Pcm16(pcm, audio.sampleRate());
    }

    /** Samples that are multiples of 2^-15, as every 16-bit file gives. */
    record Pcm16(short[] pcm, int sampleRate) implements ClipStore {
        @Override
        public Audio audio() {
            var samples = new float[pcm.length];
            for (int i = 0; i < pcm.length; i++) {
                samples[i] = pcm[i] * 0x1p-15f;
            }
            return Audio.of(samples, sampleRate);
        }
    }

    /** Any other samples. */
    record Floats(Audio audio) implements ClipStore {}
}
