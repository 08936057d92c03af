package io.github.kws4j.data.speechcommands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Makes a set's folder: downloads the archive, checks it, unpacks it beside, and moves the whole into place in one
 * step.
 */
final class Fetch {
    private static final int BUFFER = 1 << 16;

    private final Edition edition;
    private final Edition.Source source;
    private final RetryPolicy retries;
    private final Consumer<TransferProgress> listener;
    private final Path directory;
    private final Path folder;
    private final Path archive;

    Fetch(
            Path directory,
            Edition edition,
            Edition.Source source,
            RetryPolicy retries,
            Consumer<TransferProgress> listener) {
        this.directory = directory;
        this.edition = edition;
        this.source = source;
        this.retries = retries;
        this.listener = listener;
        this.folder = directory.resolve(edition.folder());
        this.archive = directory.resolve(edition.archive());
    }

    Path run() throws IOException {
        try {
            if (Files.notExists(folder)) {
                Files.createDirectories(directory);
                makeFolderAlone();
            }
            check(folder, folder, "folder");
            return folder;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) { // which closes the file that is being read or written
                throw interrupted(e);
            }
            throw e;
        }
    }

    private CancellationException interrupted(Exception cause) {
        var cancelled = new CancellationException(
                "interrupted while fetching " + edition.folder() + "; what was fetched is kept");
        cancelled.initCause(cause);
        return cancelled;
    }

    private Path hidden(String suffix) {
        return directory.resolve("." + edition.archive() + "." + suffix);
    }

    private void makeFolderAlone() throws IOException, InterruptedException {
        FolderLock lock = FolderLock.of(hidden("lock"));
        try {
            if (Files.notExists(folder)) {
                makeArchive();
                unpack();
            }
        } finally {
            lock.close();
        }
    }

    private void makeArchive() throws IOException, InterruptedException {
        if (Files.notExists(archive)) {
            download();
            return;
        }
        String reason = difference(archive);
        if (!reason.isEmpty()) {
            throw new IOException(archive + ": " + reason);
        }
    }

    private void download() throws IOException, InterruptedException {
        Path part = hidden("part");
        var download = new Download(source.address(), source.size(), part, retries, listener);
        download.run();
        String reason = difference(part);
        if (!reason.isEmpty()) {
            download.forget();
            throw new IOException(source.address() + ": " + reason);
        }
        Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
    }

    /** How {@code file} differs from the expected archive; empty where it does not. */
    private String difference(Path file) throws IOException {
        String expected = source.sha256().orElse("");
        if (expected.isEmpty()) {
            return "";
        }
        String found = digest(file);
        return found.equals(expected) ? "" : "expected an archive with SHA-256 " + expected + " but got " + found;
    }

    private String digest(Path file) throws IOException {
        var meter = new TransferMeter(TransferProgress.Stage.CHECK, edition.archive(), listener);
        meter.begin(0, OptionalLong.of(Files.size(file)));
        try (var in = Files.newInputStream(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[BUFFER];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                sha256.update(buffer, 0, read);
                meter.add(read);
            }
            meter.end();
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private void unpack() throws IOException, InterruptedException {
        Path beside = hidden("unpacking");
        delete(beside);
        try {
            Files.createDirectory(beside);
            Unpacking.unpack(archive, beside, listener);
            Path nested = beside.resolve(edition.folder());
            Path root = Files.isDirectory(nested) ? nested : beside;
            check(root, archive, "archive");
            Files.move(root, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(beside);
        }
    }

    private void check(Path unpacked, Path origin, String kind) throws IOException {
        var missing = edition.missing(unpacked);
        if (missing.isPresent()) {
            throw new IOException(origin + ": expected " + missing.get() + " but found none; delete the " + kind
                    + " to fetch it again");
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (var files = Files.walk(tree)) {
                for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
    }
}
