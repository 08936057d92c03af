package io.github.kws4j.audio;

import java.nio.ByteOrder;
import java.util.Locale;

/**
 * How uncompressed samples lie in bytes: one frame after the other, each a sample of every channel in turn.
 *
 * @param encoding what the bytes of one sample mean
 * @param order of the bytes of one sample; without effect where it is one byte
 * @param channels 1 to 65535
 * @param rate samples a second of each channel, 1 Hz or more
 */
public record SampleFormat(Encoding encoding, ByteOrder order, int channels, int rate) {
    /** What the bytes of a sample mean. */
    public enum Encoding {
        /** Integers of 8 bits, in two's complement. */
        SIGNED_8(1),
        /** Integers of 16 bits, in two's complement. */
        SIGNED_16(2),
        /** Integers of 24 bits in 3 bytes, in two's complement. */
        SIGNED_24(3),
        /** Integers of 32 bits, in two's complement. */
        SIGNED_32(4),
        /** Integers of 8 bits; 128 is silence. */
        UNSIGNED_8(1),
        /** Integers of 16 bits; 2^15 is silence. */
        UNSIGNED_16(2),
        /** Integers of 24 bits in 3 bytes; 2^23 is silence. */
        UNSIGNED_24(3),
        /** Integers of 32 bits; 2^31 is silence. */
        UNSIGNED_32(4),
        /** IEEE 754 numbers of 32 bits. */
        FLOAT_32(4),
        /** IEEE 754 numbers of 64 bits. */
        FLOAT_64(8),
        /** A-law (ITU-T G.711), one byte a sample. */
        A_LAW(1),
        /** mu-law (ITU-T G.711), one byte a sample. */
        MU_LAW(1);

        private final int bytes;

        Encoding(int bytes) {
            this.bytes = bytes;
        }

        /** Bytes of one sample. */
        public int bytes() {
            return bytes;
        }

        /** Integers of so many bytes, 1 to 4. */
        static Encoding signed(int bytes) {
            return values()[SIGNED_8.ordinal() + bytes - 1];
        }
    }

    /** The most channels that a sound may have: what a WAV can express. */
    static final int MAX_CHANNELS = 0xffff;

    static final int ALL_CHANNELS = -1;

    private static final float[] A_LAW = new float[256];
    private static final float[] MU_LAW = new float[256];

    static {
        for (int code = 0; code < 256; code++) {
            A_LAW[code] = aLaw(code) * 0x1p-15f;
            MU_LAW[code] = muLaw(code) * 0x1p-15f;
        }
    }

