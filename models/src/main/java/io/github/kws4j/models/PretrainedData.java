package io.github.kws4j.models;

import io.github.kws4j.SpecialLabels;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.data.Split;
import io.github.kws4j.evaluate.LongRecording;
import io.github.kws4j.train.augment.ClipSource;
import io.github.kws4j.train.augment.ClipSource.Share;
import io.github.kws4j.train.augment.LabelledSource;
import io.github.kws4j.train.augment.Noise;
import io.github.kws4j.train.augment.SpeechPieces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What the model in the jar learns from and is measured on. Keywords and other words are split by speaker. As too few other words come from
 * test speakers, six words are kept for the test as a whole; of the Arabic speakers every fifth is kept for the test, every fifth for
 * validation; of each noise the last 15 %, half and half. Two readers are kept for thresholds.
 */
final class PretrainedData {
    private static final int RATE = 16_000;
    private static final Set<String> KEYWORDS = Set.of("down", "go", "left", "no", "right", "stop", "up", "yes");
    private static final Set<String> HOMOPHONES = Set.of("know", "knows", "write", "wright");
    private static final List<Set<String>> SPLICED_TO_A_KEYWORD = List.of(Set.of("no", "go"), Set.of("stop", "up"));
    private static final Set<String> TEST_WORDS = Set.of("bird", "cat", "four", "happy", "on", "three");
    private static final Set<String> THRESHOLD_READERS = Set.of("118", "163");
    private static final double[] THRESHOLD_SPEEDS = {1, 0.93, 1.07};
    private static final double TRAINING_NOISE = 0.85;

    private final Split keywords;
    private final Split words;
    private final AudioDataset arabic;
    private final List<Integer> arabicSpeakers;
    private final AudioDataset noises;
    private final AudioDataset readers;
    private final AudioDataset others;
    private final Set<String> withKeyword;
    private final Set<String> withHomophone;
    private final AudioDataset spokenKeywords;
    private final AudioDataset spokenWords;

    /**
     * Reads all recordings.
     *
     * @param recordings holds {@code mini_speech_commands} and {@code extra_audio}, all sound as WAV
     * @param spoken what {@code models/speak.sh} made
     */
    PretrainedData(Path recordings, Path spoken) throws IOException {
        Path extra = recordings.resolve("extra_audio");
        keywords = AudioDataset.ofFolders(recordings.resolve("mini_speech_commands"))
                .splitBySpeaker(10, 10);
        words = AudioDataset.ofFolders(extra.resolve("unknown")).splitBySpeaker(10, 0);
        AudioDataset folders = wavFiles(extra);
        arabic = only(folders, "unknown_arabic"::equals);
        arabicSpeakers = arabic.clips().stream()
                .map(clip -> clip.name().split("_")[2])
                .distinct()
                .sorted()
                .map(Integer::valueOf)
                .toList();
        noises = only(folders, "background_noise"::equals);
        readers = wavFiles(extra.resolve("read_speech/train"));
        others = wavFiles(extra.resolve("read_speech/measure"));
        Path transcripts = extra.resolve("read_speech/transcripts.tsv");
        withKeyword = utterancesWith(KEYWORDS, transcripts);
        withHomophone = utterancesWith(HOMOPHONES, transcripts);
        spokenKeywords = AudioDataset.ofFolders(spoken.resolve("keyword_synth"));
        spokenWords = AudioDataset.ofFolders(spoken.resolve("unknown_synth"));
    }

    private static AudioDataset wavFiles(Path folder) throws IOException {
        return AudioDataset.ofFolders(folder, (name, reason) -> {
            if (name.endsWith(".wav")) {
                throw new IllegalArgumentException(name + ": " + reason.getMessage(), reason);
            }
        });
    }

    /** Names of the utterances in which one of the words is said. */
    private static Set<String> utterancesWith(Set<String> words, Path transcripts) throws IOException {
        var names = new HashSet<String>();
        for (String line : Files.readAllLines(transcripts)) {
            String[] fields = line.split("\t");
            List<String> said = Arrays.asList(fields[2].toLowerCase(Locale.ROOT).split(" "));
            if (words.stream().anyMatch(said::contains)) {
                names.add(fields[0].substring(fields[0].indexOf('/') + 1).replace(".opus", ".wav"));
            }
        }
        return names;
    }

