package io.github.kws4j.audio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The decoder that {@link AudioDecoder#standard()} gives. WAV, RIFX and RF64 (integers of 8 to 32 bits, floats of 32
 * and 64 bits, A-law, mu-law), AIFF and AIFF-C (the same) and AU are read by readers of our own, all else by the {@link
 * SoundReader}s on the class path: with {@code kws-javasound}, FLAC or MP3 where a {@code javax.sound.sampled} provider
 * is added. A 16-bit sample becomes exactly {@code sample x 2^-15}. The channels are averaged unless {@link
 * #withChannel one is chosen} (TensorFlow's {@code decode_wav} takes the first). At most 2^28 samples are read (4.6
 * hours at 16 kHz, 1 GiB of floats) unless {@link #withMaxSamples another bound} is set.
 *
 * <p>Strict: a file whose parts contradict one another, or that ends before the samples its header claims, is
 * malformed. {@link #lenient()} gives the sound that is there and names the fault. One written to a pipe, whose header
 * holds a placeholder (0, 0xFFFFFFFF, or the 2 GB of SoX and arecord), is no fault and is read to its end. Memory
 * follows the samples read, never a header.
 *
 * <p>WAV, AIFF and AU in a stream are read to the end of their samples, any other format perhaps beyond. Immutable and
 * safe to share between threads.
 */
public final class StandardAudioDecoder implements AudioDecoder {
    private static final int HEAD = 12;
    private static final Logger LOG = Logger.getLogger(StandardAudioDecoder.class.getName());

    static final StandardAudioDecoder STANDARD =
            new StandardAudioDecoder(SampleFormat.ALL_CHANNELS, 1 << 28, null, null);

    private final int channel;
    private final int maxSamples;
    /** Takes the faults of a lenient decoder; null in a strict one. */
    private final @Nullable Consumer<MalformedAudioException> faults;

    /** What errors call a stream and bytes; null for just that. */
    private final @Nullable String name;

    private StandardAudioDecoder(
            int channel, int maxSamples, @Nullable Consumer<MalformedAudioException> faults, @Nullable String name) {
        this.channel = channel;
        this.maxSamples = maxSamples;
        this.faults = faults;
        this.name = name;
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
        return new StandardAudioDecoder(channel, maxSamples, faults, name);
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
        return new StandardAudioDecoder(channel, maxSamples, faults, name);
    }

    /**
     * A decoder that gives the sound that is there where a strict one refuses the file, and logs the fault as a
     * warning; see {@link #lenient(Consumer)}.
     */
    public StandardAudioDecoder lenient() {
        return lenient(fault -> LOG.warning(() -> fault.getMessage() + "; what is there is taken"));
    }

    /**
     * A decoder that gives the sound that is there where a strict one refuses the file: one that ends, or is damaged,
     * after its first samples, and one whose block size or number of frames contradicts the rest of its header. What is
     * no sound at all, or holds NaN, is still refused.
     *
     * @param faults takes what a strict decoder would have thrown, on the thread that decodes
     */
    public StandardAudioDecoder lenient(Consumer<MalformedAudioException> faults) {
        return new StandardAudioDecoder(channel, maxSamples, faults, name);
    }

    /**
     * A decoder whose errors name a stream or bytes so, in place of {@code "stream"} and {@code "bytes"}; a file's path
     * goes before it.
     *
     * @param name for instance an archive's entry
     */
    public StandardAudioDecoder named(String name) {
        return new StandardAudioDecoder(channel, maxSamples, faults, name);
    }

    /** Names a fault that leaves the sound as it is: throws it, unless this decoder is lenient. */
    void fault(MalformedAudioException fault) throws MalformedAudioException {
        if (faults == null) {
            throw fault;
        }
        faults.accept(fault);
    }

    /**
     * Throws where a sound with so many channels, declared by the byte at {@code at}, can't be read or lacks the one to
     * read.
     */
    void requireChannels(ByteInput input, long at, long channels) throws MalformedAudioException {
        if (channels < 1 || channels > SampleFormat.MAX_CHANNELS) {
            String expected = channels == 0 ? "1 or more channels" : "1 to " + SampleFormat.MAX_CHANNELS + " channels";
            throw input.malformed(at, expected, Long.toString(channels));
        }
        if (channels <= channel) {
            throw input.malformed(at, "a channel " + channel, channels + " channels, counted from 0");
        }
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
        } catch (MalformedAudioException | FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Audio decode(InputStream stream) throws IOException {
        return decode(new ByteInput(stream, name == null ? "stream" : name, ByteInput.UNKNOWN));
    }

    @Override
    public Audio decode(byte[] content) throws IOException {
        return decode(new ByteInput(new ByteArrayInputStream(content), name == null ? "bytes" : name, content.length));
    }

    /**
     * The sound in a stream, read as it is taken: it costs a few kilobytes, however long it is, where {@link
     * #decode(InputStream)} holds all of it. {@link Resampler} brings its chunks to another rate; {@link
     * #withMaxSamples} bounds it, too.
     *
     * @param stream from the first byte of the sound's file on; left open, and not to be read by others meanwhile
     * @return the sound, which can be iterated over once, by one thread; its iterator throws an {@link
     *     UncheckedIOException} with what {@link #decode(InputStream)} would have thrown, and after the samples before
     *     a damage
     * @throws MalformedAudioException if the stream is not sound, or is damaged before its first sample
     * @throws IOException if the stream can't be read
     */
    public SoundSource open(InputStream stream) throws IOException {
        return new DecodedSource(open(new ByteInput(stream, name == null ? "stream" : name, ByteInput.UNKNOWN)));
    }

    private Audio decode(ByteInput input) throws IOException {
        try (SampleReader samples = open(input)) {
            return samples.all();
        }
    }

    private SampleReader open(ByteInput input) throws IOException {
        byte[] head = input.take(HEAD);
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (WavReader.reads(text)) {
            return WavReader.open(input, head, this);
        }
        if (AiffReader.reads(text)) {
            return AiffReader.open(input, head, this);
        }
        return AuReader.reads(text) ? AuReader.open(input, head, this) : ProvidedReader.open(input, head, this);
    }
}
