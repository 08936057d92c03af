package io.github.kws4j.audio;

import static io.github.kws4j.audio.Chunks.uint;

import io.github.kws4j.audio.Chunks.Chunk;
import io.github.kws4j.audio.SampleFormat.Encoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads RIFF WAVE, RIFX (the same, big-endian) and RF64 (EBU Tech 3306), chunk by chunk and without seeking: {@code fmt
 * } (all of {@code WAVE_FORMAT_PCM}, {@code IEEE_FLOAT}, {@code ALAW}, {@code MULAW} and {@code EXTENSIBLE} over them),
 * {@code ds64} and {@code data}; other chunks are skipped.
 */
final class WavReader {
    private static final int PCM = 1;
    private static final int IEEE_FLOAT = 3;
    private static final int ALAW = 6;
    private static final int MULAW = 7;
    private static final int EXTENSIBLE = 0xFFFE;
    /** The last 8 bytes of an EXTENSIBLE sub-format that stands for one of the tags above. */
    private static final byte[] TAG_SUFFIX = {(byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71};

    private static final long UNSET = 0xFFFFFFFFL;
    /** SoX claims this many bytes where it can't seek back, arecord a few more; nobody means it. */
    private static final long PLACEHOLDER = 0x7FFFF000L;

    private static final long ABSENT = Long.MIN_VALUE;

    private final ByteInput input;
    private final StandardAudioDecoder options;
    private final ByteOrder order;
    private final Chunks chunks;
    private final boolean large;
    private final long riffSize;
    private @Nullable SampleFormat format;
    private boolean padded;
    private long largeDataSize = ABSENT;

    /** @param head the file's first bytes, already taken from {@code input} */
    private WavReader(ByteInput input, byte[] head, StandardAudioDecoder options) {
        this.input = input;
        this.options = options;
        this.order = head[3] == 'X' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        this.chunks = new Chunks(input, order);
        this.large = head[1] != 'I';
        this.riffSize = uint(chunks.buffer(head), 4);
    }

    /** Whether a file that begins with {@code head} is for this reader. */
    static boolean reads(String head) {
        return head.startsWith("WAVE", 8)
                && (head.startsWith("RIFF")
                        || head.startsWith("RIFX")
                        || head.startsWith("RF64")
                        || head.startsWith("BW64"));
    }

    /** The samples of a file whose first 12 bytes, {@code head}, are already taken from {@code input}. */
    static SampleReader open(ByteInput input, byte[] head, StandardAudioDecoder options) throws IOException {
        return new WavReader(input, head, options).open();
    }

    private SampleReader open() throws IOException {
        while (true) {
            Chunk chunk = chunks.next(format == null ? "a 'fmt ' chunk" : "a 'data' chunk");
            switch (chunk.id()) {
                case "ds64" -> readLargeSizes(chunk);
                case "fmt " -> format = readFormat(chunk);
                case "data" -> {
                    if (format == null) {
                        throw input.malformed(chunk.at(), "a 'fmt ' chunk before the samples", "a 'data' chunk");
                    }
                    return samples(format, dataSize(chunk));
                }
                default -> chunks.skip(chunk);
            }
        }
    }

    private void readLargeSizes(Chunk chunk) throws IOException {
        largeDataSize = chunks.body(chunk, 28, 28).getLong(8);
        if (largeDataSize < -1) {
            throw input.malformed(
                    chunk.start() + 8, "a size of 0 or more, or -1 where it is unknown", Long.toString(largeDataSize));
        }
    }

    private SampleFormat readFormat(Chunk chunk) throws IOException {
        ByteBuffer body = chunks.body(chunk, 16, 40);
        long start = chunk.start();
        int tag = body.getShort(0) & 0xffff;
        int channels = body.getShort(2) & 0xffff;
        long rate = uint(body, 4);
        int bits = body.getShort(14) & 0xffff;
        if (tag == EXTENSIBLE) {
            tag = extendedTag(start, body);
        }
        options.requireChannels(input, start + 2, channels);
        if (rate == 0 || rate > Integer.MAX_VALUE) {
            throw input.malformed(start + 4, "a sample rate from 1 to " + Integer.MAX_VALUE + " Hz", rate + " Hz");
        }
        Encoding encoding = encoding(tag, bits);
        if (encoding == null) {
            throw input.malformed(
                    start,
                    "PCM of 1 to 32 bits, float of 32 or 64 bits, A-law or mu-law of 8 bits",
                    String.format(Locale.ROOT, "format 0x%04X of %d bits", tag, bits));
        }
        int blockBytes = body.getShort(12) & 0xffff;
        padded = encoding == Encoding.SIGNED_24 && blockBytes == 4 * channels;
        if (padded) {
            encoding = Encoding.SIGNED_32; // PaddedSamples finds where in it the bits lie.
        }
        SampleFormat read = new SampleFormat(encoding, order, channels, (int) rate);
        if (blockBytes != read.frameBytes()) {
            options.fault(input.malformed(
                    start + 12,
                    read.frameBytes() + " bytes for " + channels + " x " + bits + " bits",
                    blockBytes + " bytes"));
        }
        return read;
    }

    private int extendedTag(long start, ByteBuffer body) throws IOException {
        if (body.limit() < 40) {
            throw input.malformed(start, "an extensible format of 40 bytes", body.limit() + " bytes");
        }
        byte[] subFormat = Arrays.copyOfRange(body.array(), 24, 40);
        boolean known = uint(body, 24) <= 0xffff
                && body.getInt(28) == (order == ByteOrder.BIG_ENDIAN ? 0x10 : 0x100000)
                && Arrays.equals(Arrays.copyOfRange(subFormat, 8, 16), TAG_SUFFIX);
        if (!known) {
            throw input.malformed(
                    start + 24, "a sub-format of PCM, float, A-law or mu-law", Arrays.toString(subFormat));
        }
        return (int) uint(body, 24);
    }

    private static @Nullable Encoding encoding(int tag, int bits) {
        int bytes = (bits + 7) / 8;
        return switch (tag) {
            case PCM -> bytes < 1 || bytes > 4 ? null : bytes == 1 ? Encoding.UNSIGNED_8 : Encoding.signed(bytes);
            case IEEE_FLOAT -> bytes == 4 ? Encoding.FLOAT_32 : bytes == 8 ? Encoding.FLOAT_64 : null;
            case ALAW -> bytes == 1 ? Encoding.A_LAW : null;
            case MULAW -> bytes == 1 ? Encoding.MU_LAW : null;
            default -> null;
        };
    }

    /**
     * Bytes of samples, or {@link SampleReader#TO_END}. A writer that can't seek back leaves 0 or 0xFFFFFFFF, and
     * Python's one a RIFF size that stops at the empty chunk; a size of 0 with further chunks announced means no
     * samples.
     */
    private long dataSize(Chunk chunk) throws IOException {
        long size = chunk.size();
        if (large && size == UNSET) {
            if (largeDataSize == ABSENT) {
                throw input.malformed(chunk.at() + 4, "a size, or a 'ds64' chunk before that holds it", "neither");
            }
            return largeDataSize <= 0 ? SampleReader.TO_END : largeDataSize;
        }
        boolean announcesMore = riffSize != UNSET && riffSize > input.offset() - 8;
        return size == UNSET || (size == 0 && !announcesMore) ? SampleReader.TO_END : size;
    }

    private SampleReader samples(SampleFormat read, long size) throws IOException {
        boolean open = size == SampleReader.TO_END || (!large && size >= PLACEHOLDER);
        SampleReader samples = SampleReader.ofBytes(input, read, options, size, !open);
        return padded ? samples.ofPadded() : samples;
    }
}
