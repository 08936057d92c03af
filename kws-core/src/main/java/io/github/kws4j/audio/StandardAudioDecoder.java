package io.github.kws4j.audio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The decoder that {@link AudioDecoder#standard()} gives. WAV and RF64 (integers of 8 to 32 bits, floats of 32 and 64 bits, A-law, mu-law) are
 * read by our own reader, all else by the {@code javax.sound.sampled} providers on the class path: AIFF and AU with the JDK alone,
 * FLAC or MP3 with a provider added. A 16-bit sample becomes exactly {@code sample x 2^-15}. The channels are averaged unless
 * {@link #withChannel one is chosen} (TensorFlow's {@code decode_wav} takes the first). At most 2^28 samples are read (4.6 hours at 16 kHz,
 * 1 GiB of floats) unless {@link #withMaxSamples another bound} is set.
 *
 * <p>A file that ends before the samples its header claims is malformed; one written to a pipe, whose header holds a placeholder (0,
 * 0xFFFFFFFF, or the 2 GB of SoX and arecord), is read to its end. Memory follows the samples read, never a header.
 *
 * <p>A WAV in a stream is read to the end of its samples, any other format perhaps beyond. Immutable and safe to share between threads.
 */
public final class StandardAudioDecoder implements AudioDecoder {
    static final StandardAudioDecoder STANDARD = new StandardAudioDecoder(SampleFormat.ALL_CHANNELS, 1 << 28);

    private final int channel;
    private final int maxSamples;

    private StandardAudioDecoder(int channel, int maxSamples) {
        this.channel = channel;
        this.maxSamples = maxSamples;
    }

    /**
     * A decoder that reads this channel alone.
     *
     * @param channel counted from 0; a file without it is refused with a {@link MalformedAudioException}
     * @throws IllegalArgumentException if {@code channel < 0}
     */
    public StandardAudioDecoder withChannel(int channel) {
        if (channel < 0) {
            throw new IllegalArgumentException("expected a channel of 0 or more but got " + channel);
        }
        return new StandardAudioDecoder(channel, maxSamples);
    }

    /**
     * A decoder that refuses what is longer with a {@link MalformedAudioException}.
     *
     * @param maxSamples samples a channel
     * @throws IllegalArgumentException if {@code maxSamples < 1}
     */
    public StandardAudioDecoder withMaxSamples(int maxSamples) {
        if (maxSamples < 1) {
            throw new IllegalArgumentException("expected a bound of 1 or more samples but got " + maxSamples);
        }
        return new StandardAudioDecoder(channel, maxSamples);
    }

    /** The channel to read, or {@link SampleFormat#ALL_CHANNELS} to average them. */
    int channel() {
        return channel;
    }

    int maxSamples() {
        return maxSamples;
    }

    @Override
    public Audio decode(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new MalformedAudioException(file.toString(), 0, "a sound file", "a directory");
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return decode(new ByteInput(stream, file.toString(), Files.size(file)));
        }
    }

    @Override
    public Audio decode(InputStream stream) throws IOException {
        return decode(new ByteInput(stream, "stream", ByteInput.UNKNOWN));
    }

    @Override
    public Audio decode(byte[] content) throws IOException {
        return decode(new ByteInput(new ByteArrayInputStream(content), "bytes", content.length));
    }

    /**
     * The sound in a stream, read as it is taken: it costs a few kilobytes, however long it is, where {@link #decode(InputStream)} holds
     * all of it. {@link Resampler} brings its chunks to another rate; {@link #withMaxSamples} bounds it, too.
     *
     * @param stream from the first byte of the sound's file on; left open, and not to be read by others meanwhile
     * @return the sound, which can be iterated over once, by one thread; its iterator throws an {@link UncheckedIOException} with what
     *     {@link #decode(InputStream)} would have thrown, and after the samples before a damage
     * @throws MalformedAudioException if the stream is not sound, or is damaged before its first sample
     * @throws IOException if the stream can't be read
     */
    public SoundSource open(InputStream stream) throws IOException {
        return new DecodedSource(open(new ByteInput(stream, "stream", ByteInput.UNKNOWN)));
    }

    private Audio decode(ByteInput input) throws IOException {
        try (SampleReader samples = open(input)) {
            return samples.all();
        }
    }

    private SampleReader open(ByteInput input) throws IOException {
        byte[] head = input.readNBytes(WavReader.HEAD);
        return WavReader.reads(head) ? WavReader.open(input, head, this) : ProvidedReader.open(input, head, this);
    }
}
