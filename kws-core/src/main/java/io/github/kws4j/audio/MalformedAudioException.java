package io.github.kws4j.audio;

import java.io.IOException;

/**
 * Readable bytes that are not the sound they claim to be. The message names all four parts:
 * {@code yes.wav, byte 22: expected 1 or more channels but found 0}.
 */
public final class MalformedAudioException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final long offset;
    private final String expected;
    private final String found;

    /**
     * Describes what is wrong, and where.
     *
     * @param source the file's path, or {@code "stream"} or {@code "bytes"}
     * @param offset bytes from the start of the source to what was found
     * @param expected what a sound would hold there
     * @param found what is there
     */
    public MalformedAudioException(String source, long offset, String expected, String found) {
        super(source + ", byte " + offset + ": expected " + expected + " but found " + found);
        this.source = source;
        this.offset = offset;
        this.expected = expected;
        this.found = found;
    }

    /** The file's path, or {@code "stream"} or {@code "bytes"} where there is none. */
    public String source() {
        return source;
    }

    /** Bytes from the start of {@link #source()} to {@link #found()}. */
    public long offset() {
        return offset;
    }

    /** What a sound would hold at {@link #offset()}. */
    public String expected() {
        return expected;
    }

    /** What is at {@link #offset()} instead. */
    public String found() {
        return found;
    }
}
