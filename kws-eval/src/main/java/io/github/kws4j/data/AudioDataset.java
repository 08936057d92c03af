package io.github.kws4j.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.random.MersenneTwister;

/**
 * Labelled clips in a fixed order. Clips are held in memory, two bytes a sample where they come from 16-bit files: the
 * 8000 clips of the tutorial take 250 MB. Immutable and safe to share between threads.
 *
 * <pre>{@code
 * AudioDataset clips = AudioDataset.ofFolders(Path.of("recordings"));
 * Split split = clips.splitBySpeaker(10, 10);
 * System.out.println(clips.labels() + ": " + split.train().clips().size() + " clips to train on");
 * }</pre>
 */
public final class AudioDataset {
    private static final int KERAS_BATCH = 64;
    private static final int MAX_CLIPS_PER_WORD = (1 << 27) - 1;

    private final List<String> labels;
    private final List<LabelledClip> clips;
    private final List<LeftOut> leftOut;

    private AudioDataset(List<String> labels, List<LabelledClip> clips, List<LeftOut> leftOut) {
        LabelNames.check(labels);
        this.labels = List.copyOf(labels);
        this.clips = List.copyOf(clips);
        this.leftOut = List.copyOf(leftOut);
    }

    /**
     * The sound files below {@code root}. A clip's label is the first folder of its path, {@code word/clip.wav} and
     * {@code word/speaker/clip.wav} alike; labels are sorted by name, files inside by their paths. Sound is recognised
     * by the name's ending, in any case; all else, and what is hidden, is left out by name: {@link #leftOut()}. Files
     * are decoded on all cores.
     *
     * @param root the folder that holds the word folders
     * @return all clips
     * @throws IOException where a file can't be read, is no sound, is empty, or longer than 2^25 samples (the message
     *     names it), where a word folder has no clip, or where labels can't be distinguished or read
     */
    public static AudioDataset ofFolders(Path root) throws IOException {
        return ClipFiles.inFolders(root, ClipFiles::stop);
    }

    /**
     * As {@link #ofFolders(Path)}, but broken files are left out and reported.
     *
     * @param root the folder that holds the word folders
     * @param broken receives each broken file's name and what is wrong with it, on any thread
     * @return the clips that could be read
     * @throws IOException where the folder can't be listed, or all clips of a word are broken
     */
    public static AudioDataset ofFolders(Path root, BiConsumer<String, IOException> broken) throws IOException {
        return ClipFiles.inFolders(root, broken);
    }

    /**
     * The named files below {@code root}, in the order of {@code names}; a clip's label is the first folder of its
     * path. Files are decoded on all cores.
     *
     * @param root the folder that holds the word folders
     * @param names {@code folder/file} each
     * @return these clips
     * @throws IOException where a file can't be read or is no sound; the message names it
     * @throws IllegalArgumentException where a name is not {@code folder/file}
     */
    public static AudioDataset ofFiles(Path root, List<String> names) throws IOException {
        return ClipFiles.named(root, names);
    }

    /**
     * The sound files of a zip archive, read without unpacking it, by the rule of {@link #ofFolders(Path)}. One folder
     * round all word folders, as archives often have, is passed through, and said to be in {@link #leftOut()}. Each
     * entry is held against its size and checksum. Names that are not in UTF-8 are taken for IBM's code page 437.
     *
     * @param zip the archive
     * @return all clips
     * @throws IOException as {@link #ofFolders(Path)}, where the archive can't be read, or where it has two entries of
     *     one name; the message names the archive and the file
     */
    public static AudioDataset ofArchive(Path zip) throws IOException {
        return ClipFiles.inArchive(zip, ClipFiles::stop);
    }

    /**
     * As {@link #ofArchive(Path)}, but broken files are left out and reported.
     *
     * @param zip the archive
     * @param broken receives each broken file's name and what is wrong with it, on any thread
     * @return the clips that could be read
     * @throws IOException where the archive can't be read, or all clips of a word are broken
     */
    public static AudioDataset ofArchive(Path zip, BiConsumer<String, IOException> broken) throws IOException {
        return ClipFiles.inArchive(zip, broken);
    }

    /**
     * The given clips in their order; the labels are sorted.
     *
     * @param clips the clips, at least one
     * @return a data set of them
     * @throws IllegalArgumentException where {@code clips} is empty, or labels are not one line of text each or can't
     *     be distinguished
     */
    public static AudioDataset of(List<LabelledClip> clips) {
        return of(clips, List.of());
    }

