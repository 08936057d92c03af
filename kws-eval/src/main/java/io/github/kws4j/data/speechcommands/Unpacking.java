package io.github.kws4j.data.speechcommands;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Unpacks a zip or a tar.gz, distinguished by their first bytes, of files and folders only: a link or a device is
 * refused.
 */
final class Unpacking {
    private static final int MOST_ENTRIES = 250_000;
    private static final long MOST_BYTES = 16L << 30;
    /** Sound packs to half at best; silence, and the end of a tar, to a thousandth, but not all is silence. */
    private static final long MOST_BYTES_FOR_ONE = 100;

    /** Zeros after the last entry; behind them lies gzip's checksum. */
    private static final int MOST_PADDING = 1 << 20;

    private final Path archive;
    private final long size;
    private final GuardedFolder folder;
    private final TransferMeter meter;

    private Unpacking(Path archive, Path into, Consumer<TransferProgress> listener) throws IOException {
        this.archive = archive;
        this.size = Files.size(archive);
        this.folder = new GuardedFolder(into, MOST_ENTRIES, Math.min(MOST_BYTES, size * MOST_BYTES_FOR_ONE));
        this.meter = new TransferMeter(TransferProgress.Stage.UNPACK, String.valueOf(archive.getFileName()), listener);
    }

    /**
     * Unpacks {@code archive} into the empty folder {@code into}.
     *
     * @throws IOException where the archive is broken or holds what it must not; the message names it
     */
    static void unpack(Path archive, Path into, Consumer<TransferProgress> listener)
            throws IOException, InterruptedException {
        try {
            new Unpacking(archive, into, listener).run();
        } catch (IOException e) {
            throw new IOException(archive + ": " + e.getMessage(), e);
        }
    }

    private void run() throws IOException, InterruptedException {
        byte[] first;
        try (var in = Files.newInputStream(archive)) {
            first = in.readNBytes(2);
        }
        meter.begin(0, OptionalLong.of(size));
        if (first.length == 2 && first[0] == 'P' && first[1] == 'K') {
            unzip();
        } else if (first.length == 2 && first[0] == 0x1F && first[1] == (byte) 0x8B) {
            untar();
        } else {
            throw new IOException("expected a zip or a tar.gz but found neither's first bytes");
        }
        meter.end();
    }

    private void unzip() throws IOException, InterruptedException {
        try (var zip = ZipFile.builder().setPath(archive).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                if (entry.isUnixSymlink()) {
                    throw link(entry.getName());
                } else if (!entry.isDirectory()) {
                    unzip(zip, entry);
                }
                meter.add(entry.getCompressedSize());
            }
        }
    }

    private void unzip(ZipFile zip, ZipArchiveEntry entry) throws IOException, InterruptedException {
        if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
            throw new IOException("expected entries that are stored or deflated but '" + entry.getName()
                    + "' is compressed by method " + entry.getMethod());
        }
        try (var content = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            folder.write(entry.getName(), content);
            if (content.getChecksum().getValue() != entry.getCrc()) {
                throw new IOException(String.format(
                        Locale.ROOT,
                        "expected CRC %08x of entry '%s' but got %08x",
                        entry.getCrc(),
                        entry.getName(),
                        content.getChecksum().getValue()));
            }
        }
    }

    private void untar() throws IOException, InterruptedException {
        var metered = new FilterInputStream(Files.newInputStream(archive)) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int read = super.read(bytes, from, length);
                meter.add(Math.max(0, read));
                return read;
            }
        };
        try (var unpacked = new GZIPInputStream(metered, 1 << 16);
                var tar = new TarArchiveInputStream(unpacked)) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                untar(tar, entry);
            }
            if (unpacked.readNBytes(MOST_PADDING).length == MOST_PADDING) {
                throw new IOException("expected the archive to end after its last entry but found more");
            }
        }
    }

    private void untar(InputStream tar, TarArchiveEntry entry) throws IOException, InterruptedException {
        if (entry.isLink() || entry.isSymbolicLink()) {
            throw link(entry.getName());
        } else if (isRegular(entry)) {
            folder.write(entry.getName(), tar);
        } else if (!entry.isDirectory() || entry.getSize() > 0) {
            throw new IOException(
                    "expected files and folders but found entry '" + entry.getName() + "', which is neither");
        }
    }

    private static boolean isRegular(TarArchiveEntry entry) {
        byte kind = entry.getLinkFlag();
        boolean plain = kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM;
        return plain && !entry.isDirectory() && !entry.isSparse();
    }

    private static IOException link(String name) {
        return new IOException("expected files and folders but found the link '" + name + "'");
    }
}
