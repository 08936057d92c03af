package io.github.kws4j.models;

import io.github.kws4j.Detection;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.LogitTrack;
import io.github.kws4j.ModelMetadata;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.cli.Program;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.evaluate.LongRecording;
import io.github.kws4j.evaluate.PoissonRate;
import io.github.kws4j.evaluate.StreamEvaluation;
import io.github.kws4j.train.augment.ClipSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The model card's figures on streams: how many words of test speakers a model finds over other speech, over noise and
 * in quiet, and how often it detects one that was not said. No weights depend on any of it, and no threshold on the
 * speech; that of {@link HeldOut#COUNTING} readers may have chosen between models.
 */
@Command(
        name = "StreamAccuracy",
        mixinStandardHelpOptions = true,
        description = "Measures streams of a model at its own thresholds: words found, and false alarms an hour.")
public final class StreamAccuracy implements Callable<Integer> {
    private static final double QUIET = Math.pow(10, -30 / 20.0);
    private static final Duration SPACING = Duration.ofSeconds(6);
    private static final String IN_QUIET = "in quiet";
    private static final double RATIO = 10;
    private static final double[] GATES = {15, 10};
    private static final int MUSIC = 360;
    private static final int MUSIC_SAMPLES = 10 * PretrainedData.RATE;

    @Mixin
    private Recordings recordings;

    @Option(
            names = "--lists",
            required = true,
            paramLabel = "FOLDER",
            description = "folder of the published validation_list.txt and testing_list.txt of v0.02")
    private Path lists;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "model file (default: that in the jar)")
    private @Nullable Path model;

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "RATE",
            description = "wanted false alarms an hour (default: all that the model has thresholds for)")
    private Set<Double> rates = new TreeSet<>();

    @Option(names = "--minutes", defaultValue = "60", description = "length of a recording with words")
    private int minutes;

    /**
     * Runs the program.
     *
     * @param arguments {@code --base FOLDER --gathered FOLDER --spoken FOLDER --lists FOLDER [--rates 1,5]
     *     [--minutes 60] [MODEL]}
     */
    public static void main(String[] arguments) {
        Program.run(new StreamAccuracy(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        var data = new PretrainedData(recordings);
        var builder = KeywordClassifier.builder().threads(1);
        try (KeywordClassifier classifier = model == null ? builder.pretrained() : builder.load(model)) {
            ModelMetadata metadata = classifier.metadata();
            System.out.println(metadata.notes());
            var points = metadata.operatingPoints()
                    .orElseThrow(
                            () -> new IllegalArgumentException("expected a model with thresholds but got one without;"
                                    + " CalibratePretrained finds them"));
            Map<String, LongRecording> said = said(data);
            Map<String, List<Audio>> unsaid = unsaid(data);
            Map<String, LogitTrack> tracks = new LinkedHashMap<>();
            said.forEach(
                    (name, recording) -> tracks.put(name, classifier.stream().track(List.of(recording.audio()))));
            unsaid.forEach((name, sound) -> tracks.put(name, classifier.stream().track(sound)));
            for (double rate : rates.isEmpty() ? points.thresholds().keySet() : rates) {
                System.out.println("thresholds for " + rate + " an hour");
                Map<String, Double> thresholds = points.at(rate);
                said.forEach((name, recording) -> System.out.println(
                        "  words " + name + ": " + recording.evaluate(track(tracks, name, thresholds))));
                unsaid.forEach((name, sound) ->
                        System.out.println("  none " + name + ": " + alarms(track(tracks, name, thresholds), sound)));
            }
            gates(classifier, Objects.requireNonNull(said.get(IN_QUIET)));
        }
        return 0;
    }

    private Map<String, LongRecording> said(PretrainedData data) throws IOException {
        AudioDataset words = PretrainedData.listed(data.testKeywords(), lists);
        Duration length = Duration.ofMinutes(minutes);
        var said = new LinkedHashMap<String, LongRecording>();
        said.put("10 dB over speech", over(words, data.speech().others(), length, SPACING, RATIO));
        said.put("10 dB over noise", over(words, data.countedNoise(), length, SPACING, RATIO));
        said.put(IN_QUIET, inQuiet(words, data.countedNoise(), length, SPACING));
        return said;
    }

    /** Words some decibels over a background made of sounds, some time apart in the mean. */
    static LongRecording over(AudioDataset words, List<Audio> sounds, Duration length, Duration spacing, double ratio) {
        return LongRecording.lay(words, LongRecording.background(sounds, length, 1), ratio, spacing, 1);
    }

    /** Words 40 dB over a background 30 dB under that of {@link #over}: as loud as there. */
    static LongRecording inQuiet(AudioDataset words, List<Audio> sounds, Duration length, Duration spacing) {
        Audio background = LongRecording.background(sounds, length, 1);
        float[] samples = background.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] *= (float) QUIET;
        }
        return LongRecording.lay(words, Audio.of(samples, background.sampleRate()), 40, spacing, 1);
    }

    private static Map<String, List<Audio>> unsaid(PretrainedData data) throws IOException {
        var unsaid = new LinkedHashMap<String, List<Audio>>();
        List<Audio> noise = data.countedNoise();
        List<Audio> others = data.speech().others();
        List<Audio> counted = data.speech().of(HeldOut.COUNTING);
        unsaid.put("in speech", others);
        unsaid.put("in speech of readers for counting", counted);
        unsaid.put("in all this speech 10 dB over noise", both(over(others, noise), over(counted, noise)));
        unsaid.put(
                "in all this speech 10 dB over the other readers", both(over(others, counted), over(counted, others)));
        unsaid.put("in other languages", data.speech().languages(true));
        unsaid.put("in noise", noise);
        unsaid.put("in synthetic music", Music.pieces(MUSIC, MUSIC_SAMPLES, PretrainedData.RATE));
        return unsaid;
    }

    private static List<Audio> both(List<Audio> sounds, List<Audio> more) {
        return Stream.concat(sounds.stream(), more.stream()).toList();
    }

    /** The sounds, each 10 dB over as long a stretch of a background. */
    private static List<Audio> over(List<Audio> sounds, List<Audio> background) {
        List<Audio> hour = List.of(LongRecording.background(background, Duration.ofHours(1), 1));
        return IntStream.range(0, sounds.size())
                .mapToObj(i -> {
                    Audio sound = sounds.get(i);
                    ClipSource alone = random -> sound.samples();
                    ClipSource mixed = alone.noisy(ClipSource.windows(hour, sound.length()), RATIO, RATIO);
                    return Audio.of(mixed.draw(new SplittableRandom(i)), sound.sampleRate());
                })
                .toList();
    }

    private static List<Detection> track(Map<String, LogitTrack> tracks, String name, Map<String, Double> thresholds) {
        return Objects.requireNonNull(tracks.get(name)).detections(thresholds);
    }

    private static String alarms(List<Detection> detections, List<Audio> sound) {
        double hours =
                sound.stream().mapToLong(part -> part.duration().toMillis()).sum() / 3.6e6;
        Map<String, Long> words = detections.stream()
                .collect(Collectors.groupingBy(Detection::label, TreeMap::new, Collectors.counting()));
        return new PoissonRate(detections.size(), hours) + " " + words;
    }

    /** What a gate saves and loses where it is quiet. */
    private static void gates(KeywordClassifier classifier, LongRecording quiet) {
        var threads = ManagementFactory.getThreadMXBean();
        for (double gate : GATES) {
            try (var stream = classifier.stream().gate(gate).open()) {
                long start = threads.getCurrentThreadCpuTime();
                StreamEvaluation found = quiet.evaluate(stream);
                double share = (threads.getCurrentThreadCpuTime() - start)
                        / (double) found.length().toNanos();
                System.out.printf(
                        "gate of %.0f dB, words in quiet: %s%n  %.3f %% of one core%n", gate, found, 100 * share);
            }
        }
    }
}
