package io.github.kws4j.data;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Labelled sound files, in folders or in a zip, by one rule: a file's label is the first folder of its path, sound is
 * recognised by the name's ending, and all else is left out by name. They are decoded on all cores, each as it is read,
 * up to a bound.
 */
final class ClipFiles {
    /** A quarter of an hour at 32 kHz: nothing that is called a clip is longer, and each is held in memory. */
    static final int MOST_SAMPLES = 1 << 25;

    static final long MOST_BYTES = 8L * MOST_SAMPLES;

    private static final Set<String> SOUND =
            Set.of("wav", "wave", "aif", "aiff", "aifc", "au", "snd", "flac", "mp3", "ogg", "oga", "opus", "m4a");
    private static final Comparator<Source> BY_FOLDER_THEN_FILE =
            Comparator.comparing(Source::folder).thenComparing(Source::file);

    /** One file that can be read. */
    record Source(List<String> path, Content content) {
        String folder() {
            return path.get(0);
        }

        String file() {
            return String.join("/", path.subList(1, path.size()));
        }

        String name() {
            return String.join("/", path);
        }
    }

    /** What a file holds. */
    interface Content {
        InputStream open() throws IOException;
    }

    private final Path root;
    private final String errorsBegin;
    private final BiConsumer<String, IOException> broken;
    private final Set<String> labels = new TreeSet<>();
    private final List<Source> sources = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    private ClipFiles(Path root, String errorsBegin, BiConsumer<String, IOException> broken) {
        this.root = root;
        this.errorsBegin = errorsBegin;
        this.broken = broken;
    }

    /** For a reader that stops at the first broken file. */
    static void stop(String name, IOException reason) {
        throw new UncheckedIOException(reason);
    }

