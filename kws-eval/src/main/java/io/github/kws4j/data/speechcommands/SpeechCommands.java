package io.github.kws4j.data.speechcommands;

import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.Split;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The Speech Commands recordings: fetched once, then read from disk. Each call that fetches can be interrupted, goes on
 * where an earlier one broke off, and leaves either the whole folder or none; threads and processes that want the same
 * folder wait for the first.
 *
 * <p>An object of this class belongs to one thread.
 */
public final class SpeechCommands {
    /** Where TensorFlow's tutorial takes its 8000 clips from: 182 MB, 8 words. */
    public static final URI MINI_ADDRESS =
            URI.create("https://storage.googleapis.com/download.tensorflow.org/data/mini_speech_commands.zip");

    /** Version 0.02 of the whole set: 2.4 GB, 105829 clips of 35 words. */
    public static final URI V2_ADDRESS =
            URI.create("https://storage.googleapis.com/download.tensorflow.org/data/speech_commands_v0.02.tar.gz");

    private static final List<String> MINI_WORDS = List.of("down", "go", "left", "no", "right", "stop", "up", "yes");
    static final List<String> V2_WORDS =
            List.of(("backward bed bird cat dog down eight five follow forward four go happy house learn left marvin "
                            + "nine no off on"
                            + " one right seven sheila six stop three tree two up visual wow yes zero")
                    .split(" "));

    private final Path directory;
    private final Edition edition;
    private Edition.Source source;
    private RetryPolicy retries = RetryPolicy.STANDARD;
    private Consumer<TransferProgress> listener = progress -> {};

    private SpeechCommands(Path directory, Edition edition, Edition.Source source) {
        this.directory = directory;
        this.edition = edition;
        this.source = source;
    }

    /**
     * The tutorial's part of the first version: 1000 clips each of down, go, left, no, right, stop, up and yes.
     *
     * @param directory where the archive {@code mini_speech_commands.zip} and the folder {@code mini_speech_commands}
     *     go, or are
     * @return the set, not fetched yet
     */
    public static SpeechCommands mini(Path directory) {
        var edition = new Edition("mini_speech_commands", "mini_speech_commands.zip", MINI_WORDS, List.of());
        var source = new Edition.Source(
                MINI_ADDRESS,
                OptionalLong.of(182_082_353),
                Optional.of("49650f2341b26d886b46b3f4fb8fed59e30300b17550f1ee4a768b3106cf93a0"));
        return new SpeechCommands(directory, edition, source);
    }

    /**
     * Version 0.02, with background noise and the official lists.
     *
     * @param directory where the archive {@code speech_commands_v0.02.tar.gz} and the folder {@code
     *     speech_commands_v0.02} go, or are
     * @return the set, not fetched yet
     */
    public static SpeechCommands v2(Path directory) {
        var edition = new Edition(
                "speech_commands_v0.02",
                "speech_commands_v0.02.tar.gz",
                V2_WORDS,
                List.of(OfficialParts.VALIDATION_LIST, OfficialParts.TEST_LIST, TwelveWords.NOISE));
        var source = new Edition.Source(
                V2_ADDRESS,
                OptionalLong.of(2_428_923_189L),
                Optional.of("af14739ee7dc311471de98f5f9d2c9191b18aedfe957f4a6ff791c709868ff58"));
        return new SpeechCommands(directory, edition, source);
    }

    /**
     * Fetches the archive from another address. It may be packed anew, so its bytes are not compared with the
     * original's; the words must be there all the same.
     *
     * @param address of a zip or a tar.gz
     * @return this object
     * @throws IllegalArgumentException where {@code address} is not absolute, http or https
     */
    public SpeechCommands from(URI address) {
        source = new Edition.Source(checked(address), OptionalLong.empty(), Optional.empty());
        return this;
    }

    /**
     * Fetches the archive from another address and compares its bytes with a known digest.
     *
     * @param address of a zip or a tar.gz
     * @param sha256 SHA-256 of the archive, 64 hexadecimal digits
     * @return this object
     * @throws IllegalArgumentException where {@code address} is not absolute, http or https, or {@code sha256} is no
     *     such digest
     */
    public SpeechCommands from(URI address, String sha256) {
        if (!sha256.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("expected 64 hexadecimal digits but got '" + sha256 + "'");
        }
        source = new Edition.Source(
                checked(address), OptionalLong.empty(), Optional.of(sha256.toLowerCase(Locale.ROOT)));
        return this;
    }

