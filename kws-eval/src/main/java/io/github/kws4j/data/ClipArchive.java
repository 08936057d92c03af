package io.github.kws4j.data;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The files in a zip, whose sizes and checksums are held against what it says of them. Safe to share between threads.
 */
final class ClipArchive implements AutoCloseable {
    /** What names are written in where an archive does not say that they are UTF-8 (APPNOTE 6.3, appendix D). */
    private static final String OLD_NAMES = "IBM437";

    private final Path file;
    private final ZipFile zip;
    private final List<ClipFiles.Source> sources = new ArrayList<>();
    private final Set<String> folders = new TreeSet<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    private ClipArchive(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    /**
     * Opens an archive and reads its table of contents.
     *
     * @throws IOException where there is none, it is damaged, or it names a file twice; the message names the archive
     */
    static ClipArchive open(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new FileNotFoundException("expected a zip archive but there is no file " + file);
        }
        ZipFile zip = zip(file);
        try {
            var archive = new ClipArchive(file, zip);
            archive.list();
            return archive;
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static ZipFile zip(Path file) throws IOException {
        try {
            return zip(file, StandardCharsets.UTF_8);
        } catch (ZipException e) {
            if (Charset.isSupported(OLD_NAMES)) {
                return zip(file, Charset.forName(OLD_NAMES));
            }
            throw e;
        }
    }

    private static ZipFile zip(Path file, Charset names) throws IOException {
        String expected = file + ": expected a zip archive but got ";
        try {
            return new ZipFile(file.toFile(), names);
        } catch (ZipException e) {
            ZipException named = new ZipException(expected + e.getMessage());
            named.initCause(e);
            throw named;
        } catch (EOFException e) {
            throw new IOException(expected + "its end before its table of contents", e);
        }
    }

    private void list() throws IOException {
        var entries = new ArrayList<ZipEntry>();
        var paths = new ArrayList<List<String>>();
        var seen = new HashSet<List<String>>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            List<String> path = path(entry.getName());
            if (path.isEmpty()) {
                continue;
            }
            if (!entry.isDirectory() && !seen.add(path)) {
                throw new IOException(file + ": expected each entry once but found another '" + entry.getName() + "'");
            }
            entries.add(entry);
            paths.add(path);
        }
        Optional<String> wrapper = wrapper(paths);
        for (int i = 0; i < entries.size(); i++) {
            List<String> path = paths.get(i);
            boolean wrapped = wrapper.isPresent() && path.get(0).equals(wrapper.get());
            add(entries.get(i), wrapped ? path.subList(1, path.size()) : path);
        }
        wrapper.ifPresent(name -> leftOut.add(new LeftOut(name, "taken for the set's own folder round its words")));
    }

    private void add(ZipEntry entry, List<String> path) {
        if (!entry.isDirectory()) {
            sources.add(new ClipFiles.Source(path, () -> content(entry)));
        } else if (path.size() == 1 && !ClipFiles.isHidden(path)) {
            folders.add(path.get(0));
        }
    }

    private InputStream content(ZipEntry entry) throws IOException {
        ClipFiles.checkSize(entry.getSize());
        return new Checked(zip.getInputStream(entry), entry);
    }

    /** The one folder round all sound, if it holds folders of sound only. */
    private static Optional<String> wrapper(List<List<String>> paths) {
        List<List<String>> sounds = paths.stream()
                .filter(path -> ClipFiles.isSound(path) && !ClipFiles.isHidden(path))
                .toList();
        long outer = sounds.stream().map(path -> path.get(0)).distinct().count();
        boolean deep = sounds.stream().allMatch(path -> path.size() > 2);
        return outer == 1 && deep ? Optional.of(sounds.get(0).get(0)) : Optional.empty();
    }

    /** The folders of an entry's name and its own, without {@code .}. */
    private List<String> path(String name) throws IOException {
        List<String> parts = Arrays.stream(name.split("[/\\\\]"))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .toList();
        if (parts.contains("..")) {
            throw new IOException(file + ": expected paths inside the archive but found entry '" + name + "'");
        }
        return parts;
    }

    /** The files, in the archive's order. */
    List<ClipFiles.Source> sources() {
        return sources;
    }

    /** The folders that would be words, those without a file among them. */
    Set<String> folders() {
        return folders;
    }

    /** What is no file of the set. */
    List<LeftOut> leftOut() {
        return leftOut;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** An entry's bytes; at their end, or where there are too many, they are held against what the archive says. */
    private static final class Checked extends FilterInputStream {
        private final ZipEntry entry;
        private final CRC32 sum = new CRC32();
        private long read;

        Checked(InputStream in, ZipEntry entry) {
            super(in);
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            if (count >= 0) {
                read += count;
                sum.update(bytes, from, count);
                if (read > entry.getSize()) {
                    throw new ZipException("expected " + entry.getSize() + " bytes but got more");
                }
            } else if (read != entry.getSize() || sum.getValue() != entry.getCrc()) {
                throw new ZipException(String.format(
                        Locale.ROOT,
                        "expected %d bytes of CRC %08x but got %d of %08x",
                        entry.getSize(),
                        entry.getCrc(),
                        read,
                        sum.getValue()));
            }
            return count;
        }

        @Override
        public long skip(long bytes) throws IOException {
            return read(new byte[(int) Math.min(1 << 13, Math.max(0, bytes))]);
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
