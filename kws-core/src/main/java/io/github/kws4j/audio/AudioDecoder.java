package io.github.kws4j.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Reads a sound file, telling its format from its first bytes. */
public interface AudioDecoder {
    /** WAV by our own reader, everything else through the {@code javax.sound.sampled} providers on the class path. */
    static AudioDecoder standard() {
        throw new UnsupportedOperationException();
    }

    Audio decode(Path file) throws IOException;

    Audio decode(InputStream stream) throws IOException;

    Audio decode(byte[] content) throws IOException;
}
