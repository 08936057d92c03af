package io.github.kws4j.models;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.cli.Program;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.evaluate.LongRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Writes an hour of sound with keywords and the same hour with phrases, for {@code Rivals} of {@code kws-bench}: half
 * of it read speech and a quarter noise, the words 10 dB over them, and a quarter quiet. Nothing that a model in the
 * jars learnt from or took its thresholds from is in it: words of validation speakers, {@link HeldOut#COUNTING} readers
 * and noise. Beside each sound lie its words as Audacity's labels; {@code recordings} holds five others of each phrase
 * to learn from.
 */
@Command(
        name = "LayWords",
        mixinStandardHelpOptions = true,
        description = "Writes keywords, phrases (sounds of an hour with their words) and recordings.")
public final class LayWords implements Callable<Integer> {
    private static final Duration SPACING = Duration.ofSeconds(6);
    private static final double SNR_DB = 10;
    private static final double QUIET_SNR_DB = 40;
    private static final double QUIET = Math.pow(10, -30 / 20.0);
    private static final int RECORDINGS = 5;
    private static final int MOST = 25;

    /** Phrases that hold another of them, which belong into a model of their own. */
    private static final Set<String> HOLD_ANOTHER = Set.of("hey_archie", "hey_fenrir");

    @Mixin
    private Recordings recordings;

    @Option(names = "--minutes", defaultValue = "60", description = "length of all sounds (${DEFAULT-VALUE})")
    private int minutes;

    @Parameters(index = "0", paramLabel = "FOLDER", description = "where to write")
    private Path folder;

    /**
     * Runs the program.
     *
     * @param arguments {@code --base FOLDER --gathered FOLDER --spoken FOLDER [--minutes 60] FOLDER}
     */
    public static void main(String[] arguments) {
        Program.run(new LayWords(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        var data = new PretrainedData(recordings);
        List<Audio> speech = new ArrayList<>(data.speech().of(HeldOut.COUNTING));
        speech.addAll(data.speech().others());
        List<Audio> noise = data.noiseOfNoModel();
        lay("keywords", data.validationKeywords(), speech, noise);
        lay("phrases", spoken(phrases()), speech, noise);
        return 0;
    }

    private void lay(String name, AudioDataset words, List<Audio> speech, List<Audio> noise) throws IOException {
        Path sounds = Files.createDirectories(folder.resolve(name));
        write(sounds, "over-speech", over(words, speech, minutes * 30, SNR_DB, 1, 1));
        write(sounds, "over-noise", over(words, noise, minutes * 15, SNR_DB, 1, 2));
        write(sounds, "in-quiet", over(words, noise, minutes * 15, QUIET_SNR_DB, QUIET, 3));
    }

    private static LongRecording over(
            AudioDataset words, List<Audio> sounds, int seconds, double ratio, double gain, long seed) {
        Audio background = LongRecording.background(sounds, Duration.ofSeconds(seconds), seed);
        float[] samples = background.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] *= (float) gain;
        }
        return LongRecording.lay(words, Audio.of(samples, background.sampleRate()), ratio, SPACING, seed);
    }

    private static void write(Path sounds, String name, LongRecording recording) throws IOException {
        recording.audio().write(sounds.resolve(name + ".wav"));
        var lines = recording.words().stream()
                .map(word -> String.format(
                        Locale.ROOT,
                        "%.3f\t%.3f\t%s",
                        word.began().toMillis() / 1000.0,
                        word.ended().toMillis() / 1000.0,
                        word.label()))
                .toList();
        Files.write(sounds.resolve(name + ".txt"), lines);
        System.out.println(sounds.resolve(name) + ": " + lines.size() + " words");
    }

    private AudioDataset phrases() throws IOException {
        Path root = recordings.gathered.resolve("own_words");
        return AudioDataset.of(AudioDataset.ofFiles(root, KeywordClips.names(root)).clips().stream()
                .filter(clip -> !HOLD_ANOTHER.contains(clip.word()))
                .map(clip ->
                        LabelledClip.of(clip.name(), clip.word(), clip.audio().resample(PretrainedData.RATE)))
                .toList());
    }

    /** Of each phrase, in a random order, some recordings are written to learn from, and up to 25 others are said. */
    private AudioDataset spoken(AudioDataset phrases) throws IOException {
        var order = new ArrayList<>(phrases.clips());
        Collections.shuffle(order, new Random(1));
        var taken = new HashMap<String, Integer>();
        var learnt = order.stream()
                .filter(clip -> taken.merge(clip.word(), 1, Integer::sum) <= RECORDINGS)
                .toList();
        for (LabelledClip clip : learnt) {
            Path file = folder.resolve("recordings").resolve(clip.name());
            Files.createDirectories(file.resolveSibling(""));
            clip.audio().write(file);
        }
        taken.clear();
        return AudioDataset.of(order.stream()
                .filter(clip -> taken.merge(clip.word(), 1, Integer::sum) > RECORDINGS)
                .filter(clip -> taken.getOrDefault(clip.word(), 0) <= RECORDINGS + MOST)
                .toList());
    }
}
