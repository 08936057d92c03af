package io.github.kws4j.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How uncompressed samples lie in bytes: interleaved by channel, each in {@code bytes} bytes. */
record SampleFormat(Encoding encoding, int bytes, ByteOrder order, int channels, int rate) {
    enum Encoding {
        SIGNED,
        UNSIGNED,
        FLOAT,
        A_LAW,
        MU_LAW
    }

    static final int ALL_CHANNELS = -1;

    private static final float[] A_LAW = new float[256];
    private static final float[] MU_LAW = new float[256];

    static {
        for (int code = 0; code < 256; code++) {
            A_LAW[code] = aLaw(code) * 0x1p-15f;
            MU_LAW[code] = muLaw(code) * 0x1p-15f;
        }
    }

    /** Bytes of one sample of every channel. */
    int frameBytes() {
        return bytes * channels;
    }

    boolean isReadable() {
        return switch (encoding) {
            case SIGNED, UNSIGNED -> bytes >= 1 && bytes <= 4;
            case FLOAT -> bytes == 4 || bytes == 8;
            case A_LAW, MU_LAW -> bytes == 1;
        };
    }

    /**
     * Decodes {@code count} samples. An integer of {@code b} bits becomes {@code value x 2^(1-b)}: exact to 24 bits,
     * rounded to the nearest float beyond; floats are kept as they are, even beyond [-1, 1].
     */
    void decode(byte[] source, int count, float[] target) {
        ByteBuffer buffer = ByteBuffer.wrap(source).order(order);
        switch (encoding) {
            case SIGNED -> integers(buffer, count, target, 0);
            case UNSIGNED -> integers(buffer, count, target, Integer.MIN_VALUE);
            case FLOAT -> floats(buffer, count, target);
            case A_LAW -> codes(source, count, target, A_LAW);
            case MU_LAW -> codes(source, count, target, MU_LAW);
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
     * Shifts each integer to the top of 32 bits, whatever its size; {@code flip} turns the sign bit of unsigned ones.
     */
    private void integers(ByteBuffer buffer, int count, float[] target, int flip) {
        switch (bytes) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = ((buffer.get(i) << 24) ^ flip) * 0x1p-31f;
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = ((buffer.getShort(2 * i) << 16) ^ flip) * 0x1p-31f;
                }
            }
            case 3 -> {
                boolean big = order == ByteOrder.BIG_ENDIAN;
                for (int i = 0; i < count; i++) {
                    int low = buffer.get(3 * i + (big ? 2 : 0)) & 0xff;
                    int middle = buffer.get(3 * i + 1) & 0xff;
                    int high = buffer.get(3 * i + (big ? 0 : 2));
                    target[i] = (((high << 24) | (middle << 16) | (low << 8)) ^ flip) * 0x1p-31f;
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    target[i] = (buffer.getInt(4 * i) ^ flip) * 0x1p-31f;
                }
            }
        }
    }

    private void floats(ByteBuffer buffer, int count, float[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = bytes == 4 ? buffer.getFloat(4 * i) : (float) buffer.getDouble(8 * i);
        }
    }

    private static void codes(byte[] source, int count, float[] target, float[] table) {
        for (int i = 0; i < count; i++) {
            target[i] = table[source[i] & 0xff];
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
}
