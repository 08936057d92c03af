package io.github.kws4j.models.embedding;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Single words as espeak-ng speaks them, each synthesised once and kept in a folder. Safe to share between threads.
 */
final class SpokenWords {
    private static final String PROGRAM = "espeak-ng";
    private static final int SHORTEST = 80;
    private static final float FAINT = 0.01f;

    private final Path folder;
    private final Map<String, float[]> words = new ConcurrentHashMap<>();

    private SpokenWords(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens a folder of words, made where it is absent.
     *
     * @throws IOException where espeak-ng can't be run
     */
    static SpokenWords open(Path folder) throws IOException {
        Files.createDirectories(folder);
        run("--version");
        return new SpokenWords(folder);
    }

    /** A word's samples at {@value Segments#RATE} Hz, without the silence around them. */
    float[] of(String word) throws IOException {
        try {
            return words.computeIfAbsent(word, this::spoken);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private float[] spoken(String word) {
        try {
            Audio sound = AudioDecoder.standard().decode(file(word));
            return trimmed(sound.resample(Segments.RATE).samples());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String word) throws IOException {
        Path file = folder.resolve(word + ".wav");
        if (!Files.exists(file)) {
            Path beside = folder.resolve(word + ".new");
            run("-v", "en-us", "-w", beside.toString(), word);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static void run(String... arguments) throws IOException {
        var command = new String[arguments.length + 1];
        command[0] = PROGRAM;
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            int status = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IOException(
                        "expected " + String.join(" ", command) + " to succeed but it ended with " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + PROGRAM + " spoke", e);
        } catch (IOException e) {
            throw new IOException(
                    "expected the speech synthesiser " + PROGRAM + " on the PATH, by which words are located: "
                            + e.getMessage(),
                    e);
        }
    }

    /** The part from the first to the last sample that reaches a hundredth of the loudest; 5 ms at least. */
    private static float[] trimmed(float[] sound) {
        float loudest = 0;
        for (float sample : sound) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        int from = 0;
        while (from < sound.length && Math.abs(sound[from]) < FAINT * loudest) {
            from++;
        }
        int to = sound.length;
        while (to > from && Math.abs(sound[to - 1]) < FAINT * loudest) {
            to--;
        }
        return Arrays.copyOfRange(sound, from, Math.max(to, Math.min(sound.length, from + SHORTEST)));
    }
}
