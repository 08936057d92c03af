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
 * other speech. A third of the words are segments of running speech, of which other versions are scored. A sixth are
 * words of one voice, of which other recordings of that voice are scored, so that a word is distinguished from other
 * words of the same voice. Immutable.
 */
final class WordEpisodes {
    private static final int VALUES = WordWindows.VALUES;
    private static final int WINDOW = WordWindows.LENGTH * VALUES;
    private static final int LEAST_RECORDINGS = 8;
    private static final int LEAST_SPEAKERS = 4;
    private static final int MOST_COUNTED = 200;
    private static final int MOST_LEARNT_GROUPS = 5;
    private static final double SYNTHETIC_WEIGHT = 0.5;
    private static final int SEGMENTS = 3; // one of so many words
    private static final int OF_ONE_VOICE = 6;
    private static final int LEAST_WORDS_OF_A_VOICE = 8;

    private final List<Word> words;
    private final List<Word> segments;
    private final List<List<Word>> voices;
    private final short[] speech;
    private final Distillation.Scale scale;

    /**
     * A word, how likely it is drawn, and its windows in groups: no group is learnt from and scored in one step.
     */
    private record Word(double weight, List<List<short[]>> groups) {
        static Word of(String name, Map<String, List<short[]>> speakers) {
            double synthetic = name.startsWith(WordWindows.SYNTHETIC) ? SYNTHETIC_WEIGHT : 1;
            return new Word(
                    synthetic * Math.sqrt(Math.min(count(speakers), MOST_COUNTED)), List.copyOf(speakers.values()));
        }

        static Word ofOneVoice(List<short[]> windows) {
            return new Word(1, windows.stream().map(List::of).toList());
        }
    }

    /**
     * @param windows of words and of segments; words with fewer than 8 windows or 4 speakers are left out
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
        segments = new ArrayList<>();
        var spoken = new LinkedHashMap<String, List<Word>>();
        grouped.forEach((name, speakers) -> {
            if (count(speakers) >= LEAST_RECORDINGS && speakers.size() >= LEAST_SPEAKERS) {
                boolean segment = name.startsWith(WordWindows.SEGMENT);
                (segment ? segments : words).add(Word.of(name, speakers));
            }
            speakers.forEach((speaker, all) -> {
                if (all.size() >= LEAST_RECORDINGS) {
                    spoken.computeIfAbsent(speaker, s -> new ArrayList<>()).add(Word.ofOneVoice(all));
                }
            });
        });
        voices = spoken.values().stream()
                .filter(voice -> voice.size() >= LEAST_WORDS_OF_A_VOICE)
                .toList();
        this.speech = speech;
        scale = Distillation.Scale.ofHalves(speech);
    }

    private static int count(Map<String, List<short[]>> speakers) {
        return speakers.values().stream().mapToInt(List::size).sum();
    }

    /** Words that are drawn. */
    int words() {
        return words.size();
    }

    /** Segments that are drawn. */
    int segments() {
        return segments.size();
    }

    /** Voices of which several words are drawn in one step. */
    int voices() {
        return voices.size();
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
        for (Word word : drawn(rows.words(), random)) {
            List<List<short[]>> groups = shuffled(word.groups(), random);
            int half = Math.max(1, Math.min(MOST_LEARNT_GROUPS, groups.size() / 2));
            for (int i = 0; i < rows.each(); i++) {
                boolean learnt = i < rows.learnt();
                List<List<short[]>> from = learnt ? groups.subList(0, half) : groups.subList(half, groups.size());
                short[] window = any(from, random);
                copy(window, random.nextInt(WordWindows.PLACES) * VALUES, windows, row++);
            }
        }
        while (row < rows.all()) {
            copy(speech, random.nextInt(speech.length / VALUES - WordWindows.LENGTH + 1) * VALUES, windows, row++);
        }
        return windows;
    }

    private List<Word> drawn(int count, SplittableRandom random) {
        var drawn = new ArrayList<Word>();
        if (!voices.isEmpty()) {
            drawn.addAll(some(voices.get(random.nextInt(voices.size())), count / OF_ONE_VOICE, random));
        }
        drawn.addAll(some(segments, count / SEGMENTS, random));
        drawn.addAll(some(words, count - drawn.size(), random));
        return drawn;
    }

    /** Different words, each as likely as its weight says (Efraimidis and Spirakis 2006); fewer where there are. */
    private static List<Word> some(List<Word> words, int count, SplittableRandom random) {
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

    private static short[] any(List<List<short[]>> groups, SplittableRandom random) {
        int place = random.nextInt(groups.stream().mapToInt(List::size).sum());
        for (List<short[]> windows : groups) {
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
