package io.github.kws4j.models;

import io.github.kws4j.SpecialLabels;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.data.Split;
import io.github.kws4j.train.augment.ClipSource;
import io.github.kws4j.train.augment.ClipSource.Share;
import io.github.kws4j.train.augment.LabelledSource;
import io.github.kws4j.train.augment.Noise;
import io.github.kws4j.train.augment.SpeechPieces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the model in the jar learns from, and the clips that it is chosen and measured on. */
final class PretrainedData {
    static final int RATE = 16_000;
    /** What the network looks at: a word and the pause before or after it. */
    static final int WINDOW = 3 * RATE / 2;

    static final Set<String> KEYWORDS = Set.of("down", "go", "left", "no", "right", "stop", "up", "yes");
    /**
     * Words of Speech Commands that the model is never trained on: what it makes of words that it never met is
     * measured on them.
     */
    static final Set<String> UNTRAINED = Set.of("bird", "four", "off", "on", "three");

    /** Kinds of noise of ESC-10 of which the model is trained on no recording. */
    private static final Set<String> KEPT_NOISES = Set.of("chainsaw", "clocktick", "seawaves");

    private static final List<Set<String>> SPLICED_TO_A_KEYWORD = List.of(Set.of("no", "go"), Set.of("stop", "up"));
    /** Folders of single words of Arabic, of Mandarin and of English by Chinese speakers. */
    static final List<String> ACCENTS = List.of("words_arabic", "words_mandarin", "words_english_chinese_speakers");

    private static final int OUTSIDE = 3 * RATE / 20;
    private static final double TRAINING_NOISE = 0.85;
    private static final int CLIPS_A_WORD = 60;

    private final Recordings recordings;
    private final Speech speech;
    private @Nullable Split clips;

    /** Looks at the transcripts; sound is read when it is asked for. */
    PretrainedData(Recordings recordings) throws IOException {
        this.recordings = recordings;
        speech = new Speech(recordings, KEYWORDS);
    }

    private Split clips() throws IOException {
        if (clips == null) {
            clips = new KeywordClips(recordings).split();
        }
        return clips;
    }

    private AudioDataset noises() throws IOException {
        return flat(recordings.base.resolve("extra_audio"), "background_noise")
                .plus(flat(recordings.gathered, "noise"));
    }

    static AudioDataset flat(Path root, String folder) throws IOException {
        try (var files = Files.list(root.resolve(folder))) {
            return AudioDataset.ofFiles(
                    root,
                    files.map(file -> folder + "/" + file.getFileName())
                            .filter(name -> name.endsWith(".wav"))
                            .sorted()
                            .toList());
        }
    }

    Speech speech() {
        return speech;
    }

    /**
     * The ten labels' sources.
     *
     * @param mined windows of speech that a model took for a keyword; none for a first round
     */
    List<LabelledSource> sources(List<Audio> mined) throws IOException {
        AudioDataset words = clips().train();
        AudioDataset synthetic = AudioDataset.ofFolders(recordings.spoken.resolve("keyword_synth"));
        ClipSource noise = noise();
        List<Audio> spoken = new ArrayList<>(speech.training());
        spoken.addAll(speech.untranscribed());
        ClipSource talk = ClipSource.windows(spoken, WINDOW);
        var sources = new ArrayList<LabelledSource>();
        sources.add(new LabelledSource(SpecialLabels.SILENCE, 0.1, silence(noise)));
        sources.add(new LabelledSource(SpecialLabels.UNKNOWN, 0.36, unknown(words, noise, spoken, mined)));
        for (String word : KEYWORDS.stream().sorted().toList()) {
            ClipSource said = ClipSource.clips(only(words, word::equals))
                    .or(0.18, ClipSource.clips(only(synthetic, word::equals)));
            sources.add(new LabelledSource(word, 0.54 / 8, changed(said, 0.1, noise, talk)));
        }
        return sources;
    }

    /**
     * Recorded noise and noise whose colour is drawn, now and then two at once; both, and tones in them, swelling and
     * falling now and then.
     */
    private ClipSource noise() throws IOException {
        List<Audio> recorded = noises().clips().stream()
                .filter(noise -> !isKept(noise.name()))
                .map(noise -> part(noise.audio(), 0, isGathered(noise.name()) ? 1 : TRAINING_NOISE))
                .toList();
        List<Audio> coloured = IntStream.range(0, 40)
                .mapToObj(i -> Noise.coloured(1.2 * i / 39, 8 * RATE, RATE, i))
                .toList();
        ClipSource one = atSpeeds(recorded).or(0.25, ClipSource.windows(coloured, WINDOW));
        ClipSource steady = one.or(0.3, one.noisy(one, -10, 10));
        ClipSource buzzing = Tones.clips(WINDOW, RATE).noisy(steady, -6, 12);
        return steady.or(0.3, Noise.swelling(steady.or(0.4, buzzing), 0.5 / RATE, 150.0 / RATE));
    }

