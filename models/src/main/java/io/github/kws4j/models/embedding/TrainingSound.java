package io.github.kws4j.models.embedding;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.models.HeldOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The recordings that the embedding is taught with: those of {@link HeldOut#TRAINING} that are there. */
final class TrainingSound {
    private static final List<String> WORDS =
            List.of("words", "words_arabic", "words_mandarin", "words_english_chinese_speakers");
    private static final int[] MOST_WORDS = {6000, 1500, 700, 500};
    private static final double TAUGHT_NOISE = 0.8;

    private final Path data;
    private final long seed;

    /** @param data holds the folders {@code gathered} and {@code base} */
    TrainingSound(Path data, long seed) {
        this.data = data;
        this.seed = seed;
    }

    /** Running speech in many languages. */
    List<Path> speech() throws IOException {
        return sounds(data.resolve("gathered/speech"));
    }

    /** Single words, a part of them. */
    List<Path> words() throws IOException {
        var chosen = new ArrayList<Path>();
        for (int i = 0; i < MOST_WORDS.length; i++) {
            List<Path> all = shuffled(sounds(data.resolve("gathered").resolve(WORDS.get(i))));
            chosen.addAll(all.subList(0, Math.min(MOST_WORDS[i], all.size())));
        }
        return chosen;
    }

    /**
     * Samples of noises: whole recordings of ESC-10, and the first four fifths of Speech Commands' recordings of
     * background noise.
     */
    List<float[]> noises() throws IOException {
        var noises = new ArrayList<float[]>();
        for (Path file : sounds(data.resolve("gathered/noise"))) {
            noises.add(samples(file));
        }
        for (Path file : sounds(data.resolve("base/extra_audio/background_noise"))) {
            float[] whole = samples(file);
            float[] taught = Arrays.copyOf(whole, (int) (TAUGHT_NOISE * whole.length));
            // As often as there are five seconds in it, which is how long the others are.
            noises.addAll(Collections.nCopies(Math.max(1, taught.length / (5 * Segments.RATE)), taught));
        }
        if (noises.isEmpty()) {
            throw new IOException("expected noises in " + data + "/gathered/noise but found none");
        }
        return noises;
    }

    private static float[] samples(Path file) throws IOException {
        Audio audio = AudioDecoder.standard().decode(file).resample(Segments.RATE);
        return audio.samples();
    }

    List<Path> shuffled(List<Path> files) {
        var shuffled = new ArrayList<>(files);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    private static List<Path> sounds(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".wav"))
                    .filter(file -> HeldOut.of(file) == HeldOut.TRAINING)
                    .sorted()
                    .toList();
        }
    }
}
