package io.github.kws4j.models;

import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The Speech Commands clips of some folders as one data set. Of the words that a snapshot of v0.02 holds whole,
 * it knows which
 * clips v0.02 withdrew as mislabelled or empty.
 */
final class KeywordClips {
    private static final String WHOLE = "Feevicun/audio-classifier-project";

    private final AudioDataset all;
    private final Set<String> whole = new HashSet<>();
    private final Set<String> wholeWords = new HashSet<>();

    /** Reads every clip once, by word and name. */
    KeywordClips(Recordings recordings) throws IOException {
        for (String line : Files.readAllLines(recordings.gathered.resolve("gathered.tsv"))) {
            String[] fields = line.split("\t");
            if (fields[1].equals(WHOLE)) {
                String name = fields[0].substring(fields[0].indexOf('/') + 1);
                whole.add(name);
                wholeWords.add(name.substring(0, name.indexOf('/')));
            }
        }
        var seen = new HashSet<String>();
        AudioDataset clips = read(recordings.base.resolve("mini_speech_commands"), seen);
        clips = clips.plus(read(recordings.base.resolve("extra_audio/unknown"), seen));
        all = clips.plus(read(recordings.gathered.resolve("words"), seen));
    }

    private static AudioDataset read(Path root, Set<String> seen) throws IOException {
        return AudioDataset.ofFiles(root, names(root).stream().filter(seen::add).toList());
    }

    /**
     * The clips by the data set's own parts; withdrawn ones in the test part alone, whose figures are given with
     * and without.
     */
    Split split() {
        Split split = all.splitBySpeaker(10, 10);
        return new Split(
                split.train().where(clip -> !isWithdrawn(clip.name())),
                split.validation().where(clip -> !isWithdrawn(clip.name())),
                split.test());
    }

    private boolean isWithdrawn(String name) {
        return wholeWords.contains(name.substring(0, name.indexOf('/'))) && !whole.contains(name);
    }

    /** The files of all folders, sorted. */
    static List<String> names(Path root) throws IOException {
        var names = new TreeSet<String>();
        try (var files = Files.walk(root, 2)) {
            files.filter(file -> file.toString().endsWith(".wav"))
                    .map(root::relativize)
                    .filter(file -> file.getNameCount() == 2)
                    .forEach(file -> names.add(file.getName(0) + "/" + file.getName(1)));
        }
        return List.copyOf(names);
    }
}
