package io.github.kws4j.data.speechcommands;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps other threads and processes out of what a file stands for. The file itself stays: taking it away would race
 * with the next owner.
 */
final class FolderLock implements AutoCloseable {
    private static final long MILLISECONDS_BETWEEN_TRIES = 100;

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits until {@code file} is locked for this caller alone. */
    static FolderLock of(Path file) throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            while (tryLock(channel).isEmpty()) {
                Thread.sleep(MILLISECONDS_BETWEEN_TRIES);
            }
        } catch (IOException | InterruptedException e) {
            channel.close();
            throw e;
        }
        return new FolderLock(channel);
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
