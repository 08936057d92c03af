package io.github.kws4j.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The chunks of an IFF file (RIFF, AIFF), one after the other and without seeking: each a name, a size and a body
 * padded to an even length.
 */
final class Chunks {
    private final ByteInput input;
    private final ByteOrder order;

    Chunks(ByteInput input, ByteOrder order) {
        this.input = input;
        this.order = order;
    }

    /**
     * The head of a chunk, whose body comes next in the input.
     *
     * @param at its first byte
     * @param size bytes of its body, as it claims
     */
    record Chunk(String id, long at, long size) {
        /** Where its body begins. */
        long start() {
            return at + 8;
        }
    }

    /** The next chunk's head; {@code expected} is missing where the file ends. */
    Chunk next(String expected) throws IOException {
        long at = input.offset();
        byte[] head = input.take(8);
        if (head.length < 8) {
            throw input.malformed(at, expected, "the end of " + input.offset() + " bytes");
        }
        return new Chunk(new String(head, 0, 4, StandardCharsets.ISO_8859_1), at, uint(buffer(head), 4));
    }

    void skip(Chunk chunk) throws IOException {
        skip(chunk, chunk.size() + (chunk.size() & 1));
    }

    /** The first bytes of a chunk's body, {@code least} to {@code most}; what it holds beyond is skipped. */
    ByteBuffer body(Chunk chunk, int least, int most) throws IOException {
        byte[] body = input.take((int) Math.min(atLeast(chunk, least), most));
        skip(chunk, chunk.size() + (chunk.size() & 1) - body.length);
        return buffer(body);
    }

    /** A chunk's size, refused where it is under {@code least}. */
    long atLeast(Chunk chunk, int least) throws IOException {
        if (chunk.size() < least) {
            throw input.malformed(chunk.at() + 4, "a chunk of " + least + " or more bytes", chunk.size() + " bytes");
        }
        return chunk.size();
    }

    private void skip(Chunk chunk, long bytes) throws IOException {
        long skipped = input.skip(bytes);
        if (skipped < bytes) {
            throw input.malformed(
                    input.offset(),
                    "the chunk from byte " + chunk.at() + " to go on for " + (bytes - skipped) + " bytes",
                    "the end");
        }
    }

    ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(order);
    }

    static long uint(ByteBuffer buffer, int at) {
        return buffer.getInt(at) & 0xFFFFFFFFL;
    }
}
