package io.github.kws4j.data.speechcommands;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder that takes the files of an archive nobody vouches for: none lands outside it, none is written over another,
 * and their number and size are bounded. What systems leave in archives (names with a dot, {@code __MACOSX}) is passed
 * over.
 */
final class GuardedFolder {
    private static final int BUFFER = 1 << 16;

    private final Path root;
    private final int mostEntries;
    private final long mostBytes;
    private int entries;
    private long bytes;

    GuardedFolder(Path root, int mostEntries, long mostBytes) {
        this.root = root;
        this.mostEntries = mostEntries;
        this.mostBytes = mostBytes;
    }

    /**
     * Writes the entry {@code name}.
     *
     * @throws IOException where the name leads outside the folder or is there already, or a bound is passed
     */
    void write(String name, InputStream content) throws IOException, InterruptedException {
        List<String> parts = parts(name);
        try (var out = isHidden(parts) ? OutputStream.nullOutputStream() : create(parts)) {
            var buffer = new byte[BUFFER];
            int read;
            while ((read = content.read(buffer)) >= 0) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                count(name, read);
                out.write(buffer, 0, read);
            }
        } catch (FileAlreadyExistsException e) {
            throw new IOException("expected each entry once but found another '" + name + "'", e);
        } catch (InvalidPathException e) {
            throw outside(name);
        }
    }

    private OutputStream create(List<String> parts) throws IOException {
        Path file = root;
        for (String part : parts) {
            Files.createDirectories(file);
            file = file.resolve(part);
        }
        return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private void count(String name, int more) throws IOException {
        bytes += more;
        if (bytes > mostBytes) {
            throw new IOException(
                    "expected at most " + mostBytes + " bytes of content but '" + name + "' exceeds them");
        }
    }

    /** The parts of an entry's path; all that any system could take for a way out is refused. */
    private List<String> parts(String name) throws IOException {
        if (++entries > mostEntries) {
            throw new IOException("expected at most " + mostEntries + " entries but found more");
        }
        var parts = new ArrayList<String>();
        for (String part : name.split("/")) {
            if (part.equals("..") || part.chars().anyMatch(c -> c == '\\' || c == ':' || c < ' ')) {
                throw outside(name);
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        if (name.startsWith("/") || parts.isEmpty()) {
            throw outside(name);
        }
        return parts;
    }

    private static IOException outside(String name) {
        return new IOException("expected a path inside the archive's folder but found entry '" + name + "'");
    }

    private static boolean isHidden(List<String> parts) {
        return parts.stream().anyMatch(part -> part.startsWith(".") || part.equals("__MACOSX"));
    }
}
