package io.github.kws4j.data.speechcommands;

import io.github.kws4j.SpecialLabels;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The clips of a set, {@code word/file} each, in the parts that its lists name; sorted in each part.
 *
 * @param folder the folder of word folders
 */
record OfficialParts(Path folder, List<String> train, List<String> validation, List<String> test) {
    static final String VALIDATION_LIST = "validation_list.txt";
    static final String TEST_LIST = "testing_list.txt";

    static OfficialParts read(Path folder) throws IOException {
        List<String> all = clips(folder);
        Set<String> validation = list(folder, VALIDATION_LIST, all);
        Set<String> test = list(folder, TEST_LIST, all);
        var both = new TreeSet<>(validation);
        both.retainAll(test);
        if (!both.isEmpty()) {
            throw new IOException("expected each clip of " + folder + " in one list at most but found " + both.size()
                    + " in both " + VALIDATION_LIST + " and " + TEST_LIST + ", such as " + both.first());
        }
        return new OfficialParts(
                folder,
                all.stream()
                        .filter(name -> !validation.contains(name) && !test.contains(name))
                        .toList(),
                all.stream().filter(validation::contains).toList(),
                all.stream().filter(test::contains).toList());
    }

    private static Set<String> list(Path folder, String name, List<String> all) throws IOException {
        Path file = folder.resolve(name);
        if (Files.notExists(file)) {
            throw new IOException("expected the list " + name + " in " + folder + " but found none");
        }
        var listed = new HashSet<>(Files.readAllLines(file));
        listed.remove("");
        var missing = new HashSet<>(listed);
        missing.removeAll(new HashSet<>(all));
        if (!missing.isEmpty()) {
            throw new IOException(name + " names " + missing.size() + " clips that are not in " + folder + ", such as "
                    + missing.iterator().next());
        }
        return listed;
    }

    /** The clips of all words, sorted by folder and file; folders in underscores hold no words. */
    static List<String> clips(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException("expected a folder of word folders but found " + folder);
        }
        var clips = new ArrayList<String>();
        for (String word : names(folder)) {
            if (!SpecialLabels.contains(word) && Files.isDirectory(folder.resolve(word))) {
                wavFiles(folder.resolve(word)).forEach(file -> clips.add(word + "/" + file));
            }
        }
        return clips;
    }

    /** The names of the clips in {@code folder}, sorted. */
    static List<String> wavFiles(Path folder) throws IOException {
        return names(folder).stream().filter(file -> file.endsWith(".wav")).toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** Reads the clips; the three parts have the same labels. */
    Split load() throws IOException {
        AudioDataset all = AudioDataset.ofFiles(
                folder, Stream.of(train, validation, test).flatMap(List::stream).toList());
        var inValidation = new HashSet<>(validation);
        var inTest = new HashSet<>(test);
        return new Split(
                all.where(clip -> !inValidation.contains(clip.name()) && !inTest.contains(clip.name())),
                all.where(clip -> inValidation.contains(clip.name())),
                all.where(clip -> inTest.contains(clip.name())),
                "by the set's own lists: no speaker is in two parts");
    }
}