    /** The ten labels' sources. */
    List<LabelledSource> sources() {
        ClipSource noise = noise();
        ClipSource talk = ClipSource.windows(speech(reader -> !THRESHOLD_READERS.contains(reader)), RATE);
        var sources = new ArrayList<LabelledSource>();
        sources.add(new LabelledSource(SpecialLabels.SILENCE, 0.06, silence(noise)));
        sources.add(new LabelledSource(SpecialLabels.UNKNOWN, 0.25, unknown(noise, talk)));
        for (String word : KEYWORDS.stream().sorted().toList()) {
            ClipSource recorded = ClipSource.clips(only(keywords.train(), word::equals));
            ClipSource synthetic = ClipSource.clips(only(spokenKeywords, word::equals));
            sources.add(new LabelledSource(word, 0.69 / 8, changed(recorded.or(0.12, synthetic), 0.1, noise, talk)));
        }
        return sources;
    }

    /** Recorded noise, and noise whose colour is drawn. */
    private ClipSource noise() {
        List<Audio> recorded = noises.clips().stream()
                .map(LabelledClip::audio)
                .map(noise -> part(noise, 0, TRAINING_NOISE))
                .toList();
        List<Audio> coloured = IntStream.range(0, 40)
                .mapToObj(i -> Noise.coloured(1.2 * i / 39, 8 * RATE, RATE, i))
                .toList();
        return ClipSource.windows(recorded, RATE).or(0.3, ClipSource.windows(coloured, RATE));
    }

    private static ClipSource silence(ClipSource noise) {
        return Noise.atLevels(noise, -96, -14)
                .or(0.06, random -> new float[RATE])
                .rounded();
    }

    /**
     * At another speed, earlier or later; with noise, or somebody else talking, behind it; louder or quieter, and now and then so quiet that
     * few bits are left.
     */
    private static ClipSource changed(ClipSource source, double speed, ClipSource noise, ClipSource talk) {
        ClipSource warped = source.warped(speed, 0.6, RATE / 8);
        ClipSource mixed = warped.or(0.6, warped.noisy(noise, 0, 35)).or(0.35, warped.noisy(talk, 3, 30));
        return mixed.amplified(-18, 8).or(0.25, mixed.amplified(-50, -18)).rounded();
    }

    private ClipSource unknown(ClipSource noise, ClipSource talk) {
        ClipSource recorded = ClipSource.clips(keywords.train());
        AudioDataset otherWords = only(words.train(), word -> !TEST_WORDS.contains(word));
        return ClipSource.mixed(List.of(
                new Share(0.30, changed(talk, 0.2, noise, talk)),
                new Share(0.20, changed(SpeechPieces.wordLike(talk), 0.2, noise, talk)),
                new Share(0.20, changed(ClipSource.clips(spokenWords), 0.1, noise, talk)),
                new Share(
                        0.08,
                        changed(SpeechPieces.splices(keywords.train(), PretrainedData::noKeyword), 0.1, noise, talk)),
                new Share(0.10, changed(ClipSource.clips(otherWords), 0.1, noise, talk)),
                new Share(0.06, changed(ClipSource.clips(arabicSpeakers(i -> i % 5 > 1)), 0.1, noise, talk)),
                new Share(0.04, changed(SpeechPieces.ends(recorded), 0.1, noise, talk)),
                new Share(0.02, changed(SpeechPieces.reversed(recorded), 0.1, noise, talk))));
    }

    /** Utterances without a keyword or what sounds like one. */
    private List<Audio> speech(Predicate<String> reader) {
        return readers.clips().stream()
                .filter(clip -> reader.test(clip.word()))
                .filter(clip -> !withKeyword.contains(clip.name()) && !withHomophone.contains(clip.name()))
                .map(LabelledClip::audio)
                .toList();
    }

    /**
     * Utterances without a keyword of the readers that only the final figures are of.
     *
     * @param homophones those in which what sounds like a keyword is said, or those in which it is not
     */
    List<Audio> testSpeech(boolean homophones) {
        return others.clips().stream()
                .filter(clip -> !withKeyword.contains(clip.name()))
                .filter(clip -> withHomophone.contains(clip.name()) == homophones)
                .map(LabelledClip::audio)
                .toList();
    }

    /**
     * Speech without keywords, to count false alarms in when thresholds are chosen: two readers that nothing was learnt from, and the same
     * at other speeds, so with other voices.
     */
    List<Audio> thresholdSpeech() {
        List<Audio> speech = speech(THRESHOLD_READERS::contains);
        return DoubleStream.of(THRESHOLD_SPEEDS)
                .boxed()
                .flatMap(speed -> speech.stream().map(part -> faster(part, speed)))
                .toList();
    }

