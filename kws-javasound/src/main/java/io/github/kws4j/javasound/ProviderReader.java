package io.github.kws4j.javasound;

import io.github.kws4j.audio.RawSound;
import io.github.kws4j.audio.SampleFormat;
import io.github.kws4j.audio.SampleFormat.Encoding;
import io.github.kws4j.audio.SoundReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import javax.sound.sampled.spi.AudioFileReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the {@code javax.sound.sampled} providers on the class path read. The JDK's own are not asked: {@code
 * kws-core} reads their formats itself, and one of them takes MIDI for sound and plays it. Found by {@link
 * io.github.kws4j.audio.AudioDecoder#standard()} through {@link ServiceLoader}; nothing here needs to be called.
 */
public final class ProviderReader implements SoundReader {
    /**
     * How far into a file a provider may look before it says whether it reads it, under the bound of {@link
     * SoundReader#read}.
     */
    private static final int LOOK = (1 << 24) - (1 << 16);

    /** For {@link ServiceLoader}. */
    public ProviderReader() {}

    @Override
    public String formats() {
        return "what a javax.sound.sampled provider reads";
    }

    @Override
    public Optional<RawSound> read(InputStream content) throws IOException {
        @Nullable Exception fault = null;
        for (AudioFileReader provider : providers()) {
            content.mark(1 << 24);
            var look = new Look(content);
            try {
                RawSound sound = sound(provider.getAudioInputStream(look), look);
                look.end();
                return Optional.of(sound);
            } catch (UnsupportedAudioFileException e) {
                content.reset();
            } catch (IOException | RuntimeException e) {
                if (look.isOver()) {
                    throw e;
                }
                fault = fault == null ? e : fault;
                content.reset();
            }
        }
        if (fault != null) {
            throw new IOException(fault.toString(), fault);
        }
        return Optional.empty();
    }

    /** As the thread's class loader sees them, else as that of this library. */
    private static List<AudioFileReader> providers() {
        List<AudioFileReader> providers = providers(ServiceLoader.load(AudioFileReader.class));
        return providers.isEmpty()
                ? providers(ServiceLoader.load(AudioFileReader.class, ProviderReader.class.getClassLoader()))
                : providers;
    }

    private static List<AudioFileReader> providers(ServiceLoader<AudioFileReader> all) {
        List<AudioFileReader> others = new ArrayList<>();
        for (AudioFileReader provider : all) {
            if (provider.getClass().getModule() != AudioFileReader.class.getModule()) {
                others.add(provider);
            }
        }
        return others;
    }

    private static RawSound sound(AudioInputStream stream, Look look) throws IOException {
        AudioFormat offered = stream.getFormat();
        if (encoding(offered) != null) {
            long frames = stream.getFrameLength();
            return new RawSound(stream, format(offered), frames < 0 ? OptionalLong.empty() : OptionalLong.of(frames));
        }
        var file = new BufferedInputStream(stream);
        if (offered.getEncoding().toString().equals("FLAC") && FlacSound.begins(file)) {
            look.end();
            return flac(FlacSound.read(file), offered);
        }
        AudioInputStream converted = converted(file, offered, stream.getFrameLength());
        return new RawSound(converted, format(converted.getFormat()), OptionalLong.empty());
    }

    private static RawSound flac(FlacSound flac, AudioFormat offered) {
        AudioInputStream converted = converted(flac.unclaimed(), offered, AudioSystem.NOT_SPECIFIED);
        SampleFormat format = format(converted.getFormat());
        return new RawSound(flac.verified(converted, format.frameBytes()), format, flac.samples());
    }

    private static AudioInputStream converted(InputStream packed, AudioFormat format, long frames) {
        return AudioSystem.getAudioInputStream(pcm(format), new Packed(packed, format, frames));
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

    private static SampleFormat format(AudioFormat format) {
        Encoding encoding = encoding(format);
        if (encoding == null) {
            throw new IllegalArgumentException(
                    "expected a provider that gives PCM of 1 to 4 bytes, or floats of 4 or 8, but got " + format);
        }
        ByteOrder order = format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new SampleFormat(encoding, order, format.getChannels(), Math.round(format.getSampleRate()));
    }

    /** What the format's samples are; null where they must be converted first. */
    private static @Nullable Encoding encoding(AudioFormat format) {
        int bytes = format.getChannels() < 1 ? 0 : format.getFrameSize() / format.getChannels();
        String name = format.getEncoding().toString();
        String kind = switch (name) {
            case "PCM_SIGNED" -> "SIGNED_" + 8 * bytes;
            case "PCM_UNSIGNED" -> "UNSIGNED_" + 8 * bytes;
            case "PCM_FLOAT" -> "FLOAT_" + 8 * bytes;
            case "ALAW" -> bytes == 1 ? "A_LAW" : "";
            case "ULAW" -> bytes == 1 ? "MU_LAW" : "";
            default -> "";
        };
        for (Encoding encoding : Encoding.values()) {
            if (encoding.name().equals(kind) && format.getFrameSize() == bytes * format.getChannels()) {
                return encoding;
            }
        }
        return null;
    }

    /**
     * What a provider sees of a file: until it says that it reads it, no more than its beginning, so that a scan for a
     * pattern that is not there stops; marks reach as far.
     */
    private static final class Look extends BufferedInputStream {
        private final Patience patience = new Patience();
        private long left = LOOK;

        Look(InputStream stream) {
            super(stream);
        }

        @Override
        public synchronized void mark(int limit) {
            super.mark(left == Long.MAX_VALUE ? limit : LOOK + 1);
        }

        @Override
        public synchronized int read() throws IOException {
            int read = left > 0 ? super.read() : -1;
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public synchronized int read(byte[] target, int at, int length) throws IOException {
            int read = left > 0 ? super.read(target, at, (int) Math.min(length, left)) : -1;
            count(read);
            return read;
        }

        void end() {
            left = Long.MAX_VALUE;
            super.mark(0);
        }

        boolean isOver() {
            return left == Long.MAX_VALUE;
        }

        private void count(int read) throws IOException {
            patience.count(read);
            if (left != Long.MAX_VALUE) {
                left -= Math.max(read, 0);
            }
        }
    }

    /** Packed sound as a provider's converter reads it. */
    private static final class Packed extends AudioInputStream {
        private final Patience patience = new Patience();

        Packed(InputStream stream, AudioFormat format, long frames) {
            super(stream, format, frames);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            patience.count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] target, int at, int length) throws IOException {
            int read = super.read(target, at, length);
            patience.count(read);
            return read;
        }
    }

    /**
     * Breaks the endless loop of a provider that takes the end of a damaged file for a pause, or asks for no byte again
     * and again because its buffer is full: with an exception that is no {@link java.io.EOFException}, which such a
     * loop would pass over.
     */
    private static final class Patience {
        private static final int MOST = 1000;
        private int idle;

        /** Takes note of a read that gave so many bytes, none where fewer than 1. */
        void count(int read) throws IOException {
            if (read < 1 && ++idle > MOST) {
                throw new IOException("provider reads on without giving a byte");
            }
        }
    }
}
