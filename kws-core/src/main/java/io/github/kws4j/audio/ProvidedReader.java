package io.github.kws4j.audio;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what the {@link SoundReader}s on the class path read. Whatever one throws at bad content comes out as a {@link
 * MalformedAudioException}, an array as large as a header claims included, and the decoder's bounds hold for what it
 * gives.
 */
final class ProvidedReader {
    /**
     * How far into a file a reader may look before it says whether it reads it: cover pictures lie before the sound.
     */
    static final int LOOK = 1 << 24;

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
        List<SoundReader> readers = Services.all(SoundReader.class);
        List<String> formats = new ArrayList<>(List.of("AIFF", "AU"));
        var content = new BufferedInputStream(new SequenceInputStream(new ByteArrayInputStream(head), input));
        for (SoundReader reader : readers) {
            formats.add(reader.formats());
            content.mark(LOOK);
            Optional<RawSound> sound = isMidi(head) ? Optional.empty() : guarded(() -> reader.read(content));
            if (sound.isPresent()) {
                content.mark(0);
                return samples(sound.get());
            }
            content.reset();
        }
        input.rethrowFailure();
        throw input.malformed(0, expected(formats, readers.isEmpty()), describe(head));
    }

    private static boolean isMidi(byte[] head) {
        return head.length >= 4 && new String(head, 0, 4, StandardCharsets.ISO_8859_1).equals("MThd");
    }

    private static String expected(List<String> formats, boolean alone) {
        String last = formats.remove(formats.size() - 1);
        return "WAV, " + String.join(", ", formats) + " or " + last
                + (alone ? " (io.github.kws4j:kws-javasound, which reads more, is not on the class path)" : "");
    }

    private static String describe(byte[] head) {
        if (isMidi(head)) {
            return "MIDI, which holds notes and no sound";
        }
        String text = ByteInput.printable(new String(head, StandardCharsets.ISO_8859_1));
        return head.length == 0 ? "nothing: it is empty" : "'" + text + "'";
    }

    private SampleReader samples(RawSound sound) throws IOException {
        options.requireChannels(input, 0, sound.format().channels());
        OptionalLong frames = sound.frames();
        var claim = new SampleReader.Claim(
                frames.orElse(Long.MAX_VALUE),
                frames.orElse(0),
                found -> input.malformed(
                        input.offset(), frames.orElse(0) + " samples a channel", "the end after " + found));
        return new SampleReader(input, new Guarded(sound.bytes()), sound.format(), options, claim);
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
            MalformedAudioException malformed =
                    input.malformed(input.offset(), "sound that its provider reads", e.toString());
            malformed.initCause(e);
            throw malformed;
        }
    }

    /** What a reader gives, its faults reported as those of the sound. */
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
}
