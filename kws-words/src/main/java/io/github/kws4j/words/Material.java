package io.github.kws4j.words;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where recordings come from: files, or sounds in memory. Files are read one by one, when asked for. */
interface Material {
    int MOST = 1000;

    /** What a recording is called in reports and errors. */
    String name(int index);

    /** The sound. */
    Audio sound(int index) throws IOException;

    /** How many there are. */
    int size();

    /** Sounds given by the caller; {@code what} names them all. */
    static Material of(String what, List<Audio> sounds) {
        var copy = requireCount(what, List.copyOf(sounds));
        return new Material() {
            @Override
            public String name(int index) {
                return "recording " + (index + 1) + " of " + what;
            }

            @Override
            public Audio sound(int index) {
                return copy.get(index);
            }

            @Override
            public int size() {
                return copy.size();
            }
        };
    }

    /** A sound file, or all files in a folder but hidden ones, in the order of their names. */
    static Material of(String what, Path path) throws IOException {
        var files = requireCount(what + " in " + path, Files.isDirectory(path) ? list(path) : existing(path));
        return new Material() {
            @Override
            public String name(int index) {
                return files.get(index).toString();
            }

            @Override
            public Audio sound(int index) throws IOException {
                return AudioDecoder.standard().decode(files.get(index));
            }

            @Override
            public int size() {
                return files.size();
            }
        };
    }

    private static List<Path> existing(Path file) throws NoSuchFileException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "expected a folder of recordings but there is none");
        }
        return List.of(file);
    }

    private static List<Path> list(Path folder) throws IOException {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(folder, entry -> Files.isRegularFile(entry) && !Files.isHidden(entry))) {
            entries.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    private static <T> List<T> requireCount(String what, List<T> recordings) {
        if (recordings.isEmpty() || recordings.size() > MOST) {
            throw new IllegalArgumentException(
                    "expected 1 to " + MOST + " recordings of " + what + " but got " + recordings.size());
        }
        return recordings;
    }
}
