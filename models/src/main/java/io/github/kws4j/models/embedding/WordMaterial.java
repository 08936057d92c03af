package io.github.kws4j.models.embedding;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.words.SpeechEmbedding;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes what the word embedding learns from, in files of a folder: windows of words and of segments of running speech,
 * each in several {@linkplain WordVersions versions}, and a long track of other speech. A file that is there is not
 * made again; its content depends on the seed alone.
 */
final class WordMaterial {
    private static final int RATE = Segments.RATE;
    private static final int SINGLES_A_FILE = 1500;
    private static final int SENTENCES_A_FILE = 100;
    private static final int SPEECH_A_FILE = 200;
    private static final int SEGMENTED_A_FILE = 150;
    private static final int MOST_SEGMENTED = 1800;
    private static final int LONGEST_SINGLE = 2 * RATE;
    private static final int LONGEST_SENTENCE = 20 * RATE;
    private static final int LONGEST_SEGMENTED = 12 * RATE;
    private static final int ROW = 60 * RATE;
    private static final int TALK_EVERY = 6;
    private static final double FAINTEST_WORD = 3e-4;
    private static final double DISTURBED_SPEECH = 0.3;
    private static final String VERSION = "version ";
    private static final int LEAST_LETTERS = 6;
    private static final int LEAST_LETTERS_OF_TWO = 7;

    private final WordRecordings recordings;
    private final SpeechEmbedding embedding;
    private final WordDisturbance disturbance;
    private final WordVersions versions;
    private final WordAlignment alignment;
    private final Path folder;
    private final long seed;

    private WordMaterial(Path data, SpeechEmbedding embedding, WordAlignment alignment, Path folder, long seed)
            throws IOException {
        recordings = new WordRecordings(data, seed);
        this.embedding = embedding;
        this.alignment = alignment;
        this.folder = folder;
        this.seed = seed;
        var talk = new ArrayList<float[]>();
        for (Path file : recordings.talk(TALK_EVERY)) {
            talk.add(samples(file));
        }
        disturbance = new WordDisturbance(new TrainingSound(data, seed).noises(), talk);
        versions = new WordVersions(disturbance);
    }

    /** The files that were made: of windows of words, and of vectors of other speech. */
    record Made(List<Path> words, List<Path> speech) {}

    /**
     * Makes the files that are missing, on all processors.
     *
     * @param data holds the folders {@code gathered} and {@code base}, and {@code spoken} where there is one
     * @param folder for the files
     * @throws IOException where a recording can't be read, or espeak-ng can't be run
     */
    static Made make(Path data, SpeechEmbedding embedding, Path folder, long seed) throws IOException {
        var voice = SpokenWords.open(folder.resolve("spoken"));
        return new WordMaterial(data, embedding, new WordAlignment(voice), folder, seed).make();
    }

    private Made make() throws IOException {
        var tasks = new ArrayList<Callable<Path>>();
        for (List<WordRecordings.Sentence> part : parts(recordings.sentences(), SENTENCES_A_FILE)) {
            tasks.add(task(tasks.size(), "sentences", part, this::sentence));
        }
        for (List<WordRecordings.Single> part : parts(recordings.singles(), SINGLES_A_FILE)) {
            tasks.add(task(tasks.size(), "singles", part, this::single));
        }
        List<Path> speech = recordings.speech();
        for (List<Path> part : parts(speech.subList(0, Math.min(MOST_SEGMENTED, speech.size())), SEGMENTED_A_FILE)) {
            tasks.add(task(tasks.size(), "segments", part, this::segments));
        }
        int words = tasks.size();
        for (List<Path> part : parts(speech, SPEECH_A_FILE)) {
            tasks.add(task(tasks.size(), "speech", List.of(part), this::speech));
        }
        List<Path> files = done(tasks);
        return new Made(files.subList(0, words), files.subList(words, files.size()));
    }

