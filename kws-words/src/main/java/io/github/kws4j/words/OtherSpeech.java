package io.github.kws4j.words;

import io.github.kws4j.audio.Audio;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is said besides a person's own words, as an embedding sees it: its mean and covariance, from which a word's
 * detector distinguishes it, and a track of embeddings of hours of speech, in which false alarms are counted.
 * Immutable and safe to share between threads.
 */
public final class OtherSpeech {
    private static final int MAGIC = 0x6b777338;
    private static final String STANDARD = "other-speech.bin";

    private final String embedding;
    private final Duration step;
    private final LagCovariances covariances;
    private final EmbeddingTrack track;
    private @Nullable CompletableFuture<Discriminant> discriminant;

    private OtherSpeech(String embedding, Duration step, LagCovariances covariances, EmbeddingTrack track) {
        this.embedding = embedding;
        this.step = step;
        this.covariances = covariances;
        this.track = track;
    }

    private static final class Standard {
        static final OtherSpeech IN_JAR = load();

        private static OtherSpeech load() {
            try (InputStream in = OtherSpeech.class.getResourceAsStream(STANDARD)) {
                if (in == null) {
                    throw new IllegalStateException("expected " + STANDARD + " in the jar of kws-words");
                }
                return read(in, STANDARD);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * The other speech in the jar, which goes with {@link SpeechEmbedding#standard()}: read speech of many readers, and
     * noise.
     *
     * @return the same object each time
     */
    public static OtherSpeech standard() {
        return Standard.IN_JAR;
    }

    /** {@link #standard()}, with its discriminant being made; it takes a moment that a caller may use otherwise. */
    static OtherSpeech prepared() {
        OtherSpeech speech = standard();
        speech.discriminant();
        return speech;
    }

    /**
     * Measures other speech with an embedding. The two parts should share neither words spoken on purpose nor speakers:
     * thresholds found in speech that the covariance was taken from would be too low.
     *
     * @param embedding what to see it with
     * @param spoken speech for mean and covariance, hours of it; clips under a second are passed over
     * @param alarms speech, and noise, in which false alarms are counted: the longer, the smaller the rates that can be
     *     distinguished
     * @return the other speech
     * @throws IllegalArgumentException where either has no clip of a second
     */
    public static OtherSpeech measure(SpeechEmbedding embedding, Stream<Audio> spoken, Stream<Audio> alarms) {
        var covariances = LagCovariances.of(embedded(embedding, spoken), embedding.window());
        var standardised = embedded(embedding, alarms).stream()
                .map(covariances::standardise)
                .toList();
        return new OtherSpeech(embedding.fingerprint(), embedding.step(), covariances, EmbeddingTrack.of(standardised));
    }

    private static List<float[][]> embedded(SpeechEmbedding embedding, Stream<Audio> sounds) {
        var pieces = new ArrayList<float[][]>();
        sounds.filter(sound -> sound.duration().toMillis() >= 1000)
                .forEach(sound -> pieces.add(embedding.embed(sound)));
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("expected speech of a second or more but got none");
        }
        return pieces;
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException where the file can't be read or is another one
     */
    public static OtherSpeech read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        }
    }

    private static OtherSpeech read(InputStream stream, String name) throws IOException {
        var in = new DataInputStream(new BufferedInputStream(stream, 1 << 16));
        int magic = in.readInt();
        if (magic != MAGIC) {
            throw new IOException(String.format(
                    Locale.ROOT, "%s: expected other speech, which begins with %x, but found %x", name, MAGIC, magic));
        }
        return new OtherSpeech(
                in.readUTF(), Duration.ofNanos(in.readLong()), LagCovariances.read(in), EmbeddingTrack.read(in));
    }

    /**
     * Writes this into a file, for {@link #read}.
     *
     * @throws IOException where it can't be written
     */
    public void write(Path file) throws IOException {
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(MAGIC);
            out.writeUTF(embedding);
            out.writeLong(step.toNanos());
            covariances.write(out);
            track.write(out);
        }
    }

    /** How much speech false alarms are counted in. */
    public Duration length() {
        return step.multipliedBy(track.steps());
    }

    double hours() {
        return length().toMillis() / 3_600_000.0;
    }

    LagCovariances covariances() {
        return covariances;
    }

    EmbeddingTrack track() {
        return track;
    }

    /** The discriminant, being made on another thread from the first call on. */
    synchronized CompletableFuture<Discriminant> discriminant() {
        var made = discriminant;
        if (made == null) {
            made = CompletableFuture.supplyAsync(() -> new Discriminant(covariances));
            discriminant = made;
        }
        return made;
    }

    /**
     * Refuses an embedding that this was not measured with.
     *
     * @throws IllegalArgumentException where it is another one
     */
    void requireMeasuredWith(SpeechEmbedding other) {
        if (!other.fingerprint().equals(embedding)) {
            throw new IllegalArgumentException("expected other speech measured with embedding " + other.fingerprint()
                    + " but got one measured with " + embedding);
        }
    }
}
