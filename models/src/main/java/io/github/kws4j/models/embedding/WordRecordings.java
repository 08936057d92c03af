package io.github.kws4j.models.embedding;

import io.github.kws4j.models.HeldOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The recordings that the word embedding learns from: those of {@link HeldOut#TRAINING} without the words, takes and
 * languages that own words are counted on. Every list is in an order that the seed decides.
 */
final class WordRecordings {
    private static final Set<String> COUNTED_WORDS = Set.of("happy", "marvin", "seven", "sheila", "zero");
    private static final String COUNTED_SPEAKER = "00000007";
    private static final int MOST_OF_A_WORD = 450;
    private static final int MOST_SYNTHETIC = 15;
    private static final int ARABIC_TAKES = 5;
    private static final int CHINESE_TAKES = 8;
    private static final int MOST_OF_A_LANGUAGE = 40;

    private final Path data;
    private final long seed;

    /** @param data holds the folders {@code gathered} and {@code base}, and {@code spoken} where there is one */
    WordRecordings(Path data, long seed) {
        this.data = data;
        this.seed = seed;
    }

    /** A recording of a single word; words and speakers of different sets have different names. */
    record Single(Path file, String word, String speaker) {}

    /** A recording of a sentence whose words are known. */
    record Sentence(Path file, String speaker, List<String> words) {}

    /** Recordings of single words, all sets mixed. */
    List<Single> singles() throws IOException {
        var singles = new ArrayList<Single>();
        for (Path word : folders("gathered/words")) {
            for (Path file : some(sounds(word), MOST_OF_A_WORD)) {
                singles.add(new Single(file, "en " + word.getFileName(), part(file, 0)));
            }
        }
        for (Path file : sounds(data.resolve("gathered/words_arabic"))) {
            if (!part(file, 1).equals(COUNTED_SPEAKER) && take(file) <= ARABIC_TAKES) {
                singles.add(new Single(file, "ar " + part(file, 0), "ar" + part(file, 1)));
            }
        }
        for (String set : List.of("words_mandarin", "words_english_chinese_speakers")) {
            for (Path file : sounds(data.resolve("gathered").resolve(set))) {
                if (take(file) <= CHINESE_TAKES) {
                    singles.add(new Single(file, set + " " + part(file, 0), "zh" + part(file, 1)));
                }
            }
        }
        addSynthetic(singles);
        Collections.shuffle(singles, new Random(seed));
        return singles;
    }

    private void addSynthetic(List<Single> singles) throws IOException {
        for (String set : List.of("keyword_synth", "unknown_synth")) {
            String kind = set.equals("keyword_synth") ? "en " : WordWindows.SYNTHETIC;
            for (Path word : folders("spoken/" + set)) {
                List<Path> files = sounds(word);
                for (int i = 0; i < Math.min(MOST_SYNTHETIC, files.size()); i++) {
                    singles.add(new Single(files.get(i), kind + word.getFileName(), "voice" + i));
                }
            }
        }
    }

    /** The sentences of dev-clean's readers that teach. */
    List<Sentence> sentences() throws IOException {
        Path root = data.resolve("gathered/speech/dev-clean");
        var transcripts = new LinkedHashMap<String, String>();
        for (String line : Files.readAllLines(root.resolve("transcripts.tsv"))) {
            String[] fields = line.split("\t");
            transcripts.put(fields[0].replaceFirst("\\.[a-z]+$", ""), fields[1].toLowerCase(Locale.ROOT));
        }
        return sounds(root).stream()
                .map(file -> new Sentence(
                        file,
                        "reader-" + root.relativize(file).getName(0),
                        words(transcripts.getOrDefault(name(root, file), ""))))
                .filter(sentence -> !sentence.words().isEmpty())
                .toList();
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/').replace(".wav", "");
    }

    private static List<String> words(String transcript) {
        return transcript.isBlank() ? List.of() : List.of(transcript.strip().split("\\s+"));
    }

    /** Whether own words are counted on a word, so that nothing is to learn it. */
    static boolean isCounted(String word) {
        return COUNTED_WORDS.contains(word);
    }

    /** Running speech: readers, orders and languages, mixed. */
    List<Path> speech() throws IOException {
        var all = new ArrayList<Path>();
        for (String set : List.of("dev-clean", "readers", "orders")) {
            all.addAll(sounds(data.resolve("gathered/speech").resolve(set)));
        }
        List<Path> languages = folders("gathered/speech/languages");
        for (int i = 0; i < languages.size(); i++) {
            List<Path> files = sounds(languages.get(i));
            // Every fourth language is kept to count false alarms in.
            all.addAll(i % 4 == 1 ? List.of() : files.subList(0, Math.min(MOST_OF_A_LANGUAGE, files.size())));
        }
        Collections.shuffle(all, new Random(seed));
        return all;
    }

    /** Every so many sentences of dev-clean's readers that teach: what is laid over words. */
    List<Path> talk(int every) throws IOException {
        List<Path> files = sounds(data.resolve("gathered/speech/dev-clean"));
        return Stream.iterate(0, i -> i < files.size(), i -> i + every)
                .map(files::get)
                .toList();
    }

    private List<Path> some(List<Path> files, int most) {
        var shuffled = new ArrayList<>(files);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.subList(0, Math.min(most, shuffled.size()));
    }

    private static String part(Path file, int index) {
        return file.getFileName().toString().split("_")[index];
    }

    private static int take(Path file) {
        String[] parts = file.getFileName().toString().replace(".wav", "").split("_");
        return Integer.parseInt(parts[parts.length - 1]);
    }

    private List<Path> folders(String name) throws IOException {
        Path folder = data.resolve(name);
        return Files.isDirectory(folder)
                ? list(
                        folder,
                        file -> Files.isDirectory(file)
                                && !isCounted(file.getFileName().toString()))
                : List.of();
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

    private static List<Path> list(Path folder, Predicate<Path> which) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(which).sorted().toList();
        }
    }
}
