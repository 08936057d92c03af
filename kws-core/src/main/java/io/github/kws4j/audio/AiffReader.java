package io.github.kws4j.audio;

import static io.github.kws4j.audio.Chunks.uint;

import io.github.kws4j.audio.Chunks.Chunk;
import io.github.kws4j.audio.SampleFormat.Encoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads AIFF 1.3 and AIFF-C (Apple, 1989 and 1991), chunk by chunk and without seeking: {@code COMM} and then {@code
 * SSND}; other chunks are skipped. Of AIFF-C, integers, floats, A-law and mu-law.
 */
final class AiffReader {
    private static final String ENCODINGS =
            "PCM of 1 to 32 bits (NONE, twos, sowt, raw, in24, in32), float (fl32, fl64), A-law or mu-law";
    /** SoX claims 0x7F000000 bytes, less what does not fill a frame, where it can't seek back. */
    private static final long PLACEHOLDER = 0x7F000000L - SampleFormat.MAX_CHANNELS * 8L;

    private final ByteInput input;
    private final StandardAudioDecoder options;
    private final Chunks chunks;
    private final boolean compressed;
    private @Nullable SampleFormat format;
    private long frames;
    private long framesAt;

    private AiffReader(ByteInput input, StandardAudioDecoder options, boolean compressed) {
        this.input = input;
        this.options = options;
        this.compressed = compressed;
        this.chunks = new Chunks(input, ByteOrder.BIG_ENDIAN);
    }

    /** Whether a file that begins with {@code head} is for this reader. */
    static boolean reads(String head) {
        return head.startsWith("FORM") && (head.startsWith("AIFF", 8) || head.startsWith("AIFC", 8));
    }

    /** The samples of a file whose first 12 bytes, {@code head}, are already taken from {@code input}. */
    static SampleReader open(ByteInput input, byte[] head, StandardAudioDecoder options) throws IOException {
        return new AiffReader(input, options, head[11] == 'C').open();
    }

    private SampleReader open() throws IOException {
        while (true) {
            Chunk chunk = chunks.next(format == null ? "a 'COMM' chunk" : "an 'SSND' chunk");
            switch (chunk.id()) {
                case "COMM" -> format = readFormat(chunk);
                case "SSND" -> {
                    if (format == null) {
                        throw input.malformed(chunk.at(), "a 'COMM' chunk before the samples", "an 'SSND' chunk");
                    }
                    return samples(format, chunk);
                }
                default -> chunks.skip(chunk);
            }
        }
    }

    private SampleFormat readFormat(Chunk chunk) throws IOException {
        ByteBuffer body = chunks.body(chunk, compressed ? 22 : 18, 22);
        long start = chunk.start();
        int channels = body.getShort(0) & 0xffff;
        options.requireChannels(input, start, channels);
        framesAt = start + 2;
        frames = uint(body, 2);
        int bits = body.getShort(6) & 0xffff;
        double rate = extended(body, 8);
        if (!(rate >= 0.5 && rate <= Integer.MAX_VALUE)) {
            throw input.malformed(start + 8, "a sample rate from 1 to " + Integer.MAX_VALUE + " Hz", rate + " Hz");
        }
        String type = compressed ? type(body) : "NONE";
        Encoding encoding = encoding(type, bits);
        if (encoding == null) {
            String kind = compressed ? "AIFF-C of compression '" + ByteInput.printable(type) + "', " : "AIFF of ";
            throw input.malformed(start + (compressed ? 18 : 6), ENCODINGS, kind + bits + " bits");
        }
        ByteOrder order = type.equals("sowt") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        return new SampleFormat(encoding, order, channels, (int) Math.round(rate));
    }

    private static String type(ByteBuffer body) {
        return new String(body.array(), 18, 4, StandardCharsets.ISO_8859_1);
    }

    private static @Nullable Encoding encoding(String type, int bits) {
        boolean integers = bits >= 1 && bits <= 32;
        return switch (type) {
            case "NONE", "twos", "sowt" -> integers ? Encoding.signed((bits + 7) / 8) : null;
            case "raw " -> integers && bits <= 8 ? Encoding.UNSIGNED_8 : null;
            case "in24" -> Encoding.SIGNED_24;
            case "in32" -> Encoding.SIGNED_32;
            case "fl32", "FL32" -> Encoding.FLOAT_32;
            case "fl64", "FL64" -> Encoding.FLOAT_64;
            case "alaw", "ALAW" -> Encoding.A_LAW;
            case "ulaw", "ULAW" -> Encoding.MU_LAW;
            default -> null;
        };
    }

    /** An IEEE 754 number of 80 bits: sign and exponent, then 64 bits of mantissa with its leading 1. */
    private static double extended(ByteBuffer body, int at) {
        int exponent = body.getShort(at);
        long mantissa = body.getLong(at + 2);
        double unsigned = (mantissa >>> 1) * 2.0 + (mantissa & 1);
        return exponent < 0 ? -unsigned : Math.scalb(unsigned, exponent - 16383 - 63);
    }

    /**
     * A writer that can't seek back leaves 0 frames and, in the chunk that holds them, a size of 0 or a placeholder:
     * such a file is read to its end. What the chunk holds beyond the declared frames is left.
     */
    private SampleReader samples(SampleFormat read, Chunk chunk) throws IOException {
        if (chunk.size() == 0 || chunk.size() >= PLACEHOLDER) {
            skipToSamples(chunk, Long.MAX_VALUE);
            return SampleReader.ofBytes(input, read, options, SampleReader.TO_END, false);
        }
        long room = chunks.atLeast(chunk, 8) - 8;
        room -= skipToSamples(chunk, room);
        long bytes = frames == 0 ? room : frames * read.frameBytes();
        if (bytes > room) {
            options.fault(input.malformed(
                    framesAt,
                    "at most " + room / read.frameBytes() + " frames, which the samples' chunk has room for",
                    frames + " frames"));
            bytes = room;
        }
        return SampleReader.ofBytes(input, read, options, bytes, true);
    }

    /** Skips the chunk's own head and the bytes that align the samples; gives the number of the latter. */
    private long skipToSamples(Chunk chunk, long room) throws IOException {
        byte[] head = input.take(8);
        if (head.length < 8) {
            throw input.malformed(input.offset(), "8 bytes before the samples", "the end");
        }
        long offset = uint(chunks.buffer(head), 0);
        if (offset > room || input.skip(offset) < offset) {
            throw input.malformed(chunk.start(), "an offset within the samples' chunk", Long.toString(offset));
        }
        return offset;
    }
}