    /** Windows of these at 0.4 to 1.6 times their speed in six draws of ten: few kinds of noise become many. */
    private static ClipSource atSpeeds(List<Audio> recorded) {
        ClipSource changed = ClipSource.windows(recorded, 2 * WINDOW).warped(0.6, 1, 0);
        ClipSource middle = random -> Arrays.copyOfRange(changed.draw(random), WINDOW / 2, WINDOW / 2 + WINDOW);
        return ClipSource.windows(recorded, WINDOW).or(0.6, middle);
    }

    private static boolean isGathered(String name) {
        return name.startsWith("noise/");
    }

    private static boolean isKept(String name) {
        return isGathered(name) && KEPT_NOISES.stream().anyMatch(name::contains);
    }

    private static ClipSource silence(ClipSource noise) {
        ClipSource tones = Tones.clips(WINDOW, RATE);
        return Noise.atLevels(noise, -96, -14)
                .or(0.06, random -> new float[WINDOW])
                .or(0.25, Noise.atLevels(tones.or(0.4, tones.noisy(noise, 0, 30)), -50, -6))
                .rounded();
    }

    /**
     * At another speed, anywhere in the window; with somebody else talking or noise behind it, which now and then ends
     * with the clip, as where the clip is all that is classified; louder or quieter, and now and then so quiet that
     * few bits are left.
     */
    private static ClipSource changed(ClipSource source, double speed, ClipSource noise, ClipSource talk) {
        ClipSource warped = source.warped(speed, 0.6, 0);
        ClipSource mixed = mixed(warped.placed(WINDOW, OUTSIDE, 0.5), noise, talk)
                .or(0.2, mixed(warped, noise, talk).placed(WINDOW, OUTSIDE, 0));
        return mixed.amplified(-18, 8).or(0.25, mixed.amplified(-50, -18)).rounded();
    }

    private static ClipSource mixed(ClipSource source, ClipSource noise, ClipSource talk) {
        return source.or(0.65, source.noisy(noise, -3, 28)).or(0.4, source.noisy(talk, 0, 25));
    }

    private ClipSource unknown(AudioDataset words, ClipSource noise, List<Audio> spoken, List<Audio> mined)
            throws IOException {
        ClipSource talk = ClipSource.windows(spoken, WINDOW);
        AudioDataset keywords = only(words, KEYWORDS::contains);
        ClipSource recorded = ClipSource.clips(keywords);
        AudioDataset otherWords = only(words, word -> !KEYWORDS.contains(word) && !UNTRAINED.contains(word));
        ClipSource hard = mined.isEmpty() ? talk : each(mined).placed(WINDOW, 0, 0.5);
        var shares = new ArrayList<>(List.of(
                new Share(0.24, changed(talk, 0.2, noise, talk)),
                new Share(0.25, changed(hard, 0.1, noise, talk)),
                new Share(0.12, changed(SpeechPieces.wordLike(ClipSource.windows(spoken, RATE)), 0.2, noise, talk)),
                new Share(
                        0.05,
                        changed(
                                ClipSource.clips(AudioDataset.ofFolders(recordings.spoken.resolve("unknown_synth"))),
                                0.1,
                                noise,
                                talk)),
                new Share(0.05, changed(SpeechPieces.splices(keywords, PretrainedData::noKeyword), 0.1, noise, talk)),
                new Share(0.15, changed(ClipSource.clips(otherWords), 0.1, noise, talk)),
                new Share(0.04, changed(ClipSource.windows(speech.languages(false), WINDOW), 0.1, noise, talk)),
                new Share(0.03, changed(SpeechPieces.ends(recorded), 0.1, noise, talk)),
                new Share(0.02, changed(SpeechPieces.reversed(recorded), 0.1, noise, talk))));
        for (String folder : ACCENTS) {
            ClipSource said = ClipSource.clips(spokenBy(flat(recordings.gathered, folder), false))
                    .placed(WINDOW, 0, 0.5);
            shares.add(new Share(0.025, changed(said, 0.1, noise, talk)));
        }
        return ClipSource.mixed(shares);
    }

    private static ClipSource each(List<Audio> clips) {
        return random -> clips.get(random.nextInt(clips.size())).samples();
    }

