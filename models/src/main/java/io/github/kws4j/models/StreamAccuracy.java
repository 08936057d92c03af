package io.github.kws4j.models;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordStreamBuilder;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.evaluate.LongRecording;
import io.github.kws4j.evaluate.PoissonRate;
import io.github.kws4j.evaluate.StreamEvaluation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How well do streams find words? Lays the test words of the speaker-disjoint split into hours of read speech and hours
 * of noise at 10 dB, counts false alarms in read speech without command words, and shows what a gate saves and loses.
 * Of the noises the last 7.5 % are taken, which the model in the jar was not trained on.
 *
 * <pre>{@code mvn -q package -DskipTests -pl models -am -Dprogram=StreamAccuracy -Darguments="DATA 2 MODEL"}</pre>
 *
 * <p>{@code DATA} holds {@code mini_speech_commands} and {@code extra_audio} as WAV. The thresholds are those of the
 * model for each rate it knows, else 0.5 to 0.99.
 */
public final class StreamAccuracy {
    private final KeywordClassifier classifier;
    private final List<Audio> speech;
    private final List<LongRecording> overSpeech = new ArrayList<>();
    private final List<LongRecording> overNoise = new ArrayList<>();
    private final List<LongRecording> rooms = new ArrayList<>();

    private StreamAccuracy(KeywordClassifier classifier, Path data, int hours) throws IOException {
        this.classifier = classifier;
        speech = speech(data.resolve("extra_audio/read_speech"), new HashSet<>(classifier.labels()));
        List<Audio> noises = decode(data.resolve("extra_audio/background_noise"), Set.of()).stream()
                .map(StreamAccuracy::end)
                .toList();
        AudioDataset words = AudioDataset.ofFolders(data.resolve("mini_speech_commands"))
                .splitBySpeaker(10, 10)
                .test();
        for (int seed = 1; seed <= hours; seed++) {
            overSpeech.add(hour(words, speech, seed));
            overNoise.add(hour(words, noises, seed));
        }
        for (Audio noise : noises) {
            Audio room = LongRecording.background(List.of(noise), Duration.ofMinutes(20), 1);
            rooms.add(LongRecording.lay(words, room, 10, Duration.ofSeconds(20), 1));
        }
    }

    private static Audio end(Audio noise) {
        var samples = new float[(int) (0.075 * noise.length())];
        noise.copyTo(noise.length() - samples.length, samples, 0, samples.length);
        return Audio.of(samples, noise.sampleRate());
    }

    private static LongRecording hour(AudioDataset words, List<Audio> background, int seed) {
        Audio hour = LongRecording.background(background, Duration.ofHours(1), seed);
        return LongRecording.lay(words, hour, 10, Duration.ofSeconds(6), seed);
    }

    /**
     * Takes the folder of the data, the number of hours to make (1), a model file (the one in the jar) and wanted false
     * alarms an hour (all that the model has thresholds for).
     */
    public static void main(String[] args) throws IOException {
        var builder = KeywordClassifier.builder().threads(1);
        try (var classifier = args.length > 2 ? builder.load(Path.of(args[2])) : builder.pretrained()) {
            int hours = args.length > 1 ? Integer.parseInt(args[1]) : 1;
            Set<Double> rates = Arrays.stream(args).skip(3).map(Double::valueOf).collect(Collectors.toSet());
            new StreamAccuracy(classifier, Path.of(args[0]), hours).print(rates);
        }
    }

    private void print(Set<Double> wanted) {
        Set<Double> measured = classifier
                .metadata()
                .operatingPoints()
                .map(points -> points.thresholds().keySet())
                .orElse(Set.of());
        Set<Double> rates = wanted.isEmpty() ? measured : new TreeSet<>(wanted);
        if (rates.isEmpty()) {
            for (double threshold : new double[] {0.5, 0.8, 0.9, 0.95, 0.99}) {
                measure("threshold " + threshold, classifier.stream().threshold(threshold));
            }
        }
        for (double rate : rates) {
            measure("thresholds for " + rate + " an hour", classifier.stream().falseAlarmsPerHour(rate));
        }
        for (double gate : new double[] {60, 15, 10}) {
            hear(
                    "rooms with a word every 20 s, gate of " + gate + " dB",
                    classifier.stream().gate(gate),
                    rooms);
        }
    }

    private void measure(String name, KeywordStreamBuilder builder) {
        hear(name + ", words over read speech", builder, overSpeech);
        hear(name + ", words over noise", builder, overNoise);
        try (var stream = builder.open()) {
            var alarms = new TreeMap<String, Integer>();
            speech.forEach(
                    part -> stream.accept(part.samples()).forEach(d -> alarms.merge(d.label(), 1, Integer::sum)));
            int count = alarms.values().stream().mapToInt(Integer::intValue).sum();
            double hours = stream.position().toMillis() / 3.6e6;
            System.out.println("  in speech without the words: " + new PoissonRate(count, hours) + " " + alarms);
        }
    }

    private static void hear(String name, KeywordStreamBuilder builder, List<LongRecording> recordings) {
        var threads = ManagementFactory.getThreadMXBean();
        try (var stream = builder.open()) {
            long start = threads.getCurrentThreadCpuTime();
            StreamEvaluation found = recordings.stream()
                    .map(recording -> recording.evaluate(stream))
                    .reduce(StreamEvaluation::plus)
                    .orElseThrow();
            double share = (threads.getCurrentThreadCpuTime() - start)
                    / (double) found.length().toNanos();
            System.out.printf("%s: %s%n  %.3f %% of one core%n", name, found, 100 * share);
        }
    }

    /** The utterances of {@code measure} in which none of the words is said. */
    private static List<Audio> speech(Path folder, Set<String> words) throws IOException {
        var spoken = new HashSet<String>();
        for (String line : Files.readAllLines(folder.resolve("transcripts.tsv"))) {
            String[] columns = line.split("\t", -1);
            if (Arrays.stream(columns[2].toLowerCase(Locale.ROOT).split(" ")).anyMatch(words::contains)) {
                spoken.add(stem(columns[0]));
            }
        }
        return decode(folder.resolve("measure"), spoken);
    }

    private static List<Audio> decode(Path folder, Set<String> without) throws IOException {
        try (var files = Files.walk(folder)) {
            var sounds = new ArrayList<Audio>();
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".wav")).sorted().toList()) {
                if (!without.contains(stem(file.toString()))) {
                    sounds.add(AudioDecoder.standard().decode(file));
                }
            }
            return sounds;
        }
    }

    private static String stem(String file) {
        return file.substring(file.lastIndexOf('/') + 1, file.lastIndexOf('.'));
    }
}