    static AudioDataset of(List<LabelledClip> clips, List<LeftOut> leftOut) {
        if (clips.isEmpty()) {
            throw new IllegalArgumentException("expected at least one clip but got none");
        }
        return new AudioDataset(words(clips.stream()), clips, leftOut);
    }

    private static List<String> words(Stream<LabelledClip> clips) {
        return clips.map(LabelledClip::word).distinct().sorted().toList();
    }

    /**
     * The words, sorted.
     *
     * @return an unmodifiable list
     */
    public List<String> labels() {
        return labels;
    }

    /**
     * The clips, in their order.
     *
     * @return an unmodifiable list
     */
    public List<LabelledClip> clips() {
        return clips;
    }

    /**
     * The number of clips.
     *
     * @return at least 0
     */
    public int size() {
        return clips.size();
    }

    /**
     * The files that lay among these clips' and are none of them, broken ones that were left out included.
     *
     * @return an unmodifiable list
     */
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    /**
     * Each clip's word as an index into {@link #labels()}, in the order of {@link #clips()}.
     *
     * @return a new array, 0 to {@code labels().size() - 1} each
     */
    public int[] classes() {
        return clips.stream().mapToInt(clip -> labels.indexOf(clip.word())).toArray();
    }

    /**
     * The clips that {@code keep} accepts, in order, with the same labels.
     *
     * @param keep asked for each clip
     * @return a part of this data set, possibly empty
     */
    public AudioDataset where(Predicate<LabelledClip> keep) {
        return new AudioDataset(labels, clips.stream().filter(keep).toList(), leftOut);
    }

    /**
     * These clips under other words: {@code word} is asked once for each label and gives its new one, or nothing to
     * leave its clips out.
     *
     * @param word from old label to new
     * @return the clips kept, in order; the labels are sorted
     */
    public AudioDataset relabel(Function<String, Optional<String>> word) {
        var renamed = labels.stream().collect(Collectors.toMap(Function.identity(), word));
        var names = renamed.values().stream()
                .flatMap(Optional::stream)
                .distinct()
                .sorted()
                .toList();
        var kept = clips.stream()
                .flatMap(clip -> renamed.getOrDefault(clip.word(), Optional.empty()).map(clip::withWord).stream())
                .toList();
        return new AudioDataset(names, kept, leftOut);
    }

    /**
     * These clips, then those of {@code other}; the labels are those of both, sorted.
     *
     * @param other more clips
     * @return both
     */
    public AudioDataset plus(AudioDataset other) {
        return new AudioDataset(
                Stream.concat(labels.stream(), other.labels.stream())
                        .distinct()
                        .sorted()
                        .toList(),
                Stream.concat(clips.stream(), other.clips.stream()).toList(),
                Stream.concat(leftOut.stream(), other.leftOut.stream()).toList());
    }

    /**
     * The split that {@code keras.utils.audio_dataset_from_directory(validation_split=heldOut, seed=seed,
     * subset="both")} makes, with its held-out batches of 64 dealt in turn to test and validation, as the tutorial
     * does. The clips keep Keras's shuffled order. One speaker can stand in several parts; {@link #splitBySpeaker}
     * avoids that.
     *
     * @param heldOut share of the clips not trained on, above 0 and below 1; {@code (int) (heldOut * size())} clips
     * @param seed Keras's seed
     * @return the three parts
     * @throws IllegalArgumentException where {@code heldOut} is not between 0 and 1
     */
    public Split splitLikeKeras(double heldOut, int seed) {
        if (!(heldOut > 0 && heldOut < 1)) {
            throw new IllegalArgumentException("expected a held-out share between 0 and 1 but got " + heldOut);
        }
        int[] order = shuffledLikeNumPy(size(), seed);
        int first = size() - (int) (heldOut * size());
        return new Split(
                pick(IntStream.range(0, first).map(i -> order[i])),
                pick(IntStream.range(first, size())
                        .filter(i -> (i - first) / KERAS_BATCH % 2 == 1)
                        .map(i -> order[i])),
                pick(IntStream.range(first, size())
                        .filter(i -> (i - first) / KERAS_BATCH % 2 == 0)
                        .map(i -> order[i])),
                "by clip, as Keras splits with seed " + seed + ": one speaker can stand in several parts");
    }

