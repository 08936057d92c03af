package io.github.kws4j.audio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a sound file as mono {@link Audio}, telling its format from its first bytes, never from its name.
 *
 * <p>WAV and RF64 (integers of 8 to 32 bits, floats of 32 and 64 bits, A-law, mu-law) are read by our own reader, all
 * else by the {@code javax.sound.sampled} providers on the class path: AIFF and AU with the JDK alone, FLAC or MP3 with
 * a provider added. A 16-bit sample becomes exactly {@code sample x 2^-15}. The channels are averaged unless {@link
 * #withChannel one is chosen} (TensorFlow's {@code decode_wav} takes the first). The rate stays the file's own: see
 * {@link Audio#resample}.
 *
 * <p>A file that ends before the samples its header claims is malformed; one written to a pipe, whose header holds a
 * placeholder (0, 0xFFFFFFFF, or the 2 GB of SoX and arecord), is read to its end. Memory follows the samples read,
 * never a header.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class AudioDecoder {
    private static final AudioDecoder STANDARD = new AudioDecoder(SampleFormat.ALL_CHANNELS, 1 << 28);

    private final int channel;
    private final int maxSamples;

    private AudioDecoder(int channel, int maxSamples) {
        this.channel = channel;
        this.maxSamples = maxSamples;
    }

    /** A decoder that averages the channels and reads at most 2^28 samples (4.6 hours at 16 kHz, 1 GiB of floats). */
    public static AudioDecoder standard() {
        return STANDARD;
    }

    /**
     * A decoder that reads this channel alone.
     *
     * @param channel counted from 0; a file without it is refused with a {@link MalformedAudioException}
     * @throws IllegalArgumentException if {@code channel < 0}
     */
    public AudioDecoder withChannel(int channel) {
        if (channel < 0) {
            throw new IllegalArgumentException("expected a channel of 0 or more but got " + channel);
        }
        return new AudioDecoder(channel, maxSamples);
    }

    /**
     * A decoder that refuses what is longer with a {@link MalformedAudioException}.
     *
     * @param maxSamples samples a channel
     * @throws IllegalArgumentException if {@code maxSamples < 1}
     */
    public AudioDecoder withMaxSamples(int maxSamples) {
        if (maxSamples < 1) {
            throw new IllegalArgumentException("expected a bound of 1 or more samples but got " + maxSamples);
        }
        return new AudioDecoder(channel, maxSamples);
    }

    /** The channel to read, or {@link SampleFormat#ALL_CHANNELS} to average them. */
    int channel() {
        return channel;
    }

    int maxSamples() {
        return maxSamples;
    }

    /**
     * The sound in a file.
     *
     * @throws MalformedAudioException if the file is not sound, is damaged, or is a directory
     * @throws IOException if the file can't be read
     */
    public Audio decode(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new MalformedAudioException(file.toString(), 0, "a sound file", "a directory");
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return decode(new ByteInput(stream, file.toString(), Files.size(file)));
        }
    }

    /**
     * The sound in a stream, which is left open. A WAV is read to the end of its samples, any other format perhaps
     * beyond.
     *
     * @throws MalformedAudioException if the stream is not sound or is damaged
     * @throws IOException if the stream can't be read
     */
    public Audio decode(InputStream stream) throws IOException {
        return decode(new ByteInput(stream, "stream", ByteInput.UNKNOWN));
    }

    /**
     * The sound in a file's content.
     *
     * @throws MalformedAudioException if the content is not sound or is damaged
     * @throws IOException never otherwise
     */
    public Audio decode(byte[] content) throws IOException {
        return decode(new ByteInput(new ByteArrayInputStream(content), "bytes", content.length));
    }

    private Audio decode(ByteInput input) throws IOException {
        byte[] head = input.readNBytes(WavReader.HEAD);
        return WavReader.reads(head) ? WavReader.read(input, head, this) : ProvidedReader.read(input, head, this);
    }
}