    static AudioDataset inFolders(Path root, BiConsumer<String, IOException> broken) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException("expected a folder of word folders but found " + root);
        }
        var files = new ClipFiles(root, "", broken);
        try (Stream<Path> below = Files.walk(root).filter(path -> !path.equals(root))) {
            for (Path path : (Iterable<Path>) below::iterator) {
                files.add(path);
            }
        }
        for (Path folder : list(root)) {
            if (Files.isSymbolicLink(folder) && Files.isDirectory(folder)) {
                files.addLinked(folder);
            }
        }
        return files.read(BY_FOLDER_THEN_FILE);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    /** A word folder that is a link; links further below lead perhaps in a circle. */
    private void addLinked(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder.toRealPath())) {
            Path target = folder.toRealPath();
            for (Path path : (Iterable<Path>) below.filter(p -> !p.equals(target))::iterator) {
                add(path, parts(root.relativize(folder).resolve(target.relativize(path))));
            }
        }
    }

    private void add(Path path) {
        add(path, parts(root.relativize(path)));
    }

    private void add(Path path, List<String> parts) {
        if (Files.isDirectory(path)) {
            if (parts.size() == 1 && !isHidden(parts)) {
                labels.add(parts.get(0));
            } else if (Files.isSymbolicLink(path)) {
                leftOut.add(new LeftOut(String.join("/", parts), "a link to a folder"));
            }
        } else {
            add(new Source(parts, () -> opened(path)));
        }
    }

    private static InputStream opened(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException("expected a file but found none");
        }
        checkSize(Files.size(file));
        return new BufferedInputStream(Files.newInputStream(file));
    }

    /** Refuses a file that is far too large to be a clip, before it is read. */
    static void checkSize(long bytes) throws IOException {
        if (bytes > MOST_BYTES) {
            throw new IOException("expected a clip of at most " + MOST_BYTES + " bytes but got " + bytes);
        }
    }

    private static List<String> parts(Path relative) {
        var parts = new ArrayList<String>();
        relative.forEach(part -> parts.add(part.toString()));
        return parts;
    }

    static AudioDataset named(Path root, List<String> names) throws IOException {
        var files = new ClipFiles(root, "", ClipFiles::stop);
        for (String name : names) {
            List<String> parts = Arrays.asList(name.split("/"));
            if (parts.size() < 2 || parts.contains("") || parts.contains("..")) {
                throw new IllegalArgumentException("expected names of the form folder/file but got '" + name + "'");
            }
            files.labels.add(parts.get(0));
            files.sources.add(new Source(parts, () -> opened(root.resolve(name))));
        }
        return files.read((a, b) -> 0);
    }

    static AudioDataset inArchive(Path zip, BiConsumer<String, IOException> broken) throws IOException {
        var files = new ClipFiles(zip, zip + ": ", broken);
        try (var archive = ClipArchive.open(zip)) {
            for (Source source : archive.sources()) {
                if (source.path().size() > 1 && !isHidden(source.path())) {
                    files.labels.add(source.folder());
                }
                files.add(source);
            }
            files.labels.addAll(archive.folders());
            files.leftOut.addAll(archive.leftOut());
            return files.read(BY_FOLDER_THEN_FILE);
        }
    }

    private void add(Source source) {
        List<String> path = source.path();
        if (isHidden(path)) {
            leftOut.add(new LeftOut(source.name(), "hidden"));
        } else if (path.size() < 2) {
            leftOut.add(new LeftOut(source.name(), "in no word folder"));
        } else if (!isSound(path)) {
            leftOut.add(new LeftOut(source.name(), "no sound by its name"));
        } else {
            sources.add(source);
        }
    }

    /** Whether a file's name ends as those of sound do. */
    static boolean isSound(List<String> path) {
        String file = path.get(path.size() - 1);
        return SOUND.contains(file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /** Whether a file is what systems put beside those of people. */
    static boolean isHidden(List<String> path) {
        return path.stream().anyMatch(part -> part.startsWith(".") || part.equals("__MACOSX"));
    }

    private AudioDataset read(Comparator<Source> order) throws IOException {
        if (sources.isEmpty()) {
            throw new FileNotFoundException(
                    "expected sound files in word folders but found none in " + root + examples());
        }
        try {
            LabelNames.check(labels);
        } catch (IllegalArgumentException e) {
            throw new IOException(root + ": " + e.getMessage(), e);
        }
        checkEveryLabel(sources.stream().map(Source::folder).collect(Collectors.toSet()), examples());
        List<LabelledClip> clips = decode(sources.stream().sorted(order).toList());
        String reason = leftOut.isEmpty() ? "" : ", such as " + leftOut.get(leftOut.size() - 1);
        checkEveryLabel(clips.stream().map(LabelledClip::word).collect(Collectors.toSet()), reason);
        return AudioDataset.of(clips, leftOut);
    }

    private String examples() {
        return leftOut.isEmpty() ? "" : "; left out: " + leftOut.size() + " files, such as " + leftOut.get(0);
    }

    private void checkEveryLabel(Set<String> found, String reason) throws IOException {
        List<String> empty =
                labels.stream().filter(label -> !found.contains(label)).toList();
        if (!empty.isEmpty()) {
            throw new FileNotFoundException(
                    "expected a clip in each word folder of " + root + " but found none in " + empty + reason);
        }
    }

    private List<LabelledClip> decode(List<Source> ordered) throws IOException {
        try {
            return ordered.parallelStream()
                    .flatMap(source -> decode(source).stream())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Optional<LabelledClip> decode(Source source) {
        try (InputStream content = source.content().open()) {
            Audio audio = AudioDecoder.standard().withMaxSamples(MOST_SAMPLES).decode(content);
            if (audio.length() == 0) {
                throw new IOException("expected at least one sample but got none");
            }
            content.transferTo(OutputStream.nullOutputStream()); // to its checksum
            return Optional.of(LabelledClip.of(source.name(), source.folder(), audio));
        } catch (IOException e) {
            var named = new IOException(errorsBegin + source.name() + ": " + e.getMessage(), e);
            synchronized (leftOut) {
                leftOut.add(new LeftOut(source.name(), "broken: " + e.getMessage()));
            }
            broken.accept(source.name(), named);
            return Optional.empty();
        }
    }
}
