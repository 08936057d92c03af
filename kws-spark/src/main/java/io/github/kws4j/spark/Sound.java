package io.github.kws4j.spark;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Turns a file's content into sound at the model's rate. */
final class Sound {
    /** Rates of sound cards end here. */
    private static final int HIGHEST_RATE = 768_000;

    private Sound() {}

    /** A clip that the classifier takes: one that is far too long is refused before it is decoded to its end. */
    static Audio clip(byte @Nullable [] content, KeywordClassifier classifier) throws BrokenFile {
        long longest = (long) classifier.windowSamples() * HIGHEST_RATE / classifier.sampleRate();
        var decoder = AudioDecoder.standard().withMaxSamples((int) Math.max(1, Math.min(longest, Integer.MAX_VALUE)));
        Audio clip = decode(content, decoder, classifier.sampleRate());
        int window = classifier.windowSamples();
        if (clip.length() == 0 || clip.length() > window) {
            throw new BrokenFile(new IllegalArgumentException("expected 1 to " + window + " samples at "
                    + classifier.sampleRate() + " Hz but got " + clip.length()
                    + (clip.length() == 0 ? "" : "; use detect for longer recordings")));
        }
        return clip;
    }

    static Audio recording(byte @Nullable [] content, KeywordClassifier classifier) throws BrokenFile {
        return decode(content, AudioDecoder.standard(), classifier.sampleRate());
    }

    private static Audio decode(byte @Nullable [] content, AudioDecoder decoder, int rate) throws BrokenFile {
        if (content == null) {
            throw new BrokenFile(new IOException("expected a file's content but got null"));
        }
        try {
            return decoder.decode(content).resample(rate);
        } catch (IOException | IllegalArgumentException e) {
            throw new BrokenFile(e);
        }
    }
}
