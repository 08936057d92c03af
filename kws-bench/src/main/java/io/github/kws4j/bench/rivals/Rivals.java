package io.github.kws4j.bench.rivals;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.words.CustomKeywords;
import io.github.kws4j.words.OtherSpeech;
import io.github.kws4j.words.SpeechEmbedding;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Who finds how many words in an hour of sound, with how many false alarms, for how much processor time? Runs kws4j and
 * those rivals that are installed over the same sound, each on a core of its own, and prints a table. The folder is
 * that of {@code LayWords} of module {@code models}, or made alike: {@code keywords}, {@code phrases}, or both. Who is
 * not installed, or fails, is skipped with the reason. Beside it, the folder of Google's networks as openWakeWord
 * distributes them, and a file that {@code MakeOtherSpeech} wrote with them.
 *
 * <pre>{@code
 * java -cp kws-bench/target/benchmarks.jar io.github.kws4j.bench.rivals.Rivals FOLDER [GOOGLE OTHER_SPEECH]
 * }</pre>
 */
public final class Rivals {
    private static final Map<String, String> KEYWORDS = Map.of(
            "down", "D AW N",
            "go", "G OW",
            "left", "L EH F T",
            "no", "N OW",
            "right", "R AY T",
            "stop", "S T AA P",
            "up", "AH P",
            "yes", "Y EH S");
    private static final Map<String, String> PHRASES = Map.of(
            "archie", "AA R CH IY",
            "dracarys", "D R AH K AA R IH S",
            "fenrir", "F EH N R IH R",
            "goodnight", "G UH D N AY T",
            "hadouken", "HH AH D UW K EH N",
            "how_are_you", "HH AW | AA R | Y UW",
            "joke", "JH OW K",
            "trick_or_treat", "T R IH K | AO R | T R IY T");

    private Rivals() {}

    /** Takes LayWords' folder, then the folder of Google's networks and a file that MakeOtherSpeech wrote with them. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        System.out.println("load at the start: "
                + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        if (Files.isDirectory(folder.resolve("keywords"))) {
            keywords(new Contest(folder.resolve("keywords")));
        }
        if (Files.isDirectory(folder.resolve("phrases"))) {
            phrases(folder, args);
        }
        System.out.println("load at the end: "
                + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static void keywords(Contest contest) throws IOException {
        for (double rate : new double[] {1, 5}) {
            contest.run("kws4j, keyword model, " + rate + " an hour", () -> {
                KeywordClassifier classifier =
                        KeywordClassifier.builder().threads(1).pretrained();
                return new KeywordWordStream(classifier, rate, () -> {});
            });
        }
        sphinx(contest, KEYWORDS, "1e1", "1e6");
        System.out.println(contest.table());
    }

    private static void phrases(Path folder, String[] args) throws IOException {
        var contest = new Contest(folder.resolve("phrases"));
        var words = recordings(folder.resolve("recordings"));
        contest.run("kws4j, own words", () -> Rival.KWS4J.listenFor(words));
        if (args.length > 2) {
            contest.run("kws4j, own words over Google's embedding", () -> google(args, words));
            contest.run("openWakeWord's networks, no head", () -> OpenWakeWordStream.open(Path.of(args[1])));
        } else {
            contest.skip("openWakeWord's networks", "their folder and other speech were not given");
        }
        rustpotter(contest, words);
        sphinx(contest, PHRASES, "1e-10");
        System.out.println(contest.table());
    }

    /** Once at the threshold it begins with; at higher ones, detections of at least that score count. */
    private static void rustpotter(Contest contest, Map<String, List<Audio>> words) {
        var scores = new LinkedHashMap<String, Double>();
        for (double threshold : new double[] {RustpotterStream.DEFAULT_THRESHOLD, 0.55, 0.6}) {
            scores.put("Rustpotter 3.0.1, threshold " + threshold, threshold);
        }
        contest.run(() -> RustpotterStream.open(words, RustpotterStream.DEFAULT_THRESHOLD), scores);
    }

    private static void sphinx(Contest contest, Map<String, String> words, String... thresholds) {
        if (!PocketSphinx.installed()) {
            contest.skip("PocketSphinx", "not installed (Debian: pocketsphinx, pocketsphinx-en-us)");
            return;
        }
        for (String threshold : thresholds) {
            contest.run("PocketSphinx, threshold " + threshold, () -> new PocketSphinx(threshold, words));
        }
    }

    private static WordStream google(String[] args, Map<String, List<Audio>> words) throws IOException {
        SpeechEmbedding embedding = SpeechEmbedding.load(Path.of(args[1]));
        var builder = CustomKeywords.builder().embedding(embedding, OtherSpeech.read(Path.of(args[2])));
        return KeywordWordStream.ownWords(builder, words, embedding::close);
    }

    /** The recordings of each phrase. */
    private static Map<String, List<Audio>> recordings(Path folder) throws IOException {
        var words = new TreeMap<String, List<Audio>>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String word = file.getName(folder.getNameCount()).toString();
                words.computeIfAbsent(word, w -> new ArrayList<>())
                        .add(AudioDecoder.standard().decode(file));
            }
        }
        return words;
    }
}
