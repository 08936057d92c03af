package io.github.kws4j.models;

import io.github.kws4j.Detection;
import io.github.kws4j.KeywordStream;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.cli.Program;
import io.github.kws4j.evaluate.PoissonRate;
import io.github.kws4j.words.CustomKeywords;
import io.github.kws4j.words.CustomKeywordsBuilder;
import io.github.kws4j.words.OtherSpeech;
import io.github.kws4j.words.SpeechEmbedding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The figures of own words: enrols words with a few recordings of random speakers, plays the other recordings to a
 * stream in quiet, in noise and over talk, and counts false alarms in readers that nothing was learnt from, and in
 * other words of Speech Commands, said alone. A word counts as found where it is reported from its beginning to 0.75 s
 * after its end.
 */
@Command(
        name = "EvaluateOwnWords",
        mixinStandardHelpOptions = true,
        description = "Prints how many own words are found, and false alarms an hour a word.")
public final class EvaluateOwnWords implements Callable<Integer> {
    private static final int RATE = 16_000;
    private static final double SNR_DB = 10;
    private static final double LATEST_SECONDS = 0.75;
    private static final int OTHERS = 500;
    private static final String ONE_SPEAKER = "00000007"; // of Arabic Speech Commands, who said each word ten times
    private static final List<String> COMMANDS =
            List.of("backward", "cancel", "close", "forward", "left", "open", "right", "start", "stop", "zoom");
    private static final List<String> SHORT_WORDS = List.of("happy", "seven", "zero", "marvin", "sheila");

    @Parameters(index = "0", paramLabel = "RECORDINGS", description = "folder that holds base and gathered, as WAV")
    private Path recordings;

    @Option(names = "--embedding", description = "an embedding's file or folder; without it the one in the jar")
    private Path embedding;

    @Option(names = "--other-speech", description = "a file that MakeOtherSpeech wrote with that embedding")
    private Path otherSpeech;

    @Option(names = "--shots", description = "recordings a word (${DEFAULT-VALUE})")
    private int shots = 5;

    @Option(names = "--trials", description = "choices of recordings (${DEFAULT-VALUE})")
    private int trials = 4;

    @Option(names = "--most", description = "recordings of a word tested a trial (${DEFAULT-VALUE})")
    private int most = 25;

    @Option(names = "--rate", description = "false alarms an hour of each word (${DEFAULT-VALUE})")
    private double rate = 1;

    @Option(names = "--set", description = "phrases, words or one-speaker (${DEFAULT-VALUE})")
    private String set = "phrases";

    @Option(names = "--alone", description = "each word in a model of its own, not all in one")
    private boolean alone;

    @Option(names = "--found-only", description = "no false alarms, which take most of the time")
    private boolean foundOnly;

    private final Map<String, int[]> found = new TreeMap<>();
    private int alarms;
    private double wordHours;
    private int otherAlarms;
    private int otherWords;