    private static Audio faster(Audio sound, double speed) {
        int rate = sound.sampleRate();
        return Audio.of(sound.samples(), (int) Math.round(speed * rate)).resample(rate);
    }

    /** An hour of speech and noise with validation keywords in it, to count what is found when thresholds are chosen. */
    LongRecording thresholdRecording() {
        var parts = new ArrayList<>(thresholdSpeech());
        parts.addAll(keptNoise(false));
        Audio background = LongRecording.background(parts, Duration.ofHours(1), 1);
        return LongRecording.lay(keywords.validation(), background, 10, Duration.ofSeconds(4), 1);
    }

    private static boolean noKeyword(String beginning, String end) {
        return !SPLICED_TO_A_KEYWORD.contains(Set.of(beginning, end));
    }

    /** What is chosen on. */
    AudioDataset validation() {
        AudioDataset unknown =
                only(words.validation(), word -> !TEST_WORDS.contains(word)).plus(arabicSpeakers(i -> i % 5 == 1));
        return keywords.validation()
                .plus(labelled(unknown, SpecialLabels.UNKNOWN))
                .plus(silentClips(false));
    }

    /** What the final figures are of. */
    AudioDataset test() {
        AudioDataset unknown = only(words.train(), TEST_WORDS::contains)
                .plus(only(words.validation(), TEST_WORDS::contains))
                .plus(arabicSpeakers(i -> i % 5 == 0));
        return keywords.test().plus(labelled(unknown, SpecialLabels.UNKNOWN)).plus(silentClips(true));
    }

    AudioDataset validationKeywords() {
        return keywords.validation();
    }

    AudioDataset testKeywords() {
        return keywords.test();
    }

    /** The clips with a kept end of a noise at a signal-to-noise ratio in decibels. */
    AudioDataset noisy(AudioDataset clips, double ratio, boolean test) {
        ClipSource noise = ClipSource.windows(keptNoise(test), RATE);
        return changed(clips, clip -> clip.noisy(noise, ratio, ratio));
    }

    /** The clips across a room: reverberation times of 0.3 to 0.7 s, the direct sound above the reflections by a ratio in decibels. */
    static AudioDataset reverberant(AudioDataset clips, double ratio) {
        return changed(clips, clip -> clip.reverberant(3 * RATE / 10, 7 * RATE / 10, ratio, ratio));
    }

    private static AudioDataset changed(AudioDataset clips, UnaryOperator<ClipSource> change) {
        return AudioDataset.of(IntStream.range(0, clips.size())
                .mapToObj(i -> {
                    LabelledClip clip = clips.clips().get(i);
                    ClipSource source = random -> clip.audio().fitTo(RATE).samples();
                    float[] samples = change.apply(source).amplified(0, 0).draw(new SplittableRandom(i));
                    return LabelledClip.of(clip.name(), clip.word(), Audio.of(samples, RATE));
                })
                .toList());
    }

    private List<Audio> keptNoise(boolean test) {
        return noises.clips().stream()
                .map(LabelledClip::audio)
                .map(noise -> test ? part(noise, 0.925, 1) : part(noise, TRAINING_NOISE, 0.925))
                .toList();
    }

    private AudioDataset arabicSpeakers(Predicate<Integer> kept) {
        return arabic.where(clip ->
                kept.test(arabicSpeakers.indexOf(Integer.valueOf(clip.name().split("_")[2]))));
    }

    /** Windows of the kept ends of the noises at any level from -60 dB, and a tenth of true silence. */
    private AudioDataset silentClips(boolean test) {
        var random = new SplittableRandom(test ? 2 : 1);
        ClipSource source = Noise.atLevels(ClipSource.windows(keptNoise(test), RATE), -60, -14)
                .or(0.1, r -> new float[RATE])
                .rounded();
        return AudioDataset.of(IntStream.range(0, 120)
                .mapToObj(i ->
                        LabelledClip.of("silence/" + i, SpecialLabels.SILENCE, Audio.of(source.draw(random), RATE)))
                .toList());
    }

    private static Audio part(Audio whole, double from, double to) {
        int start = (int) (from * whole.length());
        var samples = new float[(int) (to * whole.length()) - start];
        whole.copyTo(start, samples, 0, samples.length);
        return Audio.of(samples, whole.sampleRate());
    }

    private static AudioDataset labelled(AudioDataset clips, String label) {
        return clips.relabel(word -> Optional.of(label));
    }

    private static AudioDataset only(AudioDataset clips, Predicate<String> kept) {
        return clips.relabel(word -> Optional.of(word).filter(kept));
    }
}
