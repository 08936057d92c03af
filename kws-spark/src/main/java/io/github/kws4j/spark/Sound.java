package io.github.kws4j.spark;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.audio.Resampler;
import io.github.kws4j.audio.SoundSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Turns a file's content into sound at the model's rate. */
final class Sound {
    /** Rates of sound cards end here. */
    private static final int HIGHEST_RATE = 768_000;

    private Sound() {}

    /**
     * A clip that the classifier takes: one that is far too long is refused before it is decoded to its end, and one of
     * a low rate before it is resampled.
     *
     * @param name of the content in errors
     */
    static Audio clip(byte @Nullable [] content, String name, KeywordClassifier classifier) throws BrokenFile {
        int window = classifier.windowSamples();
        int rate = classifier.sampleRate();
        long longest = (long) window * HIGHEST_RATE / rate;
        try {
            Audio clip = AudioDecoder.standard()
                    .named(name)
                    .withMaxSamples((int) Math.max(1, Math.min(longest, Integer.MAX_VALUE)))
                    .decode(present(content));
            long length = clip.lengthAt(rate);
            if (length == 0 || length > window) {
                throw new IllegalArgumentException("expected 1 to " + window + " samples at " + rate + " Hz but got "
                        + length + (length == 0 ? "" : "; use detect for longer recordings"));
            }
            return clip.resample(rate);
        } catch (IOException | IllegalArgumentException e) {
            throw new BrokenFile(e);
        }
    }

    /** A recording of any length, decoded as it is taken, whose errors name it so. */
    static SoundSource recording(byte @Nullable [] content, String name) throws BrokenFile {
        try {
            var decoder = AudioDecoder.standard().named(name).withMaxSamples(Integer.MAX_VALUE);
            return decoder.open(new ByteArrayInputStream(present(content)));
        } catch (IOException e) {
            throw new BrokenFile(e);
        }
    }

    static Resampler resampler(SoundSource sound, KeywordClassifier classifier) throws BrokenFile {
        try {
            return Resampler.of(sound.sampleRate(), classifier.sampleRate());
        } catch (IllegalArgumentException e) {
            throw new BrokenFile(e);
        }
    }

    /** Whether there is more of a recording. */
    static boolean goesOn(Iterator<float[]> chunks) throws BrokenFile {
        try {
            return chunks.hasNext();
        } catch (UncheckedIOException e) {
            throw new BrokenFile(e);
        }
    }

    private static byte[] present(byte @Nullable [] content) throws IOException {
        if (content == null) {
            throw new IOException("expected a file's content but got null");
        }
        return content;
    }
}