    /**
     * Runs the program.
     *
     * @param arguments {@code RECORDINGS [--embedding FILE --other-speech FILE] [--set phrases] [--shots 5] [--trials
     *     4]}
     */
    public static void main(String[] arguments) {
        Program.run(new EvaluateOwnWords(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        var words = words();
        var noise = noise();
        var talk = decoded(files("gathered/speech/dev-clean").stream()
                .filter(file -> HeldOut.of(file) == HeldOut.COUNTING)
                .toList());
        var readers = new ArrayList<>(talk);
        readers.addAll(decoded(files("base/extra_audio/read_speech/measure")));
        if (embedding == null) {
            run(words, noise, talk, readers, CustomKeywords::builder);
        } else {
            try (var network = SpeechEmbedding.load(embedding)) {
                var speech = OtherSpeech.read(otherSpeech);
                run(words, noise, talk, readers, () -> CustomKeywords.builder().embedding(network, speech));
            }
        }
        return 0;
    }

    /** The figures of all trials so far. */
    private void print() {
        found.forEach((name, counts) -> System.out.printf(
                Locale.ROOT, "%-40s %5.1f %% (%d of %d)%n", name, 100.0 * counts[0] / counts[1], counts[0], counts[1]));
        if (foundOnly) {
            return;
        }
        System.out.println("false alarms a word: " + new PoissonRate(alarms, wordHours));
        System.out.printf(
                Locale.ROOT,
                "other words said alone that are taken for a word: %.2f %% (%d of %d)%n",
                100.0 * otherAlarms / otherWords,
                otherAlarms,
                otherWords);
    }

    private interface Start {
        CustomKeywordsBuilder builder();
    }

    private void run(
            Map<String, List<Path>> words, List<Audio> noise, List<Audio> talk, List<Audio> readers, Start start)
            throws IOException {
        for (int trial = 0; trial < trials; trial++) {
            for (var model : models(words)) {
                run(trial, model, noise, talk, readers, start);
            }
        }
    }

    /** The words of each model. */
    private List<Map<String, List<Path>>> models(Map<String, List<Path>> words) {
        return alone
                ? words.entrySet().stream()
                        .map(word -> Map.of(word.getKey(), word.getValue()))
                        .toList()
                : List.of(words);
    }

    private void run(
            int trial,
            Map<String, List<Path>> words,
            List<Audio> noise,
            List<Audio> talk,
            List<Audio> readers,
            Start start)
            throws IOException {
        var builder = start.builder();
        var tested = new LinkedHashMap<String, List<Path>>();
        for (var word : words.entrySet()) {
            var shuffled = new ArrayList<>(word.getValue());
            Collections.shuffle(
                    shuffled, new Random(trial * 1000L + word.getKey().hashCode()));
            var own = choose(shuffled);
            builder.keyword(word.getKey(), decoded(own));
            shuffled.removeAll(own);
            shuffled.removeIf(file -> !set.equals("one-speaker") && own.stream().anyMatch(o -> sameSpeaker(o, file)));
            tested.put(word.getKey(), shuffled.subList(0, Math.min(most, shuffled.size())));
        }
        try (CustomKeywords mine = builder.enroll()) {
            if (trial == 0) {
                System.out.println(mine.enrollment());
            }
            play(mine, tested, noise, talk, new SplittableRandom(trial));
            if (!foundOnly) {
                count(mine, readers, words.size());
                playOthers(mine, words, new SplittableRandom(trial));
            }
            print();
        }
    }

    /** Recordings to learn from, each of another speaker where the name says. */
    private List<Path> choose(List<Path> shuffled) {
        var chosen = new ArrayList<Path>();
        for (Path file : shuffled) {
            boolean other = set.equals("one-speaker") || chosen.stream().noneMatch(c -> sameSpeaker(c, file));
            if (chosen.size() < shots && other) {
                chosen.add(file);
            }
        }
        return chosen;
    }

    private static boolean sameSpeaker(Path a, Path b) {
        String name = a.getFileName().toString();
        int end = name.indexOf("_nohash_");
        return end > 0 && b.getFileName().toString().startsWith(name.substring(0, end));
    }

    private void play(
            CustomKeywords mine,
            Map<String, List<Path>> tested,
            List<Audio> noise,
            List<Audio> talk,
            SplittableRandom random) {
        try (KeywordStream stream = mine.stream().falseAlarmsPerHour(rate).open()) {
            for (var word : tested.entrySet()) {
                for (Audio clip : decoded(word.getValue())) {
                    String label = word.getKey();
                    tally(label, "quiet", find(stream, label, OwnWordTrial.quiet(clip, random)));
                    tally(label, "noise", find(stream, label, OwnWordTrial.in(noise, clip, SNR_DB, random)));
                    tally(label, "talk", find(stream, label, OwnWordTrial.in(talk, clip, SNR_DB, random)));
                }
            }
        }
    }

    private void tally(String word, String condition, boolean hit) {
        for (String name : List.of(condition, condition + ": " + word)) {
            int[] counts = found.computeIfAbsent(name, n -> new int[2]);
            counts[0] += hit ? 1 : 0;
            counts[1]++;
        }
    }

    private static boolean find(KeywordStream stream, String word, OwnWordTrial trial) {
        stream.reset();
        for (Detection detection : stream.accept(trial.samples())) {
            double at = detection.at().toMillis() / 1000.0 * RATE;
            if (detection.label().equals(word) && at >= trial.began() && at <= trial.ended() + LATEST_SECONDS * RATE) {
                return true;
            }
        }
        return false;
    }

    private void count(CustomKeywords mine, List<Audio> readers, int words) {
        try (KeywordStream stream = mine.stream().falseAlarmsPerHour(rate).open()) {
            for (Audio reader : readers) {
                alarms += stream.accept(reader.samples()).size();
                wordHours += words * reader.duration().toMillis() / 3_600_000.0;
            }
        }
    }

    /** Single words that are none of the model's, each after a pause: what a person says to another machine. */
    private void playOthers(CustomKeywords mine, Map<String, List<Path>> words, SplittableRandom random)
            throws IOException {
        var others = new ArrayList<>(files("gathered/words"));
        others.removeIf(file -> words.containsKey(
                Objects.requireNonNull(file.getParent()).getFileName().toString()));
        Collections.shuffle(others, new Random(random.nextLong()));
        try (KeywordStream stream = mine.stream().falseAlarmsPerHour(rate).open()) {
            for (Audio clip : decoded(others.subList(0, Math.min(OTHERS, others.size())))) {
                stream.reset();
                otherAlarms += stream.accept(OwnWordTrial.quiet(clip, random).samples())
                        .size();
                otherWords += words.size();
            }
        }
    }

    private Map<String, List<Path>> words() throws IOException {
        var words = new TreeMap<String, List<Path>>();
        switch (set) {
            case "phrases" -> {
                for (Path file : files("gathered/own_words")) {
                    add(
                            words,
                            Objects.requireNonNull(file.getParent())
                                    .getFileName()
                                    .toString(),
                            file);
                }
            }
            case "words" -> {
                for (String word : SHORT_WORDS) {
                    words.put(word, files("gathered/words/" + word));
                }
            }
            case "one-speaker" -> {
                for (Path file : files("gathered/words_arabic")) {
                    String[] parts = file.getFileName().toString().split("_");
                    if (parts[1].equals(ONE_SPEAKER) && COMMANDS.contains(parts[0])) {
                        add(words, parts[0], file);
                    }
                }
            }
            default -> throw new IllegalArgumentException("expected phrases, words or one-speaker but got " + set);
        }
        return words;
    }

    private static void add(Map<String, List<Path>> words, String word, Path file) {
        words.computeIfAbsent(word, w -> new ArrayList<>()).add(file);
    }

    private List<Audio> noise() throws IOException {
        var noise = new ArrayList<Audio>();
        for (Audio sound : decoded(files("base/extra_audio/background_noise"))) {
            int from = (int) (0.8 * sound.length());
            float[] part = new float[sound.length() - from];
            sound.copyTo(from, part, 0, part.length);
            noise.add(Audio.of(part, RATE));
        }
        noise.addAll(decoded(files("gathered/noise").stream()
                .filter(file -> file.getFileName().toString().contains("_5-"))
                .toList()));
        return noise;
    }

    private List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(recordings.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".wav"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Audio> decoded(List<Path> files) {
        return files.stream()
                .map(file -> {
                    try {
                        return AudioDecoder.standard().decode(file).resample(RATE);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }
}