    /** {@code numpy.random.RandomState(seed).shuffle(arange(n))}: Fisher-Yates, indices drawn by masked rejection. */
    private static int[] shuffledLikeNumPy(int n, int seed) {
        var random = new MersenneTwister(seed);
        int[] order = IntStream.range(0, n).toArray();
        for (int i = n - 1; i > 0; i--) {
            int mask = (Integer.highestOneBit(i) << 1) - 1;
            int drawn;
            do {
                drawn = random.nextInt() & mask;
            } while (drawn > i);
            int swapped = order[i];
            order[i] = order[drawn];
            order[drawn] = swapped;
        }
        return order;
    }

    /**
     * The split of Speech Commands (Warden 2018, arXiv 1804.03209): the SHA-1 of a file's name up to {@code _nohash_}
     * decides, so all clips of a speaker stand in one part.
     *
     * @param validationPercent 0 to 100
     * @param testPercent 0 to 100
     * @return the three parts; of the data set's own, validation and test are 10 each
     * @throws IllegalArgumentException where a percentage is below 0 or both exceed 100, or a file's name holds no
     *     speaker
     */
    public Split splitBySpeaker(double validationPercent, double testPercent) {
        return splitBySpeaker(validationPercent, testPercent, AudioDataset::namedSpeaker);
    }

    /**
     * As {@link #splitBySpeaker(double, double)}, for names that hold the speaker otherwise: of {@code
     * word/speaker/clip.wav} it is {@code clip -> clip.name().split("/")[1]}.
     *
     * @param validationPercent 0 to 100
     * @param testPercent 0 to 100
     * @param speaker gives each clip's speaker; the SHA-1 of it decides
     * @return the three parts
     * @throws IllegalArgumentException where a percentage is below 0 or both exceed 100
     */
    public Split splitBySpeaker(double validationPercent, double testPercent, Function<LabelledClip, String> speaker) {
        if (!(validationPercent >= 0 && testPercent >= 0 && validationPercent + testPercent <= 100)) {
            throw new IllegalArgumentException("expected percentages of 0 or more that add up to at most 100 but got "
                    + validationPercent + " and " + testPercent);
        }
        var parts =
                List.of(new ArrayList<LabelledClip>(), new ArrayList<LabelledClip>(), new ArrayList<LabelledClip>());
        for (LabelledClip clip : clips) {
            double percent = percent(speaker.apply(clip));
            int part = percent < validationPercent ? 1 : percent < validationPercent + testPercent ? 2 : 0;
            parts.get(part).add(clip);
        }
        return new Split(part(parts.get(0)), part(parts.get(1)), part(parts.get(2)), Split.BY_SPEAKER);
    }

    private static String namedSpeaker(LabelledClip clip) {
        String file = clip.name().substring(clip.name().lastIndexOf('/') + 1);
        int end = file.indexOf("_nohash_");
        if (end < 1) {
            throw new IllegalArgumentException(
                    "expected a speaker in each file's name, as in 0a7c2a8d_nohash_0.wav, but" + " got " + clip.name()
                            + "; say who speaks with splitBySpeaker(validation, test, speaker)");
        }
        return file.substring(0, end);
    }

    private static double percent(String speaker) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(speaker.getBytes(StandardCharsets.UTF_8));
            int last = digest.length - 1;
            int low = (digest[last] & 0xFF)
                    | (digest[last - 1] & 0xFF) << 8
                    | (digest[last - 2] & 0xFF) << 16
                    | (digest[last - 3] & 0xFF) << 24;
            return (low & MAX_CLIPS_PER_WORD) * (100.0 / MAX_CLIPS_PER_WORD);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-1", e);
        }
    }

    private AudioDataset part(List<LabelledClip> some) {
        return new AudioDataset(labels, some, leftOut);
    }

    private AudioDataset pick(IntStream indices) {
        return part(indices.mapToObj(clips::get).toList());
    }

    /** The numbers of clips and words, and what was left out. */
    @Override
    public String toString() {
        var text = new StringBuilder(clips.size() + " clips of " + labels.size() + " words");
        leftOut.stream()
                .collect(Collectors.groupingBy(LeftOut::reason, TreeMap::new, Collectors.toList()))
                .forEach((reason, files) -> text.append("; left out ")
                        .append(files.size())
                        .append(files.size() == 1 ? " (" : " (such as ")
                        .append(files.get(0).name())
                        .append("): ")
                        .append(reason));
        return text.toString();
    }
}
