package io.github.kws4j.words;

import io.github.kws4j.ModelMetadata;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.graph.OnnxGraph;
import io.github.kws4j.spectrogram.LogMel;
import io.github.kws4j.spectrogram.Spectrogram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A language of chords: a word is five of them, each with 100 ms of sound (fewer or more chords make shorter and
 * longer words); speakers say them higher or lower, louder or softer, faster or slower. And an embedding for it:
 * which bands sound, in the mean of eight frames.
 */
final class Chords {
    static final int RATE = 16_000;
    static final List<String> WORDS = List.of("ijiji", "klklk", "mnmnm");

    /** Chords from the first on that other speech is made of. */
    private static final int BABBLED = 8;

    private static final int BANDS = 40;
    private static final int FRAMES = 8;
    private static final double[][] CHORDS = {
        {300, 1100},
        {450, 2300},
        {700, 1500},
        {520, 900},
        {350, 3000},
        {250, 1900},
        {850, 2700},
        {600, 3600},
        {1700, 4200},
        {2000, 5000},
        {1300, 5600},
        {1000, 6400},
        {2500, 4600},
        {3300, 6900}
    };

    private Chords() {}

    /** One recording of a word, with a pause before and after it. */
    static Audio say(String word, long speaker) {
        var random = new Random(speaker * 31 + word.hashCode());
        float[] samples = faint((int) (RATE * (0.6 + 0.1 * word.length() + 0.4 * random.nextDouble())), random);
        speak(word, samples, (int) (RATE * (0.2 + 0.1 * random.nextDouble())), random);
        return Audio.of(samples, RATE);
    }

    static List<Audio> say(String word, int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(speaker -> say(word, speaker))
                .toList();
    }

    /** Words of random chords, one after another. */
    static Audio babble(double seconds, long seed) {
        var random = new Random(seed);
        float[] samples = faint((int) (RATE * seconds), random);
        for (int at = 0; at + RATE < samples.length; at += RATE / 2 + random.nextInt(RATE / 2)) {
            var word = new StringBuilder();
            for (int i = 0; i < 4 + random.nextInt(3); i++) {
                word.append((char) ('a' + random.nextInt(BABBLED)));
            }
            if (!WORDS.contains(word.toString())) {
                speak(word.toString(), samples, at, random);
            }
        }
        return Audio.of(samples, RATE);
    }

    private static float[] faint(int length, Random random) {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (float) (3e-4 * random.nextGaussian());
        }
        return samples;
    }

    private static void speak(String word, float[] samples, int from, Random random) {
        double pitch = 0.98 + 0.04 * random.nextDouble();
        double loudness = 0.08 + 0.1 * random.nextDouble();
        int length = (int) (RATE * (0.098 + 0.004 * random.nextDouble()));
        for (int i = 0; i < word.length() * length && from + i < samples.length; i++) {
            double[] chord = CHORDS[word.charAt(i / length) - 'a'];
            double swell = Math.sin(Math.PI * (i % length + 0.5) / length);
            for (double hertz : chord) {
                samples[from + i] +=
                        (float) (loudness * Math.sqrt(swell) * Math.sin(2 * Math.PI * hertz * pitch * i / RATE));
            }
        }
    }

    static SpeechEmbedding embedding(Path folder) throws IOException {
        Path file = folder.resolve("chords.onnx");
        Files.write(file, model());
        return SpeechEmbedding.load(file);
    }

    static OtherSpeech otherSpeech(SpeechEmbedding embedding) {
        return OtherSpeech.measure(
                embedding, Stream.of(babble(200, 1), babble(200, 2)), Stream.of(babble(200, 3), babble(200, 4)));
    }

    private static LogMel frontEnd() {
        return Spectrogram.logMel().bands(BANDS).range(20, 7600).power(2).frontEnd();
    }

    private static byte[] model() {
        var graph = new OnnxGraph("chords");
        String spectrogram = graph.input("spectrogram", -1, BANDS);
        String state = graph.input("state", 1);
        float[] weights = new float[FRAMES * BANDS * BANDS];
        for (int i = 0; i < FRAMES * BANDS; i++) {
            weights[i * BANDS + i % BANDS] = 1f / FRAMES;
        }
        String louder = graph.node("Sub", List.of(spectrogram, graph.scalar(1)));
        String sounding = graph.node("Sigmoid", List.of(louder));
        String steps = graph.node("Reshape", List.of(sounding, graph.longs(0, -1, FRAMES * BANDS)));
        String means = graph.node("MatMul", List.of(steps, graph.floats("weights", weights, FRAMES * BANDS, BANDS)));
        graph.floatOutput(graph.named("embeddings", "Identity", List.of(means)), -1, BANDS);
        graph.floatOutput(graph.named("next_state", "Identity", List.of(state)), 1);
        var own = ModelMetadata.builder(List.of("chords"))
                .frontEnd(frontEnd())
                .stepFrames(FRAMES)
                .build();
        var entries = new TreeMap<>(own.toMap());
        entries.keySet().removeAll(List.of("kws.labels", "kws.window", "kws.temperature"));
        entries.put("kws.delay_samples", "0");
        return graph.toBytes(entries);
    }

    static void write(Audio audio, Path file) {
        try {
            Files.createDirectories(file.getParent());
            audio.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
