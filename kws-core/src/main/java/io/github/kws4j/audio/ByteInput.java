package io.github.kws4j.audio;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a named source that knows how far it has been read and whether reading it failed. Never reads ahead, never
 * closes.
 */
final class ByteInput extends FilterInputStream {
    static final long UNKNOWN = -1;

    private final String name;
    private final long size;
    private long offset;
    private @Nullable IOException failure;

    /**
     * @param size bytes in {@code stream} as the file system or array gives, or {@link #UNKNOWN}; never a header's
     * claim
     */
    ByteInput(InputStream stream, String name, long size) {
        super(stream);
        this.name = name;
        this.size = size;
    }

    /** Bytes read so far. */
    long offset() {
        return offset;
    }

    /** Bytes that are certainly left; 0 where the size is unknown. */
    long remaining() {
        return size == UNKNOWN ? 0 : Math.max(0, size - offset);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int at, int length) throws IOException {
        try {
            int read = in.read(target, at, length);
            offset += Math.max(read, 0);
            return read;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** The next bytes: {@code length} of them, or fewer at the end. */
    byte[] take(int length) throws IOException {
        byte[] taken = new byte[length];
        int filled = 0;
        while (filled < length) {
            int read = read(taken, filled, length - filled);
            if (read < 0) {
                return Arrays.copyOf(taken, filled);
            }
            filled += read;
        }
        return taken;
    }

    /** Reads on rather than seek: a seek past a file's end goes unnoticed. */
    @Override
    public long skip(long bytes) throws IOException {
        byte[] scratch = new byte[(int) Math.min(Math.max(bytes, 0), 8192)];
        long left = bytes;
        while (left > 0) {
            int read = read(scratch, 0, (int) Math.min(left, scratch.length));
            if (read < 0) {
                break;
            }
            left -= read;
        }
        return bytes - Math.max(left, 0);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() {}

    /** Throws again what reading the source threw, if it did: that is a fault of the source, not of its content. */
    void rethrowFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Text of a file, other than plain ASCII as dots. */
    static String printable(String text) {
        return text.replaceAll("[^ -~]", ".");
    }

    MalformedAudioException malformed(long at, String expected, String found) {
        return new MalformedAudioException(name, at, expected, found);
    }
}
