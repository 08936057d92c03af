package io.github.kws4j.models;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Running speech: readers with transcripts, readers without, and sentences in other languages. */
final class Speech {
    /** Words that sound like a keyword, or like one with an s. */
    private static final Set<String> LIKE_KEYWORDS = Set.of(
            "know", "knows", "noes", "goes", "rights", "rite", "rites", "stops", "ups", "wright", "wrights", "write",
            "writes");

    /** Languages that nothing is trained on. */
    private static final Set<String> COUNTED_LANGUAGES = Set.of(
            "ar",
            "cnh",
            "de",
            "es",
            "fi",
            "hi",
            "id",
            "kab",
            "lv",
            "or",
            "rm-sursilv",
            "ru",
            "rw",
            "sah",
            "sl",
            "sv-SE",
            "ta",
            "th",
            "tr",
            "tt",
            "vi",
            "vot",
            "zh-CN",
            "zh-HK",
            "zh-TW");

    /** Sets of readers who are for training alone, each with transcripts; one that is absent is passed over. */
    private static final List<String> FURTHER = List.of("speechocean762", "an4", "train-clean-100");

    private static final String TRANSCRIPTS = "transcripts.tsv";

    private final Path read;
    private final Path speech;
    private final Set<String> withKeyword = new HashSet<>();

    /** Reads the transcripts; speech is read when it is asked for. */
    Speech(Recordings recordings, Set<String> keywords) throws IOException {
        read = recordings.base.resolve("extra_audio/read_speech");
        speech = recordings.gathered.resolve("speech");
        Set<String> avoided = new HashSet<>(keywords);
        avoided.addAll(LIKE_KEYWORDS);
        addUtterancesWith(avoided, read.resolve(TRANSCRIPTS));
        addUtterancesWith(avoided, speech.resolve("dev-clean").resolve(TRANSCRIPTS));
        for (String set : further()) {
            addUtterancesWith(avoided, speech.resolve(set).resolve(TRANSCRIPTS));
        }
    }

    private List<String> further() {
        return FURTHER.stream().filter(set -> Files.exists(speech.resolve(set))).toList();
    }

    private void addUtterancesWith(Set<String> words, Path transcripts) throws IOException {
        for (String line : Files.readAllLines(transcripts)) {
            String[] fields = line.split("\t");
            List<String> said = Arrays.asList(
                    fields[fields.length - 1].toLowerCase(Locale.ROOT).split(" "));
            if (words.stream().anyMatch(said::contains)) {
                String name = fields[0].replaceFirst("^(train|measure)/", "").replaceFirst("\\.[a-z]+$", ".wav");
                withKeyword.add(name);
            }
        }
    }

    /**
     * Utterances without a keyword, or a word that sounds like one, of readers with transcripts that are for
     * training.
     */
    List<Audio> training() throws IOException {
        var utterances = new ArrayList<>(of(HeldOut.TRAINING));
        utterances.addAll(without(read.resolve("train"), reader -> true));
        for (String set : further()) {
            utterances.addAll(without(speech.resolve(set), reader -> true));
        }
        return utterances;
    }

    /** Utterances without a keyword of the readers of dev-clean that are for one use. */
    List<Audio> of(HeldOut use) throws IOException {
        return without(
                speech.resolve("dev-clean"),
                reader -> HeldOut.of(Path.of("speech", "dev-clean", reader, "utterance")) == use);
    }

    /** Utterances without a keyword of ten more readers, for counting. */
    List<Audio> others() throws IOException {
        return without(read.resolve("measure"), reader -> true);
    }

    /** One utterance each of readers without transcripts: now and then there is a keyword in it. */
    List<Audio> untranscribed() throws IOException {
        return sound(speech, name -> name.startsWith("readers/"));
    }

    /** The sentences in other languages: of those for counting, or of those for training. */
    List<Audio> languages(boolean counting) throws IOException {
        return sound(speech.resolve("languages"), name -> COUNTED_LANGUAGES.contains(folder(name)) == counting);
    }

    private List<Audio> without(Path root, Predicate<String> reader) throws IOException {
        return sound(root, name -> reader.test(folder(name)) && !withKeyword.contains(name));
    }

    private static String folder(String name) {
        return name.substring(0, name.indexOf('/'));
    }

    private static List<Audio> sound(Path root, Predicate<String> name) throws IOException {
        List<String> names = KeywordClips.names(root).stream().filter(name).toList();
        return sound(AudioDataset.ofFiles(root, names));
    }

    static List<Audio> sound(AudioDataset clips) {
        return clips.clips().stream().map(LabelledClip::audio).toList();
    }
}