    private static <T> List<List<T>> parts(List<T> all, int size) {
        var parts = new ArrayList<List<T>>();
        for (int from = 0; from < all.size(); from += size) {
            parts.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return parts;
    }

    /** Writes what there is of one source. */
    @FunctionalInterface
    private interface Writer<T> {
        void write(T source, DataOutputStream out, SplittableRandom random) throws IOException;
    }

    private <T> Callable<Path> task(int number, String kind, List<T> sources, Writer<T> writer) {
        Path file = folder.resolve("%03d-%s".formatted(number, kind));
        return () -> {
            if (!Files.exists(file)) {
                Path beside = file.resolveSibling(file.getFileName() + ".new");
                var random = new SplittableRandom(31 * seed + number);
                try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(beside), 1 << 16))) {
                    for (T source : sources) {
                        writer.write(source, out, random);
                    }
                }
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return file;
        };
    }

    private static List<Path> done(List<Callable<Path>> tasks) throws IOException {
        var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            var running = new ArrayList<Future<Path>>();
            tasks.forEach(task -> running.add(threads.submit(task)));
            var files = new ArrayList<Path>();
            for (Future<Path> file : running) {
                files.add(file.get());
                System.out.printf("material: %d of %d files%n", files.size(), tasks.size());
            }
            return files;
        } catch (ExecutionException e) {
            throw new IOException("a file of material could not be written: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the material was made", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void single(WordRecordings.Single single, DataOutputStream out, SplittableRandom random)
            throws IOException {
        float[] sound = samples(single.file());
        float[] word = Arrays.copyOf(sound, Math.min(sound.length, LONGEST_SINGLE));
        if (Disturbance.level(word) < FAINTEST_WORD) {
            return;
        }
        LoudPart part = LoudPart.of(word);
        for (WordVersions.Version version : versions.ofAll(word, random)) {
            write(single.word(), single.speaker(), embed(version.sound()), version.at(part.to()), out);
        }
    }

    private static void write(String word, String speaker, float[][] vectors, int end, DataOutputStream out)
            throws IOException {
        short[] window = WordWindows.cut(vectors, end);
        if (window.length > 0) {
            WordWindows.write(out, new WordWindows.Window(word, speaker, window));
        }
    }

    private void sentence(WordRecordings.Sentence sentence, DataOutputStream out, SplittableRandom random)
            throws IOException {
        float[] sound = samples(sentence.file());
        if (sound.length > LONGEST_SENTENCE) {
            return;
        }
        List<WordAlignment.Word> words = alignment.locate(sound, sentence.words());
        for (WordVersions.Version version : versions.ofAll(sound, random)) {
            float[][] vectors = embed(version.sound());
            for (int i = 0; i < words.size(); i++) {
                int end = version.at(words.get(i).end());
                if (isWord(words.get(i))) {
                    write("word " + words.get(i).text(), sentence.speaker(), vectors, end, out);
                }
                if (i > 0 && areTwo(words.get(i - 1), words.get(i))) {
                    String two = "two " + words.get(i - 1).text() + " "
                            + words.get(i).text();
                    write(two, sentence.speaker(), vectors, end, out);
                }
            }
        }
    }

    /** Segments of running speech as if they were words, where they were said and alone. */
    private void segments(Path file, DataOutputStream out, SplittableRandom random) throws IOException {
        float[] whole = samples(file);
        float[] sound = Arrays.copyOf(whole, Math.min(whole.length, LONGEST_SEGMENTED));
        List<SpeechSegments.Segment> segments = SpeechSegments.of(sound, random);
        if (segments.isEmpty()) {
            return;
        }
        int number = 0;
        for (WordVersions.Version version : versions.ofAll(sound, random)) {
            float[][] vectors = embed(version.sound());
            for (SpeechSegments.Segment segment : segments) {
                write(name(file, segment), VERSION + number, vectors, version.at(segment.end()), out);
            }
            number++;
        }
        for (SpeechSegments.Segment segment : segments) {
            int place = number;
            for (WordVersions.Version version : versions.ofAll(segment.cut(sound), random)) {
                int end = version.at(segment.length());
                write(name(file, segment), VERSION + place++, embed(version.sound()), end, out);
            }
        }
    }

    private static String name(Path file, SpeechSegments.Segment segment) {
        return WordWindows.SEGMENT + file.getFileName() + " " + segment.start();
    }

    private static boolean isWord(WordAlignment.Word word) {
        return word.text().length() >= LEAST_LETTERS
                && word.end() - word.start() >= 0.12 * RATE
                && !WordRecordings.isCounted(word.text());
    }

    private static boolean areTwo(WordAlignment.Word first, WordAlignment.Word second) {
        int length = second.end() - first.start();
        return first.text().length() + second.text().length() >= LEAST_LETTERS_OF_TWO
                && length > 0.35 * RATE
                && length < 1.3 * RATE
                && !WordRecordings.isCounted(first.text())
                && !WordRecordings.isCounted(second.text());
    }

    private void speech(List<Path> files, DataOutputStream out, SplittableRandom random) throws IOException {
        var row = new ArrayList<float[]>();
        int length = 0;
        for (Path file : files) {
            float[] sound = spoken(samples(file), random);
            row.add(sound);
            length += sound.length;
            if (length > ROW) {
                speech(row, length, out);
                row.clear();
                length = 0;
            }
        }
        speech(row, length, out);
    }

    private void speech(List<float[]> row, int length, DataOutputStream out) throws IOException {
        var all = new float[length];
        int at = 0;
        for (float[] part : row) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        float[][] vectors = embed(all);
        WordWindows.write(out, WordWindows.halves(vectors, 0, vectors.length));
    }

    /** Half of the recordings at another level, half after a pause, and a part of them disturbed. */
    private float[] spoken(float[] sound, SplittableRandom random) {
        if (random.nextBoolean()) {
            double level = 0.1 * Math.pow(10, random.nextDouble(-15, 3) / 20);
            double gain = level / Math.max(Disturbance.level(sound), 1e-9);
            for (int i = 0; i < sound.length; i++) {
                sound[i] *= (float) gain;
            }
        }
        if (random.nextBoolean()) {
            float[] pause = WordVersions.faintNoise(
                    (int) (random.nextDouble(0.6, 2.2) * RATE), Math.pow(10, random.nextDouble(-4.5, -3)), random);
            float[] after = Arrays.copyOf(pause, pause.length + sound.length);
            System.arraycopy(sound, 0, after, pause.length, sound.length);
            sound = after;
        }
        return random.nextDouble() < DISTURBED_SPEECH ? disturbance.over(sound, 0, sound.length, random) : sound;
    }

    private float[][] embed(float[] sound) {
        for (int i = 0; i < sound.length; i++) {
            sound[i] = Math.max(-1, Math.min(1, sound[i]));
        }
        return embedding.embed(Audio.of(sound, RATE));
    }

    private static float[] samples(Path file) throws IOException {
        return AudioDecoder.standard().decode(file).resample(RATE).samples();
    }

    /** The part of a recording of one word that is loud, in samples. */
    record LoudPart(int from, int to) {
        private static final int BLOCK = 320;

        static LoudPart of(float[] sound) {
            var levels = new double[sound.length / BLOCK];
            for (int block = 0; block < levels.length; block++) {
                double power = 1e-10;
                for (int i = block * BLOCK; i < (block + 1) * BLOCK; i++) {
                    power += sound[i] * sound[i] / BLOCK;
                }
                levels[block] = 10 * Math.log10(power);
            }
            var sorted = levels.clone();
            Arrays.sort(sorted);
            double floor = sorted[sorted.length / 10];
            double peak = sorted[sorted.length - 1];
            double least = Math.max(floor + (peak - floor) * 0.35, peak - 30);
            int from = 0;
            while (levels[from] <= least && from < levels.length - 1) {
                from++;
            }
            int to = levels.length;
            while (to > from + 1 && levels[to - 1] <= least) {
                to--;
            }
            return new LoudPart(from * BLOCK, to * BLOCK);
        }
    }
}
