package io.github.kws4j.audio;

import io.github.kws4j.file.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes mono WAV of 16 bits. */
final class WavWriter {
    private static final int HEADER = 44;
    private static final int BLOCK = 1 << 15;
    private static final long MAX_SAMPLES = (0xFFFFFFFFL - HEADER + 8) / 2;

    private WavWriter() {}

    static void write(Audio audio, Path file) throws IOException {
        if (audio.length() > MAX_SAMPLES) {
            throw new IOException(
                    file + ": expected at most " + MAX_SAMPLES + " samples in a WAV but got " + audio.length());
        }
        WholeFile.write(file, out -> write(audio, out));
    }

    private static void write(Audio audio, OutputStream out) throws IOException {
        out.write(header(audio));
        float[] samples = new float[Math.min(BLOCK, audio.length())];
        byte[] bytes = new byte[2 * samples.length];
        for (int at = 0; at < audio.length(); at += samples.length) {
            int count = Math.min(samples.length, audio.length() - at);
            audio.copyTo(at, samples, 0, count);
            encode(samples, count, bytes);
            out.write(bytes, 0, 2 * count);
        }
    }

    private static byte[] header(Audio audio) {
        int dataBytes = 2 * audio.length();
        return ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(HEADER - 8 + dataBytes)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(audio.sampleRate())
                .putInt(2 * audio.sampleRate())
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(dataBytes)
                .array();
    }

    /** Writes {@code count} samples as little-endian integers of 16 bits: x 2^15, rounded, clipped. */
    static void encode(float[] samples, int count, byte[] bytes) {
        for (int i = 0; i < count; i++) {
            int value = Math.max(-32768, Math.min(32767, Math.round(samples[i] * 0x1p15f)));
            bytes[2 * i] = (byte) value;
            bytes[2 * i + 1] = (byte) (value >> 8);
        }
    }
}
