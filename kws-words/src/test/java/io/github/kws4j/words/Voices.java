package io.github.kws4j.words;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Words said by synthetic voices, each speaker at a speed, loudness and place in the recording of its own. */
final class Voices {
    static final int RATE = 16_000;

    private static final List<String> OTHERS = List.of("go", "no", "right", "up", "yes");
    private static final Map<String, Audio> CLIPS = new HashMap<>();

    private Voices() {}

    /** One recording of a word, with a pause before and after it. */
    static Audio say(String word, long speaker) {
        var random = new Random(speaker * 31 + word.hashCode());
        float[] said = said(word, random);
        float[] samples = faint(said.length + RATE / 2 + random.nextInt(RATE / 2), random);
        add(said, samples, RATE / 5 + random.nextInt(RATE / 10));
        return Audio.of(samples, RATE);
    }

    static List<Audio> say(String word, int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(speaker -> say(word, speaker))
                .toList();
    }

    /** Other words, one after another. */
    static Audio babble(double seconds, long seed) {
        var random = new Random(seed);
        float[] samples = faint((int) (RATE * seconds), random);
        for (int at = 0; at + RATE < samples.length; at += RATE / 2 + random.nextInt(RATE)) {
            add(said(OTHERS.get(random.nextInt(OTHERS.size())), random), samples, at);
        }
        return Audio.of(samples, RATE);
    }

    /** The beginning of one word run into the end of another, said by a speaker. */
    static Audio joined(String first, String second, long speaker) {
        var random = new Random(speaker);
        float[] start = said(first, random);
        float[] end = said(second, random);
        int half = start.length / 2;
        float[] samples = faint(half + RATE + end.length, random);
        add(Arrays.copyOf(start, half), samples, RATE / 4);
        add(Arrays.copyOfRange(end, end.length / 2, end.length), samples, RATE / 4 + half);
        return Audio.of(samples, RATE);
    }

    private static float[] said(String word, Random random) {
        double speed = 0.94 + 0.12 * random.nextDouble();
        double gain = 0.5 + 0.5 * random.nextDouble();
        float[] said = Audio.of(clip(word).samples(), (int) (speed * RATE))
                .resample(RATE)
                .samples();
        for (int i = 0; i < said.length; i++) {
            said[i] *= (float) gain;
        }
        return said;
    }

    private static synchronized Audio clip(String word) {
        return CLIPS.computeIfAbsent(word, w -> {
            Path root = Path.of(System.getProperty("kws.root", ".."));
            try {
                return AudioDecoder.standard()
                        .decode(root.resolve("examples/clips").resolve(w + ".wav"))
                        .resample(RATE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void add(float[] sound, float[] samples, int from) {
        for (int i = 0; i < sound.length && from + i < samples.length; i++) {
            samples[from + i] += sound[i];
        }
    }

    private static float[] faint(int length, Random random) {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (float) (3e-4 * random.nextGaussian());
        }
        return samples;
    }

    static void write(Audio audio, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        audio.write(file);
    }
}
