package io.github.kws4j.bench;

import io.github.givimad.rustpotter_java.Rustpotter;
import io.github.givimad.rustpotter_java.RustpotterConfig;
import io.github.givimad.rustpotter_java.SampleFormat;
import io.github.kws4j.KeywordStream;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.words.CustomKeywords;
import io.github.kws4j.words.CustomKeywordsBuilder;
import io.github.kws4j.words.OtherSpeech;
import io.github.kws4j.words.SpeechEmbedding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Who listens to a stream for some words, each learnt from a few recordings. */
public interface WordStream extends AutoCloseable {
    /** The rate of the recordings and of the sound, in hertz. */
    int RATE = 16_000;

    /** Takes the next sound; the number of detections in it. */
    int accept(float[] samples);

    @Override
    void close();

    /** The rivals. */
    enum Rival {
        /** A stream of own words, by the embedding in the jar. */
        KWS4J,
        /** The same with Google's embedding, a window every 80 ms as openWakeWord runs it. */
        GOOGLE,
        /** Rustpotter with a reference a word, as it is configured at first. */
        RUSTPOTTER;

        WordStream listenFor(List<List<Audio>> words) throws IOException {
            return switch (this) {
                case KWS4J -> ownWords(CustomKeywords.builder(), words, () -> {});
                case GOOGLE -> google(words);
                case RUSTPOTTER -> rustpotter(words);
            };
        }
    }

    private static WordStream ownWords(CustomKeywordsBuilder builder, List<List<Audio>> words, Runnable after)
            throws IOException {
        for (int word = 0; word < words.size(); word++) {
            builder.keyword("word " + word, words.get(word));
        }
        CustomKeywords mine = builder.enroll();
        KeywordStream stream = mine.stream().falseAlarmsPerHour(1).open();
        return new WordStream() {
            @Override
            public int accept(float[] samples) {
                return stream.accept(samples).size();
            }

            @Override
            public void close() {
                stream.close();
                mine.close();
                after.run();
            }
        };
    }

    /** Other speech decides nothing about the time, so two minutes of noise stand for it. */
    private static WordStream google(List<List<Audio>> words) throws IOException {
        var folder = Path.of(System.getProperty("kws.google", "../shared/models/speech_embedding"));
        SpeechEmbedding embedding = SpeechEmbedding.load(folder);
        var speech = OtherSpeech.measure(embedding, Stream.of(noise(1)), Stream.of(noise(2)));
        return ownWords(CustomKeywords.builder().embedding(embedding, speech), words, embedding::close);
    }

    private static Audio noise(long seed) {
        var random = new Random(seed);
        float[] samples = new float[60 * RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.1 * Math.sin(i * 3e-4) * random.nextGaussian());
        }
        return Audio.of(samples, RATE);
    }

    private static WordStream rustpotter(List<List<Audio>> words) throws IOException {
        Rustpotter.loadLibrary();
        var config = new RustpotterConfig();
        config.setSampleRate(RATE);
        config.setChannels(1);
        config.setSampleFormat(SampleFormat.F32);
        try {
            var rustpotter = new Rustpotter(config);
            for (int word = 0; word < words.size(); word++) {
                rustpotter.addWakewordBytes("word " + word, RustpotterReference.of("word " + word, words.get(word)));
            }
            return new RustpotterStream(rustpotter, new float[(int) rustpotter.getSamplesPerFrame()]);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) { // what its constructor declares
            throw new IOException("Rustpotter takes no such reference: " + e.getMessage(), e);
        }
    }

    /** Sound is handed on in frames of its size; what is left over waits for the next. */
    final class RustpotterStream implements WordStream {
        private final Rustpotter rustpotter;
        private final float[] frame;
        private int filled;

        RustpotterStream(Rustpotter rustpotter, float[] frame) {
            this.rustpotter = rustpotter;
            this.frame = frame;
        }

        @Override
        public int accept(float[] samples) {
            int detections = 0;
            for (float sample : samples) {
                frame[filled++] = sample;
                if (filled == frame.length) {
                    filled = 0;
                    detections += rustpotter
                                    .processFloat(Arrays.copyOf(frame, frame.length))
                                    .isPresent()
                            ? 1
                            : 0;
                }
            }
            return detections;
        }

        @Override
        public void close() {
            rustpotter.delete();
        }
    }
}