    private static URI checked(URI address) {
        boolean web = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        if (!web || address.getHost() == null) {
            throw new IllegalArgumentException("expected an http or https address but got " + address);
        }
        return address;
    }

    /**
     * Reports how far the fetching is, at most five times a second and at the end of each stage, on the calling thread.
     *
     * @param listener receives the progress
     * @return this object
     */
    public SpeechCommands onProgress(Consumer<TransferProgress> listener) {
        this.listener = listener;
        return this;
    }

    SpeechCommands retries(RetryPolicy retries) {
        this.retries = retries;
        return this;
    }

    /**
     * The folder of word folders. Where it is there, nothing is fetched; where only the archive is there, it is
     * unpacked. The archive stays, and may be deleted. A connection that breaks or stalls, or a server that is busy, is
     * tried again, six times in a row at most.
     *
     * @return the folder, in the directory given
     * @throws IOException where the archive can't be fetched, is not the one expected, or can't be unpacked; what was
     *     fetched of it is kept for the next call unless it was wrong
     * @throws java.util.concurrent.CancellationException where the thread is interrupted; what was fetched is kept, and
     *     the interrupt status stays set
     */
    public Path fetch() throws IOException {
        return new Fetch(directory, edition, source, retries, listener).run();
    }

    /**
     * Fetches the set where needed, and reads the clips of its words, without the background noise. The whole of
     * {@link #v2} takes 3.4 GB of memory.
     *
     * @return all clips, in the order of {@link AudioDataset#ofFolders(Path)}
     * @throws IOException as {@link #fetch}, and where a clip can't be read
     * @throws java.util.concurrent.CancellationException as {@link #fetch}
     */
    public AudioDataset load() throws IOException {
        Path folder = fetch();
        return AudioDataset.ofFiles(folder, OfficialParts.clips(folder));
    }

    /**
     * All clips of a set that has them, in the parts that its {@code validation_list.txt} and {@code testing_list.txt}
     * name. No speaker stands in two parts.
     *
     * @param folder the folder of word folders, such as {@link #v2(Path) v2(dir)}{@code .fetch()}
     * @return the three parts
     * @throws IOException where the lists or a clip can't be read, or a list names a clip that is not there
     */
    public static Split officialSplit(Path folder) throws IOException {
        return OfficialParts.read(folder).load();
    }

    /**
     * The task with twelve classes that most figures are published for (Warden 2018, section 7.1): yes, no, up, down,
     * left, right, on, off, stop, go; {@code _unknown_}, clips of the other words, drawn without replacement; and
     * {@code _silence_}, seconds of the background noise, each at a volume drawn from 0 to 1. The parts are those of
     * {@link #officialSplit}; in each, unknown and silence are a percentage of the clips of the ten words, rounded up.
     * With 10 and 10, version 0.02 gives 36923 clips to train, 4445 to validate and 4890 to test, which take 1.5 GB.
     *
     * <p>We differ from TensorFlow's script in two points: the numbers are drawn from Java's {@link java.util.Random},
     * so the draws are not the same; and the parts take their noise from different stretches of the recordings (the
     * first 80 percent, the next 10, the last 10), where the script lets the network train on the noise it is tested
     * with.
     *
     * @param folder the folder of word folders, such as {@link #v2(Path) v2(dir)}{@code .fetch()}
     * @param unknownPercent 0 or more
     * @param silencePercent 0 or more
     * @param seed the same seed draws the same clips
     * @return the three parts
     * @throws IOException where a list, a clip or the noise can't be read, or there are too few other words
     * @throws IllegalArgumentException where a percentage is below 0 or not finite
     */
    public static Split twelveWords(Path folder, double unknownPercent, double silencePercent, long seed)
            throws IOException {
        return new TwelveWords(folder, unknownPercent, silencePercent, seed).load();
    }
}
