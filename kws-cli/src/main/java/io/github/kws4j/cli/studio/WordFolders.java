package io.github.kws4j.cli.studio;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The recordings on disk: {@code words/<word>/<number>.wav}, {@code false-alarms/<number>.wav} and {@code
 * models/<name>.onnx} below one folder. Every change is there at once, so that nothing is lost when the page or the
 * server ends. Safe to share between threads.
 */
final class WordFolders {
    private static final int LONGEST_SECONDS = 10;
    private static final int MOST_SAMPLES = LONGEST_SECONDS * 192_000 + 1;
    private static final int MOST_LETTERS = 60;
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} '_-]*");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,70}\\.onnx");

    private final Path root;

    WordFolders(Path root) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        Files.createDirectories(words());
    }

    Path root() {
        return root;
    }

    private Path words() {
        return root.resolve("words");
    }

    Path falseAlarms() {
        return root.resolve("false-alarms");
    }

    /** The folder of a word's recordings, which need not be there. */
    Path folder(String word) throws StudioException {
        String name = word.strip();
        if (name.isEmpty() || name.length() > MOST_LETTERS || name.startsWith("_")) {
            throw new StudioException(
                    400, "expected a word or phrase of 1 to " + MOST_LETTERS + " characters but got '" + name + "'");
        }
        // A name that is no plain one is percent-encoded, which leaves no separator and, with the dot, no way up.
        String folder = PLAIN.matcher(name).matches()
                ? name
                : URLEncoder.encode(name, StandardCharsets.UTF_8)
                        .replace(".", "%2E")
                        .replace("*", "%2A");
        return words().resolve(folder);
    }

    /** The words, in alphabetical order. */
    synchronized List<String> list() throws IOException {
        try (var folders = Files.list(words())) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .map(name -> name.contains("%") ? URLDecoder.decode(name, StandardCharsets.UTF_8) : name)
                    .sorted()
                    .toList();
        }
    }

    synchronized void add(String word) throws IOException, StudioException {
        Files.createDirectories(folder(word));
    }

    synchronized void remove(String word) throws IOException, StudioException {
        Path folder = folder(word);
        for (Path recording : recordings(word)) {
            Files.delete(recording);
        }
        Files.deleteIfExists(folder);
    }

    /** The recordings of a word, by number. */
    synchronized List<Path> recordings(String word) throws IOException, StudioException {
        return numbered(folder(word));
    }

    private static List<Path> numbered(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".wav"))
                    .sorted()
                    .toList();
        }
    }

    /** The file of a recording that is there. */
    synchronized Path recording(String word, String id) throws StudioException {
        Path file = folder(word).resolve(id + ".wav");
        if (!NUMBER.matcher(id).matches() || !Files.isRegularFile(file)) {
            throw new StudioException(404, "expected a recording of '" + word + "' but there is no " + id);
        }
        return file;
    }

    /**
     * Decodes what was recorded or dropped.
     *
     * @throws StudioException where it is no sound, is empty or is longer than 10 s
     */
    static Audio decoded(byte[] content) throws StudioException {
        Audio audio;
        try {
            audio = AudioDecoder.standard().withMaxSamples(MOST_SAMPLES).decode(content);
        } catch (IOException e) {
            throw new StudioException(400, "not a recording of at most " + LONGEST_SECONDS + " s: " + e.getMessage());
        }
        double seconds = (double) audio.length() / audio.sampleRate();
        if (audio.length() == 0 || seconds > LONGEST_SECONDS) {
            throw new StudioException(
                    400,
                    String.format(
                            Locale.ROOT,
                            "expected a recording of up to %d s but got %.1f s",
                            LONGEST_SECONDS,
                            seconds));
        }
        return audio;
    }

    synchronized void addRecording(String word, Audio audio) throws IOException, StudioException {
        write(folder(word), audio);
    }

    synchronized void addFalseAlarm(Audio audio) throws IOException {
        write(falseAlarms(), audio);
    }

    private static void write(Path folder, Audio audio) throws IOException {
        Files.createDirectories(folder);
        List<Path> present = numbered(folder);
        int last = present.isEmpty() ? 0 : number(present.get(present.size() - 1));
        audio.write(folder.resolve(String.format(Locale.ROOT, "%03d.wav", last + 1)));
    }

    private static int number(Path recording) {
        String name = id(recording);
        return NUMBER.matcher(name).matches() ? Integer.parseInt(name) : 0;
    }

    /** What a recording is called in the page. */
    static String id(Path recording) {
        String name = recording.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }

    synchronized void trim(Path recording, double from, double to) throws IOException, StudioException {
        Audio whole = AudioDecoder.standard().decode(recording);
        int first = (int) Math.round(from * whole.sampleRate());
        int end = (int) Math.min(whole.length(), Math.round(to * whole.sampleRate()));
        if (!(first >= 0 && first < end)) {
            throw new StudioException(400, "expected a part of the recording but got " + from + " to " + to + " s");
        }
        var samples = new float[end - first];
        whole.copyTo(first, samples, 0, samples.length);
        Audio.of(samples, whole.sampleRate()).write(recording);
    }

    /** Where a model of this name is kept. */
    Path model(String name) throws IOException, StudioException {
        if (!MODEL.matcher(name).matches()) {
            throw new StudioException(
                    400,
                    "expected a file name of letters, digits, '.', '_' and '-' that ends in .onnx but got '" + name
                            + "'");
        }
        return Files.createDirectories(root.resolve("models")).resolve(name);
    }
}
