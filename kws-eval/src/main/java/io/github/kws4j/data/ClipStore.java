package io.github.kws4j.data;

import io.github.kws4j.audio.Audio;
import java.util.Arrays;

/** A clip held in memory: two bytes a sample where they suffice, four otherwise. */
sealed interface ClipStore {
    /** Samples looked at in one go. */
    int BLOCK = 1024;

    /** The sound, a new copy at each call. */
    Audio audio();

    /** Hertz. */
    int sampleRate();

    /** Writes the first samples into {@code out}, followed by silence to its end. */
    void copyTo(float[] out);

    /** Keeps {@code audio} without loss in the least memory. */
    static ClipStore of(Audio audio) {
        var pcm = new short[audio.length()];
        var block = new float[Math.min(BLOCK, pcm.length)];
        for (int i = 0; i < pcm.length; i++) {
            if (i % BLOCK == 0) {
                audio.copyTo(i, block, 0, Math.min(BLOCK, pcm.length - i));
            }
            float scaled = block[i % BLOCK] * 0x1p15f;
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
            copyTo(samples);
            return Audio.of(samples, sampleRate);
        }

        @Override
        public void copyTo(float[] out) {
            int length = Math.min(out.length, pcm.length);
            for (int i = 0; i < length; i++) {
                out[i] = pcm[i] * 0x1p-15f;
            }
            Arrays.fill(out, length, out.length, 0);
        }
    }

    /** Any other samples. */
    record Floats(Audio audio) implements ClipStore {
        @Override
        public int sampleRate() {
            return audio.sampleRate();
        }

        @Override
        public void copyTo(float[] out) {
            int length = Math.min(out.length, audio.length());
            audio.copyTo(0, out, 0, length);
            Arrays.fill(out, length, out.length, 0);
        }
    }
}
