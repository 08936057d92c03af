package io.github.kws4j.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * A folder of native libraries below {@code java.io.tmpdir}, in a folder that belongs to this user and that nobody else
 * may write. Several JVMs may fill it at once: a library is written under another name, held against its size and
 * checksum, and moved into place. Whatever is in place is held against them again by each JVM.
 */
final class LibraryFolder {
    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Path path;

    private LibraryFolder(Path path) {
        this.path = path;
    }

    /**
     * The folder {@code java.io.tmpdir/kws4j-USER/NAME}, made where it is not there.
     *
     * @throws IOException if it can't be made, or is not this user's alone
     */
    static LibraryFolder ofThisUser(String name) throws IOException {
        Path temporary = Paths.get(System.getProperty("java.io.tmpdir"));
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
        Path own = temporary.resolve("kws4j-" + user).toAbsolutePath();
        try {
            Files.createDirectory(own, forThisUserAlone(temporary));
        } catch (FileAlreadyExistsException e) {
            requireOwn(own, whoWritesTo(temporary));
        }
        return new LibraryFolder(Files.createDirectories(own.resolve(name)));
    }

    private static FileAttribute<?>[] forThisUserAlone(Path beside) {
        return isPosix(beside)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }

    /** This process's user, as the system sees it: {@code user.name} may be set to anything. */
    private static UserPrincipal whoWritesTo(Path folder) throws IOException {
        Path written = Files.createTempFile(folder, "kws4j", null);
        try {
            return Files.getOwner(written);
        } finally {
            Files.delete(written);
        }
    }

    private static void requireOwn(Path folder, UserPrincipal user) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(folder.toString(), null, "expected a folder");
        }
        UserPrincipal owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(user)) {
            throw new FileSystemException(
                    folder.toString(), null, "expected a folder of " + user + " but it is of " + owner);
        }
        if (isPosix(folder)) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
            if (OF_OTHERS.stream().anyMatch(permissions::contains)) {
                throw new FileSystemException(
                        folder.toString(),
                        null,
                        "expected a folder that only its user may write but found "
                                + PosixFilePermissions.toString(permissions));
            }
        }
    }

    Path path() {
        return path;
    }

    /**
     * Unpacks what is missing or damaged.
     *
     * @param prefix of the entries to unpack, up to their last slash
     */
    void fill(JarFile jar, String prefix) throws IOException {
        List<ZipEntry> libraries = jar.stream()
                .filter(entry -> !entry.isDirectory()
                        && entry.getName().startsWith(prefix)
                        && entry.getName().indexOf('/', prefix.length()) < 0)
                .collect(Collectors.toList());
        if (areInPlace(libraries)) {
            return;
        }
        try (var lock = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var locked = lock.lock()) {
            for (ZipEntry library : libraries) {
                Path target = path.resolve(fileName(library));
                if (!holds(target, library)) {
                    unpack(jar, library, target);
                }
            }
        }
    }

    private boolean areInPlace(List<ZipEntry> libraries) throws IOException {
        for (ZipEntry library : libraries) {
            if (!holds(path.resolve(fileName(library)), library)) {
                return false;
            }
        }
        return true;
    }

    private static String fileName(ZipEntry library) {
        return library.getName().substring(library.getName().lastIndexOf('/') + 1);
    }

    /** The lock is held: what another JVM has left of this name is of one that was killed. */
    private static void unpack(JarFile jar, ZipEntry library, Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            try (InputStream content = jar.getInputStream(library)) {
                Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!holds(part, library)) {
                throw new FileSystemException(
                        part.toString(), null, "expected the size and checksum that " + jar.getName() + " names");
            }
            try (var written = FileChannel.open(part, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Whether the file has the entry's size and checksum. */
    private static boolean holds(Path file, ZipEntry entry) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != entry.getSize()) {
            return false;
        }
        var checksum = new CRC32();
        byte[] block = new byte[1 << 17];
        try (InputStream content = Files.newInputStream(file)) {
            for (int read = content.read(block); read >= 0; read = content.read(block)) {
                checksum.update(block, 0, read);
            }
        }
        return checksum.getValue() == entry.getCrc();
    }
}
