package io.github.kws4j.audio;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads formats of sound that {@code kws-core} doesn't read itself; found through {@link java.util.ServiceLoader} and
 * asked in turn by {@link AudioDecoder#standard()}. {@code kws-javasound} has one that passes on what {@code
 * javax.sound.sampled} providers read.
 *
 * <p>What a reader throws at bad content comes out of the decoder as a {@link MalformedAudioException}, and the
 * decoder's bounds hold for what it gives. Used by many threads at once.
 */
public interface SoundReader {
    /**
     * The sound in a file's content.
     *
     * @param content from the file's first byte on; marked there, and reset to it where this reader does not read it,
     *     provided that the reader looked at no more than 16 MiB and set no mark of its own; not to be closed
     * @return the sound, read as it is taken; empty where the content is of another format
     * @throws IOException if the content is of this format, but damaged
     */
    Optional<RawSound> read(InputStream content) throws IOException;

    /** What it reads, for messages that go "expected WAV, AIFF, AU or what ...". */
    String formats();
}
