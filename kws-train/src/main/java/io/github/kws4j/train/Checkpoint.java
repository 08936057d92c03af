package io.github.kws4j.train;

import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.train.network.Weights;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A training's progress in a file. It is written beside and then moved into place, so that there is always a whole one. It begins with
 * the identity of its training and is read for no other.
 */
final class Checkpoint {
    private static final int MAGIC = 0x4B575331; // KWS1

    private final Path folder;
    private final Path file;
    private final String identity;

    Checkpoint(Path folder, String identity) {
        this.folder = folder;
        this.file = folder.resolve("training.checkpoint");
        this.identity = identity;
    }

    void write(Progress progress) throws IOException {
        Files.createDirectories(folder);
        Path beside = folder.resolve("training.checkpoint.new");
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(beside), 1 << 16))) {
            out.writeInt(MAGIC);
            writeText(out, identity);
            out.writeInt(progress.history().size());
            for (Epoch epoch : progress.history()) {
                write(out, epoch);
            }
            out.writeInt(progress.step());
            out.writeDouble(progress.lossSum());
            out.writeLong(progress.hits());
            progress.state().write(out);
            out.writeBoolean(progress.best().isPresent());
            if (progress.best().isPresent()) {
                progress.best().get().write(out);
            }
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The progress that is kept, if there is any. */
    Optional<Progress> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            if (in.readInt() != MAGIC) {
                throw new IOException("expected the checkpoint of a training but found something else in " + file);
            }
            checkIdentity(readText(in));
            List<Epoch> history = readHistory(in);
            int step = in.readInt();
            double lossSum = in.readDouble();
            long hits = in.readLong();
            Weights state = Weights.read(in);
            Optional<Weights> best = in.readBoolean() ? Optional.of(Weights.read(in)) : Optional.empty();
            return Optional.of(new Progress(history, step, lossSum, hits, state, best));
        } catch (EOFException e) {
            throw new IOException("expected a whole checkpoint but it ends early in " + file + "; remove it", e);
        }
    }

    private void checkIdentity(String found) {
        if (!found.equals(identity)) {
            List<String> expected = identity.lines().toList();
            String differing = found.lines()
                    .filter(line -> !expected.contains(line))
                    .findFirst()
                    .orElse(found);
            throw new IllegalArgumentException("expected the checkpoint in " + folder + " to be of this training but it"
                    + " is of another, with " + differing + "; remove it or choose another folder");
        }
    }

    private static void write(DataOutputStream out, Epoch epoch) throws IOException {
        out.writeInt(epoch.number());
        out.writeDouble(epoch.loss());
        out.writeDouble(epoch.accuracy());
        out.writeDouble(epoch.validationLoss());
        out.writeDouble(epoch.validationAccuracy());
        out.writeDouble(epoch.seconds());
    }

    private static List<Epoch> readHistory(DataInputStream in) throws IOException {
        var history = new ArrayList<Epoch>();
        int epochs = in.readInt();
        for (int i = 0; i < epochs; i++) {
            history.add(new Epoch(
                    in.readInt(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()));
        }
        return List.copyOf(history);
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
