package io.github.kws4j.models.embedding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws what a step of the word embedding's training sees: some words, of each recordings that make its detector and
 * recordings of other speakers that are scored, and windows of other speech; all numbers at mean 0 and deviation 1 over
 * other speech. Immutable.
 */
final class WordEpisodes {
    private static final int VALUES = WordWindows.VALUES;
    private static final int WINDOW = WordWindows.LENGTH * VALUES;
    private static final int LEAST_RECORDINGS = 8;
    private static final int LEAST_SPEAKERS = 4;
    private static final int MOST_COUNTED = 200;
    private static final int MOST_LEARNT_SPEAKERS = 5;
    private static final double SYNTHETIC_WEIGHT = 0.5;

    private final List<Word> words;
    private final short[] speech;
    private final Distillation.Scale scale;

    /** A word, how likely it is drawn, and its windows, those of one speaker in a list. */
    private record Word(double weight, List<List<short[]>> speakers) {
        static Word of(String name, Map<String, List<short[]>> speakers) {
            int count = speakers.values().stream().mapToInt(List::size).sum();
            double synthetic = name.startsWith(WordWindows.SYNTHETIC) ? SYNTHETIC_WEIGHT : 1;
            return new Word(synthetic * Math.sqrt(Math.min(count, MOST_COUNTED)), List.copyOf(speakers.values()));
        }
    }

    /**
     * @param windows of words; those with fewer than 8 windows or 4 speakers are left out
     * @param speech vectors of other speech, one after another
     */
    WordEpisodes(List<WordWindows.Window> windows, short[] speech) {
        var grouped = new LinkedHashMap<String, Map<String, List<short[]>>>();
        for (WordWindows.Window window : windows) {
            grouped.computeIfAbsent(window.word(), word -> new LinkedHashMap<>())
                    .computeIfAbsent(window.speaker(), speaker -> new ArrayList<>())
                    .add(window.vectors());
        }
        words = new ArrayList<>();
        grouped.forEach((name, speakers) -> {
            int count = speakers.values().stream().mapToInt(List::size).sum();
            if (count >= LEAST_RECORDINGS && speakers.size() >= LEAST_SPEAKERS) {
                words.add(Word.of(name, speakers));
            }
        });
        this.speech = speech;
        scale = Distillation.Scale.ofHalves(speech);
    }

    /** Words that are drawn. */
    int words() {
        return words.size();
    }

    /** What all numbers are brought to mean 0 and deviation 1 by. */
    Distillation.Scale scale() {
        return scale;
    }

    /** Windows as {@code rows} lays them out, one a row. */
    Matrix draw(WordLoss.Rows rows, SplittableRandom random) {
        if (rows.words() > words.size()) {
            throw new IllegalArgumentException(
                    "expected at least " + rows.words() + " words to draw but got " + words.size());
        }
        Matrix windows = Matrix.zeros(rows.all(), WINDOW);
        int row = 0;
        for (Word word : words(rows.words(), random)) {
            List<List<short[]>> speakers = shuffled(word.speakers(), random);
            int half = Math.max(1, Math.min(MOST_LEARNT_SPEAKERS, speakers.size() / 2));
            for (int i = 0; i < rows.each(); i++) {
                boolean learnt = i < rows.learnt();
                List<List<short[]>> from = learnt ? speakers.subList(0, half) : speakers.subList(half, speakers.size());
                short[] window = any(from, random);
                copy(window, random.nextInt(WordWindows.PLACES) * VALUES, windows, row++);
            }
        }
        while (row < rows.all()) {
            copy(speech, random.nextInt(speech.length / VALUES - WordWindows.LENGTH + 1) * VALUES, windows, row++);
        }
        return windows;
    }

    /** Different words, each as likely as its weight says (Efraimidis and Spirakis 2006). */
    private List<Word> words(int count, SplittableRandom random) {
        double[] keys = words.stream()
                .mapToDouble(word -> -Math.log(1 - random.nextDouble()) / word.weight())
                .toArray();
        return IntStream.range(0, keys.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> keys[i]))
                .limit(count)
                .map(words::get)
                .toList();
    }

    private static <T> List<T> shuffled(List<T> all, SplittableRandom random) {
        var shuffled = new ArrayList<>(all);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            T moved = shuffled.set(i, shuffled.get(other));
            shuffled.set(other, moved);
        }
        return shuffled;
    }

    private static short[] any(List<List<short[]>> speakers, SplittableRandom random) {
        int place = random.nextInt(speakers.stream().mapToInt(List::size).sum());
        for (List<short[]> windows : speakers) {
            if (place < windows.size()) {
                return windows.get(place);
            }
            place -= windows.size();
        }
        throw new IllegalStateException("expected a window at " + place);
    }

    private void copy(short[] from, int at, Matrix windows, int row) {
        var vectors = new float[WINDOW];
        for (int i = 0; i < WINDOW; i++) {
            vectors[i] = WordWindows.value(from[at + i]);
        }
        System.arraycopy(scale.applied(vectors), 0, windows.values(), row * WINDOW, WINDOW);
    }
}
