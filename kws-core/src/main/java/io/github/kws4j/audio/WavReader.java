package io.github.kws4j.audio;

import io.github.kws4j.audio.SampleFormat.Encoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads RIFF WAVE and RF64 (EBU Tech 3306), chunk by chunk and without seeking: {@code fmt } (all of {@code
 * WAVE_FORMAT_PCM}, {@code IEEE_FLOAT}, {@code ALAW}, {@code MULAW} and {@code EXTENSIBLE} over them), {@code ds64} and
 * {@code data}; other chunks are skipped.
 */
final class WavReader {
    private static final int PCM = 1;
    private static final int IEEE_FLOAT = 3;
    private static final int ALAW = 6;
    private static final int MULAW = 7;
    private static final int EXTENSIBLE = 0xFFFE;
    /** The last 14 bytes of an EXTENSIBLE sub-format that stands for one of the tags above. */
    private static final byte[] TAG_SUFFIX = {
        0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71
    };

    private static final long UNSET = 0xFFFFFFFFL;
    /** SoX claims this many bytes where it can't seek back, arecord a few more; nobody means it. */
    private static final long PLACEHOLDER = 0x7FFFF000L;

    private static final long TO_END = Long.MAX_VALUE;
    private static final long ABSENT = Long.MIN_VALUE;

    private final ByteInput input;
    private final StandardAudioDecoder options;
    private final boolean large;
    private final long riffSize;
    private @Nullable SampleFormat format;
    private long largeDataSize = ABSENT;

    /** @param head the file's first {@link #HEAD} bytes, already taken from {@code input} */
    private WavReader(ByteInput input, byte[] head, StandardAudioDecoder options) {
        this.input = input;
        this.options = options;
        this.large = head[1] != 'I';
        this.riffSize = uint(littleEndian(head), 4);
    }

    static final int HEAD = 12;

    /** Whether a file that begins with {@code head} is for this reader. */
    static boolean reads(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return text.length() == HEAD
                && text.endsWith("WAVE")
                && (text.startsWith("RIFF") || text.startsWith("RF64") || text.startsWith("BW64"));
    }

    /** The samples of a file whose first {@link #HEAD} bytes, {@code head}, are already taken from {@code input}. */
    static SampleReader open(ByteInput input, byte[] head, StandardAudioDecoder options) throws IOException {
        return new WavReader(input, head, options).open();
    }

    private SampleReader open() throws IOException {
        while (true) {
            long at = input.offset();
            byte[] header = input.readNBytes(8);
            if (header.length < 8) {
                throw input.malformed(
                        at,
                        format == null ? "a 'fmt ' chunk" : "a 'data' chunk",
                        "the end of " + input.offset() + " bytes");
            }
            long size = uint(littleEndian(header), 4);
            switch (new String(header, 0, 4, StandardCharsets.ISO_8859_1)) {
                case "ds64" -> readLargeSizes(at, size);
                case "fmt " -> format = readFormat(at, size);
                case "data" -> {
                    if (format == null) {
                        throw input.malformed(at, "a 'fmt ' chunk before the samples", "a 'data' chunk");
                    }
                    return samples(format, dataSize(at, size));
                }
                default -> skip(at, size + (size & 1));
            }
        }
    }

    private void readLargeSizes(long at, long size) throws IOException {
        ByteBuffer body = body(at, size, 28, 28);
        largeDataSize = body.getLong(8);
        if (largeDataSize < -1) {
            throw input.malformed(
                    at + 16, "a size of 0 or more, or -1 where it is unknown", Long.toString(largeDataSize));
        }
    }

