package io.github.kws4j.audio;

import io.github.kws4j.audio.SampleFormat.Encoding;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the {@code javax.sound.sampled} providers on the class path read: AIFF and AU with the JDK alone. Whatever
 * a provider throws at bad content comes out as a {@link MalformedAudioException}, an array as large as a header claims
 * included: jflac makes such.
 */
final class ProvidedReader {
    private final ByteInput input;
    private final StandardAudioDecoder options;

    private ProvidedReader(ByteInput input, StandardAudioDecoder options) {
        this.input = input;
        this.options = options;
    }

    /** The samples of a file whose first bytes, {@code head}, are already taken from {@code input}. */
    static SampleReader open(ByteInput input, byte[] head, StandardAudioDecoder options) throws IOException {
        return new ProvidedReader(input, options).open(head);
    }

    private SampleReader open(byte[] head) throws IOException {
        var whole = new Ended(new SequenceInputStream(new ByteArrayInputStream(head), input));
        return guarded(() -> {
            try {
                return samples(AudioSystem.getAudioInputStream(whole));
            } catch (UnsupportedAudioFileException e) {
                input.rethrowFailure();
                throw because(
                        e, input.malformed(0, "WAV, or what a javax.sound.sampled provider reads", describe(head)));
            }
        });
    }

    private interface Provided<T> {
        T get() throws IOException;
    }

    private <T> T guarded(Provided<T> provided) throws IOException {
        try {
            return provided.get();
        } catch (MalformedAudioException e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            input.rethrowFailure();
            throw because(
                    e,
                    input.malformed(input.offset(), "sound that its javax.sound.sampled provider reads", e.toString()));
        }
    }

    private static MalformedAudioException because(Throwable cause, MalformedAudioException malformed) {
        malformed.initCause(cause);
        return malformed;
    }

    private SampleReader samples(AudioInputStream stream) throws IOException {
        AudioFormat offered = stream.getFormat();
        SampleFormat plain = sampleFormat(offered);
        if (plain != null) {
            return samples(stream, plain, stream.getFrameLength());
        }
        AudioInputStream converted = AudioSystem.getAudioInputStream(pcm(offered), stream);
        SampleFormat unpacked = sampleFormat(converted.getFormat());
        if (unpacked == null) {
            throw input.malformed(
                    input.offset(),
                    "a provider that gives PCM",
                    converted.getFormat().toString());
        }
        return samples(converted, unpacked, AudioSystem.NOT_SPECIFIED);
    }

    /** Integers as wide as the packed format says, 16 bits where it doesn't. */
    private static AudioFormat pcm(AudioFormat packed) {
        int bits = packed.getSampleSizeInBits() > 0 && packed.getSampleSizeInBits() <= 32
                ? packed.getSampleSizeInBits()
                : 16;
        int channels = packed.getChannels();
        float rate = packed.getSampleRate();
        return new AudioFormat(
                AudioFormat.Encoding.PCM_SIGNED, rate, bits, channels, (bits + 7) / 8 * channels, rate, false);
    }

    private SampleReader samples(AudioInputStream stream, SampleFormat read, long frames) throws IOException {
        if (read.channels() <= options.channel()) {
            throw input.malformed(0, "a channel " + options.channel(), read.channels() + " channels, counted from 0");
        }
        boolean told = frames != AudioSystem.NOT_SPECIFIED;
        var claim = new SampleReader.Claim(
                told ? frames : Long.MAX_VALUE,
                told ? frames : 0,
                found -> input.malformed(input.offset(), frames + " samples a channel", "the end after " + found));
        return new SampleReader(input, new Guarded(stream), read, options, claim);
    }

    /** The layout where the format is uncompressed; null where it must be converted first. */
    private @Nullable SampleFormat sampleFormat(AudioFormat format) throws IOException {
        Encoding encoding = encoding(format.getEncoding());
        if (encoding == null) {
            return null;
        }
        int channels = format.getChannels();
        int rate = Math.round(format.getSampleRate());
        if (channels < 1 || rate < 1) {
            throw input.malformed(0, "1 or more channels and a rate of 1 Hz or more", format.toString());
        }
        int bytes = format.getFrameSize() / channels;
        ByteOrder order = format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        var read = new SampleFormat(encoding, bytes, order, channels, rate);
        if (!read.isReadable() || read.frameBytes() != format.getFrameSize()) {
            throw input.malformed(0, "samples of 1 to 4 bytes, or floats of 4 or 8", format.toString());
        }
        return read;
    }

    private static @Nullable Encoding encoding(AudioFormat.Encoding encoding) {
        if (encoding.equals(AudioFormat.Encoding.PCM_SIGNED)) {
            return Encoding.SIGNED;
        }
        if (encoding.equals(AudioFormat.Encoding.PCM_UNSIGNED)) {
            return Encoding.UNSIGNED;
        }
        if (encoding.equals(AudioFormat.Encoding.PCM_FLOAT)) {
            return Encoding.FLOAT;
        }
        if (encoding.equals(AudioFormat.Encoding.ALAW)) {
            return Encoding.A_LAW;
        }
        return encoding.equals(AudioFormat.Encoding.ULAW) ? Encoding.MU_LAW : null;
    }

    private static String describe(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
        return head.length == 0 ? "nothing: it is empty" : "'" + text + "'";
    }

    /** What a provider gives, its faults told as those of the sound. */
    private final class Guarded extends FilterInputStream {
        Guarded(InputStream stream) {
            super(stream);
        }

        @Override
        public int read(byte[] target, int at, int length) throws IOException {
            return guarded(() -> in.read(target, at, length));
        }

        @Override
        public void close() throws IOException {
            guarded(() -> {
                in.close();
                return 0;
            });
        }
    }

    /** Breaks the endless loop of a provider that takes the end of a damaged file for a pause. */
    private static final class Ended extends BufferedInputStream {
        private static final int PATIENCE = 1000;

        private int ends;

        Ended(InputStream stream) {
            super(stream);
        }

        @Override
        public synchronized int read() throws IOException {
            return notForEver(super.read());
        }

        @Override
        public synchronized int read(byte[] target, int at, int length) throws IOException {
            return notForEver(super.read(target, at, length));
        }

        private int notForEver(int read) throws EOFException {
            if (read < 0 && ++ends > PATIENCE) {
                throw new EOFException("provider reads on past the end");
            }
            return read;
        }
    }
}
