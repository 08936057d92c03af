package io.github.kws4j.train;

import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.file.WholeFile;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Weights;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * A training's progress in a file. It begins with the identity of its training, for which alone it is read; another
 * training of the same network may take its weights. It ends with a checksum of all before, and a damaged one is
 * refused.
 */
final class Checkpoint {
    private static final int MAGIC = 0x4B575333; // KWS3
    private static final int CHECKSUM = Long.BYTES;
    private static final int BUFFER = 1 << 16;

    /** How the lines of an identity begin that say what the network is. */
    private static final String LABELS = "labels ";

    private static final String LAYERS = "layers ";

    private final Path folder;
    private final Path file;
    private final String identity;

    /** What the file holds. */
    private record Kept(String identity, Progress progress) {}

    Checkpoint(Path folder, String identity) {
        this.folder = folder;
        this.file = folder.resolve("training.checkpoint");
        this.identity = identity;
    }

    /**
     * Makes the folder and writes into it, so that a training does not find out after its first epoch that it can't be
     * kept.
     */
    static void tryFolder(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "training", ".try"));
        } catch (IOException e) {
            throw new IOException(
                    "expected a folder that checkpoints can be written to but got " + folder + ": " + e, e);
        }
    }

    void write(Progress progress) throws IOException {
        WholeFile.write(file, stream -> {
            var sum = new CRC32C();
            var out = new DataOutputStream(new BufferedOutputStream(new CheckedOutputStream(stream, sum), BUFFER));
            out.writeInt(MAGIC);
            writeText(out, identity);
            out.writeInt(progress.history().size());
            for (Epoch epoch : progress.history()) {
                write(out, epoch);
            }
            out.writeInt(progress.step());
            out.writeDouble(progress.lossSum());
            out.writeDouble(progress.right());
            progress.state().write(out);
            out.writeBoolean(progress.best().isPresent());
            if (progress.best().isPresent()) {
                progress.best().get().write(out);
            }
            out.flush();
            out.writeLong(sum.getValue());
            out.flush();
        });
    }

    /** The progress that is kept, if there is any. */
    Optional<Progress> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Kept kept = kept();
        check(kept.identity, line -> true);
        return Optional.of(kept.progress);
    }

    /**
     * The weights that another training left, of the same network or of what it was before it grew by a residual block:
     * those of its best epoch, where it kept them.
     *
     * @param network this training's, of which the identity says the layers
     * @param seed where the first weights of the block come from
     */
    Weights weights(Network network, long seed) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("expected a checkpoint in " + folder + " but there is none");
        }
        Kept kept = kept();
        Weights left = kept.progress.best().orElse(kept.progress.state());
        for (Growth growth : Growth.of(network)) {
            if (kept.identity.lines().anyMatch(layers(growth.before())::equals)) {
                check(kept.identity, line -> line.startsWith(LABELS));
                return growth.grow(left, seed).only(network.parameters());
            }
        }
        check(kept.identity, line -> line.startsWith(LABELS) || line.startsWith(LAYERS));
        return left.only(network.parameters());
    }

    /** The line of an identity that says what labels a network has. */
    static String labels(List<String> labels) {
        return LABELS + labels;
    }

    /** The line of an identity that says what layers a network has. */
    static String layers(List<Layer> layers) {
        return LAYERS + layers;
    }

    private Kept kept() throws IOException {
        long size = Files.size(file);
        try {
            checkWhole(size);
            try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
                return read(in, size);
            }
        } catch (IOException e) {
            throw new IOException(
                    "expected a whole checkpoint in " + file + " but it is damaged (" + e.getMessage()
                            + "); remove it to start again",
                    e);
        }
    }

    private void checkWhole(long size) throws IOException {
        var sum = new CRC32C();
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            if (size < Integer.BYTES + CHECKSUM) {
                throw new IOException("it has " + size + " bytes");
            }
            update(sum, in, size - CHECKSUM);
            long expected = in.readLong();
            if (sum.getValue() != expected) {
                throw new IOException(
                        String.format(Locale.ROOT, "expected checksum %08x but got %08x", expected, sum.getValue()));
            }
        }
    }

    private static void update(CRC32C sum, InputStream in, long bytes) throws IOException {
        var buffer = new byte[BUFFER];
        long left = bytes;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("it ends early");
            }
            sum.update(buffer, 0, read);
            left -= read;
        }
    }

    private static Kept read(DataInputStream in, long size) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IOException("it begins as no checkpoint of this version");
        }
        String identity = readText(in, size);
        List<Epoch> history = readHistory(in);
        int step = in.readInt();
        double lossSum = in.readDouble();
        double right = in.readDouble();
        Weights state = Weights.read(in, size);
        Optional<Weights> best = in.readBoolean() ? Optional.of(Weights.read(in, size)) : Optional.empty();
        return new Kept(identity, new Progress(history, step, lossSum, right, state, best));
    }

    private void check(String all, Predicate<String> compared) {
        List<String> found = all.lines().filter(compared).toList();
        List<String> expected = identity.lines().filter(compared).toList();
        if (!found.equals(expected)) {
            String differing = found.stream()
                    .filter(line -> !expected.contains(line))
                    .findFirst()
                    .orElse(all);
            throw new IllegalArgumentException("expected the checkpoint in " + folder + " to be of this training but it"
                    + " is of another, with " + differing + "; remove it or choose another folder");
        }
    }

    private static void write(DataOutputStream out, Epoch epoch) throws IOException {
        out.writeInt(epoch.number());
        out.writeDouble(epoch.training().loss());
        out.writeDouble(epoch.training().accuracy());
        out.writeDouble(epoch.validation().loss());
        out.writeDouble(epoch.validation().accuracy());
        out.writeLong(epoch.duration().toNanos());
    }

    private static List<Epoch> readHistory(DataInputStream in) throws IOException {
        var history = new ArrayList<Epoch>();
        int epochs = in.readInt();
        for (int i = 0; i < epochs; i++) {
            history.add(new Epoch(
                    in.readInt(),
                    new Epoch.Figures(in.readDouble(), in.readDouble()),
                    new Epoch.Figures(in.readDouble(), in.readDouble()),
                    Duration.ofNanos(in.readLong())));
        }
        return List.copyOf(history);
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in, long size) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > size) {
            throw new IOException("expected a text of at most " + size + " bytes but found " + length);
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