    /**
     * A format of these parts.
     *
     * @throws IllegalArgumentException if {@code channels} or {@code rate} is out of its range
     */
    public SampleFormat {
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new IllegalArgumentException("expected 1 to " + MAX_CHANNELS + " channels but got " + channels);
        }
        if (rate < 1) {
            throw new IllegalArgumentException("expected a sample rate of 1 Hz or more but got " + rate);
        }
    }

    /**
     * Integers of 16 bits, little-endian, one channel: what most microphones and network protocols give.
     *
     * @param rate hertz
     * @throws IllegalArgumentException if {@code rate < 1}
     */
    public static SampleFormat pcm16(int rate) {
        return new SampleFormat(Encoding.SIGNED_16, ByteOrder.LITTLE_ENDIAN, 1, rate);
    }

    /** Bytes of one sample of every channel. */
    public int frameBytes() {
        return encoding.bytes() * channels;
    }

    /**
     * The number of frames in these bytes.
     *
     * @throws IllegalArgumentException if the last frame is cut, or a sample is NaN or infinite
     */
    public int frames(byte[] source) {
        if (source.length % frameBytes() != 0) {
            throw new IllegalArgumentException(
                    "expected whole frames of " + frameBytes() + " bytes but got " + source.length + " bytes");
        }
        int at = firstNotFinite(source, source.length / encoding.bytes());
        if (at >= 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "expected finite samples but got %s at byte %d", number(source, at), at));
        }
        return source.length / frameBytes();
    }

    /**
     * Decodes frames to mono: each is the average of its channels. An integer of {@code b} bits becomes
     * {@code value x 2^(1-b)}, A-law and mu-law the middle of their interval; numbers are kept, even beyond [-1, 1].
     *
     * @param source whole frames from its first byte on
     * @param from the first frame to decode
     * @param target where the first {@code frames} samples are written
     * @param frames how many
     * @throws IndexOutOfBoundsException if either range is not within its array
     */
    public void decode(byte[] source, int from, float[] target, int frames) {
        if (channels == 1) {
            decode(source, from, frames, target);
            return;
        }
        float[] interleaved = new float[frames * channels];
        decode(source, from * channels, interleaved.length, interleaved);
        mix(interleaved, 0, ALL_CHANNELS, target, 0, frames);
    }

    /** Decodes {@code count} samples from the {@code from}th on, whatever their channel. Allocates nothing. */
    void decode(byte[] source, int from, int count, float[] target) {
        switch (encoding) {
            case SIGNED_8, SIGNED_16, SIGNED_24, SIGNED_32 -> integers(source, from, count, target, 0);
            case UNSIGNED_8, UNSIGNED_16, UNSIGNED_24, UNSIGNED_32 ->
                integers(source, from, count, target, Integer.MIN_VALUE);
            case FLOAT_32, FLOAT_64 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = number(source, (from + i) * encoding.bytes());
                }
            }
            case A_LAW -> codes(source, from, count, target, A_LAW);
            case MU_LAW -> codes(source, from, count, target, MU_LAW);
        }
    }

    /**
     * Brings {@code frames} samples a channel, from the {@code from}th on, to one: {@code channel}, or the average of
     * all.
     */
    void mix(float[] interleaved, int from, int channel, float[] target, int at, int frames) {
        if (channel != ALL_CHANNELS || channels == 1) {
            int chosen = Math.max(channel, 0);
            for (int i = 0; i < frames; i++) {
                target[at + i] = interleaved[(from + i) * channels + chosen];
            }
            return;
        }
        for (int i = 0; i < frames; i++) {
            double sum = 0;
            for (int k = (from + i) * channels; k < (from + i + 1) * channels; k++) {
                sum += interleaved[k];
            }
            target[at + i] = (float) (sum / channels);
        }
    }

    /**
     * Where the first of {@code count} samples that is NaN, or too large for a float, begins in {@code source}; -1
     * where none is.
     */
    int firstNotFinite(byte[] source, int count) {
        if (encoding != Encoding.FLOAT_32 && encoding != Encoding.FLOAT_64) {
            return -1;
        }
        for (int at = 0; at < count * encoding.bytes(); at += encoding.bytes()) {
            if (!Float.isFinite(number(source, at))) {
                return at;
            }
        }
        return -1;
    }

    private float number(byte[] source, int at) {
        if (encoding == Encoding.FLOAT_32) {
            return Float.intBitsToFloat(word(source, at, 0));
        }
        int low = order == ByteOrder.BIG_ENDIAN ? 4 : 0;
        long bits = ((long) word(source, at, 4 - low) << 32) | (word(source, at, low) & 0xFFFFFFFFL);
        return (float) Double.longBitsToDouble(bits);
    }

    /** Four bytes of a number. */
    private int word(byte[] source, int at, int offset) {
        int high = at + offset + (order == ByteOrder.BIG_ENDIAN ? 0 : 3);
        int step = order == ByteOrder.BIG_ENDIAN ? 1 : -1;
        return (source[high] << 24)
                | ((source[high + step] & 0xff) << 16)
                | ((source[high + 2 * step] & 0xff) << 8)
                | (source[high + 3 * step] & 0xff);
    }

    /**
     * Shifts each integer to the top of 32 bits, whatever its size; {@code flip} turns the sign bit of unsigned ones.
     */
    private void integers(byte[] source, int from, int count, float[] target, int flip) {
        int bytes = encoding.bytes();
        int step = order == ByteOrder.BIG_ENDIAN ? 1 : -1;
        int high = from * bytes + (order == ByteOrder.BIG_ENDIAN ? 0 : bytes - 1);
        switch (bytes) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = ((source[high + i] << 24) ^ flip) * 0x1p-31f;
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++, high += 2) {
                    target[i] = (((source[high] << 24) | ((source[high + step] & 0xff) << 16)) ^ flip) * 0x1p-31f;
                }
            }
            case 3 -> {
                for (int i = 0; i < count; i++, high += 3) {
                    int low = ((source[high + step] & 0xff) << 16) | ((source[high + 2 * step] & 0xff) << 8);
                    target[i] = (((source[high] << 24) | low) ^ flip) * 0x1p-31f;
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    target[i] = (word(source, (from + i) * 4, 0) ^ flip) * 0x1p-31f;
                }
            }
        }
    }

    private static void codes(byte[] source, int from, int count, float[] target, float[] table) {
        for (int i = 0; i < count; i++) {
            target[i] = table[source[from + i] & 0xff];
        }
    }

    /**
     * ITU-T G.711, table 1a: even bits inverted, 3 bits of segment, 4 of step; the middle of the interval, in 16 bits.
     */
    private static int aLaw(int code) {
        int bits = code ^ 0x55;
        int segment = (bits >> 4) & 7;
        int step = (bits & 15) * 2 + 1;
        int magnitude = (segment == 0 ? step : (step + 32) << (segment - 1)) << 3;
        return (bits & 0x80) != 0 ? magnitude : -magnitude;
    }

    /** ITU-T G.711, table 2a: all bits inverted, 3 bits of segment, 4 of step, a bias of 33; in 16 bits. */
    private static int muLaw(int code) {
        int bits = ~code;
        int step = (bits & 15) * 2 + 33;
        int magnitude = ((step << ((bits >> 4) & 7)) - 33) << 2;
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }

    /** For instance {@code SIGNED_16 little-endian, 1 channel(s) at 16000 Hz}. */
    @Override
    public String toString() {
        String endian = order == ByteOrder.BIG_ENDIAN ? "big-endian" : "little-endian";
        return encoding + " " + endian + ", " + channels + " channel(s) at " + rate + " Hz";
    }
}
