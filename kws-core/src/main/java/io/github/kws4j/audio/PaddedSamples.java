package io.github.kws4j.audio;

import java.nio.ByteOrder;

/**
 * Samples of 24 bits in four bytes, which WAV puts at the top and ALSA's S24, as some recorders write it, at the
 * bottom; the header doesn't say. At the top the lowest byte is 0; at the bottom the highest repeats the sign. Where
 * both hold, as at the bottom for a sound that once had 16 bits, they lie at the bottom until a sample says otherwise:
 * at the top, they would all be 48 dB under full scale.
 */
final class PaddedSamples {
    private final boolean bigEndian;
    private boolean top;
    private boolean bottom;
    private boolean sounding;

    PaddedSamples(ByteOrder order) {
        bigEndian = order == ByteOrder.BIG_ENDIAN;
    }

    boolean top() {
        return top;
    }

    /** Whether a sample that was not 0 has been brought to its value. */
    boolean sounding() {
        return sounding;
    }

    /**
     * Brings samples that were decoded as ones of 32 bits to their value.
     *
     * @return the index of the first that contradicts the others; -1 where none does
     */
    int settle(byte[] bytes, int count, float[] samples) {
        for (int i = 0; i < count; i++) {
            int high = bytes[4 * i + (bigEndian ? 0 : 3)];
            int sign = bytes[4 * i + (bigEndian ? 1 : 2)] >> 7;
            top |= high != sign;
            bottom |= bytes[4 * i + (bigEndian ? 3 : 0)] != 0;
            if (top && bottom) {
                return i;
            }
        }
        for (int i = 0; i < count; i++) {
            samples[i] *= top ? 1 : 256;
            sounding |= samples[i] != 0;
        }
        return -1;
    }
}