    private SampleFormat readFormat(long at, long size) throws IOException {
        ByteBuffer body = body(at, size, 16, 40);
        long start = at + 8;
        int tag = body.getShort(0) & 0xffff;
        int channels = body.getShort(2) & 0xffff;
        long rate = uint(body, 4);
        int blockBytes = body.getShort(12) & 0xffff;
        int bits = body.getShort(14) & 0xffff;
        if (tag == EXTENSIBLE) {
            tag = extendedTag(start, body);
        }
        if (channels == 0) {
            throw input.malformed(start + 2, "1 or more channels", "0");
        }
        if (channels <= options.channel()) {
            throw input.malformed(start + 2, "a channel " + options.channel(), channels + " channels, counted from 0");
        }
        if (rate == 0 || rate > Integer.MAX_VALUE) {
            throw input.malformed(start + 4, "a sample rate from 1 to " + Integer.MAX_VALUE + " Hz", rate + " Hz");
        }
        int bytes = (bits + 7) / 8;
        Encoding encoding = encoding(tag, bytes);
        SampleFormat read = new SampleFormat(
                encoding == null ? Encoding.SIGNED : encoding, bytes, ByteOrder.LITTLE_ENDIAN, channels, (int) rate);
        if (encoding == null || !read.isReadable()) {
            throw input.malformed(
                    start,
                    "PCM of 1 to 32 bits, float of 32 or 64 bits, A-law or mu-law of 8 bits",
                    String.format("format 0x%04X of %d bits", tag, bits));
        }
        if (blockBytes != read.frameBytes()) {
            throw input.malformed(
                    start + 12,
                    read.frameBytes() + " bytes for " + channels + " x " + bits + " bits",
                    blockBytes + " bytes");
        }
        return read;
    }

    private int extendedTag(long start, ByteBuffer body) throws IOException {
        if (body.limit() < 40) {
            throw input.malformed(start, "an extensible format of 40 bytes", body.limit() + " bytes");
        }
        byte[] subFormat = new byte[16];
        body.get(24, subFormat);
        if (!Arrays.equals(subFormat, 2, 16, TAG_SUFFIX, 0, 14)) {
            throw input.malformed(
                    start + 24, "a sub-format of PCM, float, A-law or mu-law", Arrays.toString(subFormat));
        }
        return body.getShort(24) & 0xffff;
    }

    private static @Nullable Encoding encoding(int tag, int bytes) {
        return switch (tag) {
            case PCM -> bytes == 1 ? Encoding.UNSIGNED : Encoding.SIGNED;
            case IEEE_FLOAT -> Encoding.FLOAT;
            case ALAW -> Encoding.A_LAW;
            case MULAW -> Encoding.MU_LAW;
            default -> null;
        };
    }

    /**
     * Bytes of samples, or {@link #TO_END}. A writer that can't seek back leaves 0 or 0xFFFFFFFF, and Python's one a
     * RIFF size that stops at the empty chunk; a size of 0 with further chunks announced means no samples.
     */
    private long dataSize(long at, long size) throws IOException {
        if (large && size == UNSET) {
            if (largeDataSize == ABSENT) {
                throw input.malformed(at + 4, "a size, or a 'ds64' chunk before that tells it", "neither");
            }
            return largeDataSize <= 0 ? TO_END : largeDataSize;
        }
        boolean announcesMore = riffSize != UNSET && riffSize > input.offset() - 8;
        return size == UNSET || (size == 0 && !announcesMore) ? TO_END : size;
    }

    private SampleReader samples(SampleFormat read, long size) throws IOException {
        long start = input.offset();
        long frames = size == TO_END ? TO_END : size / read.frameBytes();
        boolean open = size == TO_END || (!large && size >= PLACEHOLDER);
        var claim = new SampleReader.Claim(
                frames,
                open ? 0 : frames,
                found -> input.malformed(
                        input.offset(),
                        size + " bytes of samples",
                        "the end after " + (input.offset() - start) + " bytes"));
        return new SampleReader(input, input, read, options, claim);
    }

    /** The first bytes of a chunk, {@code least} to {@code most}; what it holds beyond is skipped. */
    private ByteBuffer body(long at, long size, int least, int most) throws IOException {
        if (size < least) {
            throw input.malformed(at + 4, "a chunk of " + least + " or more bytes", size + " bytes");
        }
        byte[] body = input.readNBytes((int) Math.min(size, most));
        skip(at, size + (size & 1) - body.length);
        return littleEndian(body);
    }

    private void skip(long at, long bytes) throws IOException {
        long skipped = input.skip(bytes);
        if (skipped < bytes) {
            throw input.malformed(
                    input.offset(),
                    "the chunk from byte " + at + " to go on for " + (bytes - skipped) + " bytes",
                    "the end");
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long uint(ByteBuffer buffer, int at) {
        return buffer.getInt(at) & 0xFFFFFFFFL;
    }
}
