package io.github.kws4j.data;

import io.github.kws4j.audio.AudioDecoder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Finds labelled sound files, in folders or in a zip, and decodes them on all cores. */
final class ClipFiles {
    private static final Comparator<Source> BY_FOLDER_THEN_FILE =
            Comparator.comparing(Source::folder).thenComparing(Source::file);

    private ClipFiles() {}

    /** One file that can be read: its folder's name is its label. */
    private record Source(String folder, String file, Content content) {
        String name() {
            return folder + "/" + file;
        }
    }

    private interface Content {
        byte[] read() throws IOException;
    }

    static List<LabelledClip> inFolders(Path root, BiConsumer<String, IOException> broken) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException("expected a folder of word folders but found " + root);
        }
        var sources = new ArrayList<Source>();
        for (Path folder : list(root)) {
            if (Files.isDirectory(folder)) {
                for (Path file : list(folder)) {
                    if (Files.isRegularFile(file)) {
                        sources.add(new Source(fileName(folder), fileName(file), () -> Files.readAllBytes(file)));
                    }
                }
            }
        }
        return decode(root, sources, broken);
    }

    static List<LabelledClip> named(Path root, List<String> names, BiConsumer<String, IOException> broken)
            throws IOException {
        return decodeInOrder(
                root, names.stream().map(name -> source(root, name)).toList(), broken);
    }

    private static Source source(Path root, String name) {
        String[] parts = name.split("/");
        if (parts.length != 2) {
            throw new IllegalArgumentException("expected names of the form folder/file but got '" + name + "'");
        }
        return new Source(
                parts[0],
                parts[1],
                () -> Files.readAllBytes(root.resolve(parts[0]).resolve(parts[1])));
    }

    static List<LabelledClip> inArchive(Path zip, BiConsumer<String, IOException> broken) throws IOException {
        if (!Files.exists(zip)) {
            throw new FileNotFoundException("expected a zip archive but there is no file " + zip);
        }
        try (var archive = new ZipFile(zip.toFile())) {
            List<Source> sources = archive.stream()
                    .filter(entry -> !entry.isDirectory())
                    .flatMap(entry -> source(archive, entry).stream())
                    .toList();
            return decode(zip, sources, broken);
        }
    }

    /** The entry as a source; empty for what is hidden or lies in no word folder. */
    private static Optional<Source> source(ZipFile archive, ZipEntry entry) {
        String[] parts = entry.getName().split("/");
        boolean hidden = Stream.of(parts).anyMatch(part -> part.startsWith(".") || part.equals("__MACOSX"));
        if (hidden || parts.length < 2 || !parts[parts.length - 1].endsWith(".wav")) {
            return Optional.empty();
        }
        Content content = () -> {
            try (var stream = archive.getInputStream(entry)) {
                return stream.readAllBytes();
            }
        };
        return Optional.of(new Source(parts[parts.length - 2], parts[parts.length - 1], content));
    }

    private static List<LabelledClip> decode(Path root, List<Source> sources, BiConsumer<String, IOException> broken)
            throws IOException {
        return decodeInOrder(root, sources.stream().sorted(BY_FOLDER_THEN_FILE).toList(), broken);
    }

    private static List<LabelledClip> decodeInOrder(
            Path root, List<Source> sources, BiConsumer<String, IOException> broken) throws IOException {
        if (sources.isEmpty()) {
            throw new FileNotFoundException("expected sound files in word folders but found none in " + root);
        }
        try {
            return sources.parallelStream()
                    .flatMap(source -> decode(source, broken).stream())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Optional<LabelledClip> decode(Source source, BiConsumer<String, IOException> broken) {
        try {
            var audio = AudioDecoder.standard().decode(source.content().read());
            return Optional.of(LabelledClip.of(source.name(), source.folder(), audio));
        } catch (IOException e) {
            broken.accept(source.name(), e);
            return Optional.empty();
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.filter(entry -> !fileName(entry).startsWith(".")).toList();
        }
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }
}
