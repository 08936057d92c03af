package io.github.kws4j.audio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads sound as mono {@link Audio}, finding its format by its first bytes, never from its name. The rate stays the
 * sound's own: see {@link Audio#resample}. {@link #standard()} reads the usual formats; a custom decoder needs {@link
 * #decode(InputStream)} alone.
 *
 * <pre>{@code
 * Audio call = AudioDecoder.standard().decode(Path.of("call.wav"));
 * System.out.println(call.duration() + " at " + call.sampleRate() + " Hz");
 * }</pre>
 */
public interface AudioDecoder {
    /**
     * The decoder for WAV, AIFF, AU and what the providers on the class path add.
     *
     * @return a decoder that averages the channels; safe to share between threads
     */
    static StandardAudioDecoder standard() {
        return StandardAudioDecoder.STANDARD;
    }

    /**
     * The sound in a stream, which is left open.
     *
     * @param stream from the first byte of the sound's file on
     * @return the sound
     * @throws MalformedAudioException if the stream is not sound or is damaged
     * @throws IOException if the stream can't be read
     */
    Audio decode(InputStream stream) throws IOException;

    /**
     * The sound in a file.
     *
     * @param file any name
     * @return the sound
     * @throws MalformedAudioException if the file is not sound, is damaged, or is a directory
     * @throws IOException if the file can't be read
     */
    default Audio decode(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return decode(stream);
        }
    }

    /**
     * The sound in a file's content.
     *
     * @param content the whole file
     * @return the sound
     * @throws MalformedAudioException if the content is not sound or is damaged
     * @throws IOException never otherwise
     */
    default Audio decode(byte[] content) throws IOException {
        return decode(new ByteArrayInputStream(content));
    }
}
