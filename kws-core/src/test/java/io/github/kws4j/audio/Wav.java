package io.github.kws4j.audio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds the bytes of WAV files, whole and broken. */
final class Wav {
    static final int PCM = 1;
    static final int FLOAT = 3;
    static final int A_LAW = 6;
    static final int MU_LAW = 7;
    static final int EXTENSIBLE = 0xFFFE;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Wav(String form, long riffSize) {
        put(form).u32(riffSize).put("WAVE");
    }

    static Wav riff() {
        return new Wav("RIFF", 0);
    }

    static Wav form(String form, long riffSize) {
        return new Wav(form, riffSize);
    }

    /** Mono PCM of 16 bits at 16 kHz. */
    static byte[] pcm16(int... samples) {
        return riff().fmt(PCM, 1, 16_000, 16).data(int16(samples)).bytes();
    }

    static byte[] int16(int... samples) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int sample : samples) {
            buffer.putShort((short) sample);
        }
        return buffer.array();
    }

    Wav fmt(int tag, int channels, long rate, int bits) {
        int block = channels * ((bits + 7) / 8);
        return put("fmt ").u32(16).fields(tag, channels, rate, block, bits);
    }

    Wav extensible(int tag, int channels, long rate, int bits, int validBits) {
        int block = channels * ((bits + 7) / 8);
        put("fmt ")
                .u32(40)
                .fields(EXTENSIBLE, channels, rate, block, bits)
                .u16(22)
                .u16(validBits)
                .u32(0);
        return u16(tag).raw(0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71);
    }

    Wav fields(int tag, int channels, long rate, int block, int bits) {
        return u16(tag).u16(channels).u32(rate).u32(rate * block).u16(block).u16(bits);
    }

    Wav ds64(long dataSize) {
        return put("ds64").u32(28).u64(0).u64(dataSize).u64(0).u32(0);
    }

    Wav chunk(String id, byte... body) {
        put(id).u32(body.length).raw(body);
        return body.length % 2 == 0 ? this : raw(0);
    }

    Wav data(byte... samples) {
        return chunk("data", samples);
    }

    Wav data(long claimed, byte... samples) {
        return put("data").u32(claimed).raw(samples);
    }

    Wav put(String text) {
        return raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    Wav u16(int value) {
        return raw(value, value >> 8);
    }

    Wav u32(long value) {
        return u16((int) value).u16((int) (value >> 16));
    }

    Wav u64(long value) {
        return u32(value).u32(value >> 32);
    }

    Wav raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    Wav raw(byte[] values) {
        bytes.writeBytes(values);
        return this;
    }

    /** The file; a RIFF size of 0 is replaced by the right one. */
    byte[] bytes() {
        byte[] file = bytes.toByteArray();
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (buffer.getInt(4) == 0) {
            buffer.putInt(4, file.length - 8);
        }
        return file;
    }

    /** The file as it is built, a RIFF size of 0 included. */
    byte[] asBuilt() {
        return bytes.toByteArray();
    }
}
