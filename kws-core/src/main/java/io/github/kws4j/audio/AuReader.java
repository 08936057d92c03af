package io.github.kws4j.audio;

import static io.github.kws4j.audio.Chunks.uint;

import io.github.kws4j.audio.SampleFormat.Encoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Reads AU (NeXT and Sun): integers of 8 to 32 bits, floats, A-law and mu-law. */
final class AuReader {
    private static final long UNSET = 0xFFFFFFFFL;
    private static final int HEADER = 24;

    private AuReader() {}

    /** Whether a file that begins with {@code head} is for this reader. */
    static boolean reads(String head) {
        return head.startsWith(".snd");
    }

    /** The samples of a file whose first 12 bytes, {@code head}, are already taken from {@code input}. */
    static SampleReader open(ByteInput input, byte[] head, StandardAudioDecoder options) throws IOException {
        byte[] rest = input.take(HEADER - head.length);
        if (rest.length < HEADER - head.length) {
            throw input.malformed(input.offset(), "a header of " + HEADER + " bytes", "the end");
        }
        ByteBuffer header = ByteBuffer.allocate(HEADER)
                .order(ByteOrder.BIG_ENDIAN)
                .put(head)
                .put(rest);
        SampleFormat format = format(input, header, options);
        long start = uint(header, 4);
        if (start < HEADER || input.skip(start - HEADER) < start - HEADER) {
            throw input.malformed(
                    4, "samples that begin at byte " + HEADER + " or later, within the file", "byte " + start);
        }
        long size = uint(header, 8);
        boolean known = size != UNSET && size != 0;
        return SampleReader.ofBytes(input, format, options, known ? size : SampleReader.TO_END, known);
    }

    private static SampleFormat format(ByteInput input, ByteBuffer header, StandardAudioDecoder options)
            throws IOException {
        Encoding encoding = encoding(header.getInt(12));
        if (encoding == null) {
            throw input.malformed(
                    12,
                    "encoding 1 to 7 or 27: PCM of 8 to 32 bits, float, A-law or mu-law",
                    "encoding " + uint(header, 12));
        }
        long rate = uint(header, 16);
        if (rate == 0 || rate > Integer.MAX_VALUE) {
            throw input.malformed(16, "a sample rate from 1 to " + Integer.MAX_VALUE + " Hz", rate + " Hz");
        }
        options.requireChannels(input, 20, uint(header, 20));
        return new SampleFormat(encoding, ByteOrder.BIG_ENDIAN, header.getInt(20), (int) rate);
    }

    private static @Nullable Encoding encoding(int code) {
        return switch (code) {
            case 1 -> Encoding.MU_LAW;
            case 2, 3, 4, 5 -> Encoding.signed(code - 1);
            case 6 -> Encoding.FLOAT_32;
            case 7 -> Encoding.FLOAT_64;
            case 27 -> Encoding.A_LAW;
            default -> null;
        };
    }
}
