package io.github.kws4j.bench.rivals;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.words.CustomKeywords;
import io.github.kws4j.words.OtherSpeech;
import io.github.kws4j.words.SpeechEmbedding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Who learns words from a few recordings and listens for them. */
public enum Rival {
    /** A stream of own words, by the embedding in the jar. */
    KWS4J {
        @Override
        WordStream listenFor(Map<String, List<Audio>> words) throws IOException {
            return KeywordWordStream.ownWords(CustomKeywords.builder(), words, () -> {});
        }
    },
    /** The same with Google's embedding, a window every 80 ms as openWakeWord runs it. */
    GOOGLE {
        @Override
        WordStream listenFor(Map<String, List<Audio>> words) throws IOException {
            SpeechEmbedding embedding = SpeechEmbedding.load(google());
            // other speech decides nothing about the time, so two minutes of noise stand for it
            var speech = OtherSpeech.measure(embedding, Stream.of(noise(1)), Stream.of(noise(2)));
            var builder = CustomKeywords.builder().embedding(embedding, speech);
            return KeywordWordStream.ownWords(builder, words, embedding::close);
        }
    },
    /** openWakeWord's own pipeline as far as its embeddings; it listens for no word. */
    OPEN_WAKE_WORD {
        @Override
        WordStream listenFor(Map<String, List<Audio>> words) throws IOException {
            return OpenWakeWordStream.open(google());
        }
    },
    /** Rustpotter with a reference a word, as it is configured at first. */
    RUSTPOTTER {
        @Override
        WordStream listenFor(Map<String, List<Audio>> words) throws IOException {
            return RustpotterStream.open(words, RustpotterStream.DEFAULT_THRESHOLD);
        }
    };

    abstract WordStream listenFor(Map<String, List<Audio>> words) throws IOException;

    /** The folder of Google's networks as openWakeWord distributes them. */
    static Path google() {
        return Path.of(System.getProperty("kws.google", "../shared/models/speech_embedding"));
    }

    private static Audio noise(long seed) {
        var random = new Random(seed);
        float[] samples = new float[60 * WordStream.RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.1 * Math.sin(i * 3e-4) * random.nextGaussian());
        }
        return Audio.of(samples, WordStream.RATE);
    }
}