    /**
     * The accented words of every fifth speaker, in the order of names, who is for measuring alone; or those of
     * the others.
     */
    private static AudioDataset spokenBy(AudioDataset words, boolean held) {
        List<String> speakers = words.clips().stream()
                .map(clip -> speaker(clip.name()))
                .distinct()
                .sorted()
                .toList();
        return words.where(clip -> (speakers.indexOf(speaker(clip.name())) % 5 == 0) == held);
    }

    /** Of {@code folder/WORD_SPEAKER_...}. */
    private static String speaker(String name) {
        return name.substring(name.indexOf('/') + 1).split("_")[1];
    }

    private static boolean noKeyword(String beginning, String end) {
        return !SPLICED_TO_A_KEYWORD.contains(Set.of(beginning, end));
    }

    /**
     * What is chosen on: the keywords of validation speakers; as unknown words some of each word of validation
     * speakers, and of words that no
     * model is trained on from training speakers, too; windows of kept noise.
     */
    AudioDataset validation() throws IOException {
        Split clips = clips();
        AudioDataset trained = some(only(clips.validation(), word -> !KEYWORDS.contains(word)));
        AudioDataset untrained = some(only(clips.train(), UNTRAINED::contains));
        return only(clips.validation(), KEYWORDS::contains)
                .plus(labelled(trained.plus(untrained), SpecialLabels.UNKNOWN))
                .plus(silentClips());
    }

    AudioDataset validationKeywords() throws IOException {
        return only(clips().validation(), KEYWORDS::contains);
    }

    /** The keywords of test speakers in the mini set. */
    AudioDataset testKeywords() throws IOException {
        return only(clips().test(), KEYWORDS::contains);
    }

    /** The clips that v0.02 of Speech Commands lists for validation or test: those that it did not withdraw. */
    static AudioDataset listed(AudioDataset clips, Path lists) throws IOException {
        Set<String> listed = new HashSet<>(Files.readAllLines(lists.resolve("validation_list.txt")));
        listed.addAll(Files.readAllLines(lists.resolve("testing_list.txt")));
        return clips.where(clip -> listed.contains(clip.name()));
    }

    /** Words that no model is trained on: all clips there are but those of test speakers. */
    List<Audio> untrained() throws IOException {
        Split clips = clips();
        AudioDataset words = only(clips.train(), UNTRAINED::contains);
        return Speech.sound(words.plus(only(clips.validation(), UNTRAINED::contains)));
    }

    /** The clips with kept noise at a signal-to-noise ratio in decibels. */
    AudioDataset noisy(AudioDataset clips, double ratio) throws IOException {
        ClipSource noise = ClipSource.windows(keptNoise(), RATE);
        return changed(clips, clip -> clip.noisy(noise, ratio, ratio));
    }

    /**
     * The clips across a room: reverberation times of 0.3 to 0.7 s, the direct sound above the reflections by a
     * ratio in decibels.
     */
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

    private static AudioDataset some(AudioDataset words) {
        var taken = new HashMap<String, Integer>();
        return words.where(clip -> taken.merge(clip.word(), 1, Integer::sum) <= CLIPS_A_WORD);
    }

    /** Noise that nothing was trained on: the next to last 7.5 % of the long ones, and whole kinds. */
    List<Audio> keptNoise() throws IOException {
        return keptNoise(TRAINING_NOISE, 0.925);
    }

    /** Of the noise that is counted on, what the speech embedding was not taught with either. */
    List<Audio> noiseOfNoModel() throws IOException {
        return keptNoise(0.925, 1, name -> HeldOut.of(recordings.gathered.resolve(name)) == HeldOut.COUNTING);
    }

    private List<Audio> keptNoise(double from, double to) throws IOException {
        return keptNoise(from, to, name -> true);
    }

    private List<Audio> keptNoise(double from, double to, Predicate<String> gathered) throws IOException {
        return noises().clips().stream()
                .filter(noise -> !isGathered(noise.name()) || isKept(noise.name()) && gathered.test(noise.name()))
                .map(noise -> isGathered(noise.name()) ? noise.audio() : part(noise.audio(), from, to))
                .toList();
    }

    /** Noise that nothing was trained on: the last 7.5 % of the long ones, and whole kinds. */
    List<Audio> countedNoise() throws IOException {
        return keptNoise(0.925, 1);
    }

    /** The single words in one of {@link #ACCENTS} by speakers who are for measuring alone. */
    List<Audio> accent(String folder) throws IOException {
        return Speech.sound(spokenBy(flat(recordings.gathered, folder), true));
    }

    private AudioDataset silentClips() throws IOException {
        var random = new SplittableRandom(1);
        ClipSource source = Noise.atLevels(ClipSource.windows(keptNoise(), WINDOW), -60, -14)
                .or(0.1, r -> new float[WINDOW])
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
