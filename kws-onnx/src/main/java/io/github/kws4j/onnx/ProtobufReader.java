package io.github.kws4j.onnx;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a protobuf message field by field from a stream; takes memory only for text that is there, and for at most 16
 * MiB of it.
 */
final class ProtobufReader {
    private static final int LONGEST_TEXT = 1 << 24;
    private static final int BLOCK = 1 << 13;
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final InputStream content;
    private long position;
    private long end = Long.MAX_VALUE;
    private int field;
    private int type;

    /** What reads a message inside another. */
    interface Part {
        void read(ProtobufReader reader) throws IOException;
    }

    ProtobufReader(InputStream content) {
        this.content = content;
    }

    /** Goes to the next field; false at the message's end. */
    boolean next() throws IOException {
        if (position == end) {
            return false;
        }
        int first = content.read();
        if (first < 0 && end == Long.MAX_VALUE) {
            return false;
        }
        long tag = varint(first);
        field = (int) (tag >>> 3);
        type = (int) (tag & 7);
        if (tag >>> 3 == 0 || tag >>> 3 > Integer.MAX_VALUE) {
            throw new MalformedProtobufException("field number " + (tag >>> 3) + " at byte " + position);
        }
        return true;
    }

    int field() {
        return field;
    }

    /** Bytes read so far. */
    long position() {
        return position;
    }

    /** Whether the field holds bytes: a message or text. */
    boolean isMessage() {
        return type == LENGTH_DELIMITED;
    }

    void skip() throws IOException {
        switch (type) {
            case VARINT -> varint(read());
            case FIXED64 -> pass(8);
            case LENGTH_DELIMITED -> pass(length());
            case FIXED32 -> pass(4);
            default -> throw new MalformedProtobufException("wire type " + type + " at byte " + position);
        }
    }

    void message(Part part) throws IOException {
        long outer = end;
        long length = length();
        end = position + length;
        part.read(this);
        if (position != end) {
            throw new MalformedProtobufException("a message that does not end at byte " + end);
        }
        end = outer;
    }

    String text() throws IOException {
        long length = length();
        if (length > LONGEST_TEXT) {
            throw new MalformedProtobufException("text of " + length + " bytes at byte " + position);
        }
        var bytes = new byte[(int) Math.min(length, BLOCK)];
        int filled = 0;
        while (filled < length) {
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * filled));
            }
            int read = content.read(bytes, filled, bytes.length - filled);
            if (read < 0) {
                throw ended();
            }
            filled += read;
        }
        position += length;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, filled))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedProtobufException("text that is no UTF-8 before byte " + position);
        }
    }

    private long length() throws IOException {
        long length = varint(read());
        if (length < 0 || length > end - position) {
            throw new MalformedProtobufException(
                    "a length of " + Long.toUnsignedString(length) + " at byte " + position);
        }
        return length;
    }

    private int read() throws IOException {
        return content.read();
    }

    private long varint(int first) throws IOException {
        long value = 0;
        int next = first;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (next < 0 || position >= end) {
                throw ended();
            }
            position++;
            value |= (next & 0x7fL) << shift;
            if (next < 0x80) {
                return value;
            }
            next = read();
        }
        throw new MalformedProtobufException("a number of more than 10 bytes at byte " + position);
    }

    private void pass(long count) throws IOException {
        if (count > end - position) {
            throw new MalformedProtobufException("a field that ends after its message at byte " + position);
        }
        long left = count;
        while (left > 0) {
            long skipped = content.skip(left);
            if (skipped <= 0) {
                if (content.read() < 0) {
                    throw ended();
                }
                skipped = 1;
            }
            left -= skipped;
        }
        position += count;
    }

    private EOFException ended() {
        return new EOFException("the end of the file within a field at byte " + position);
    }
}
