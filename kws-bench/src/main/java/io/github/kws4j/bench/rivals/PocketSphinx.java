package io.github.kws4j.bench.rivals;

import io.github.kws4j.Detection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PocketSphinx 5 prealpha as Debian packages it (pocketsphinx, pocketsphinx-en-us), as a process: its keyphrase search
 * with one threshold for all, words by their pronunciation. A recording's processor time holds the process's start.
 */
final class PocketSphinx implements Spotter {
    private static final Path MODEL = Path.of("/usr/share/pocketsphinx/model/en-us");
    private static final Pattern FOUND = Pattern.compile("(.+?)\\s+(\\d+\\.\\d+) (\\d+\\.\\d+) (\\d+\\.\\d+)");
    private static final Pattern TIME = Pattern.compile("(\\d+)m(\\d+\\.\\d+)s");

    private final String threshold;
    private final Map<String, String> pronunciations;

    /**
     * Looks for phrases.
     *
     * @param threshold of each phrase, such as {@code 1e-10}
     * @param pronunciations of each phrase, with {@code _} between its words: as many words of ARPAbet sounds, with
     *     {@code |} between them
     */
    PocketSphinx(String threshold, Map<String, String> pronunciations) {
        this.threshold = threshold;
        this.pronunciations = pronunciations;
    }

    /** Whether the program and its model are there. */
    static boolean installed() {
        return Files.isExecutable(Path.of("/usr/bin/pocketsphinx_continuous")) && Files.isDirectory(MODEL);
    }

    @Override
    public Spotted spot(Path sound) throws IOException {
        Path folder = Files.createTempDirectory("pocketsphinx");
        try {
            Path phrases = Files.write(folder.resolve("phrases"), phrases());
            Path dictionary = Files.write(folder.resolve("dictionary"), dictionary());
            var process = new ProcessBuilder(
                            "sh",
                            "-c",
                            "\"$@\"; times",
                            "sh",
                            "pocketsphinx_continuous",
                            "-infile",
                            sound.toString(),
                            "-kws",
                            phrases.toString(),
                            "-dict",
                            dictionary.toString(),
                            "-hmm",
                            MODEL.resolve("en-us").toString(),
                            "-time",
                            "yes",
                            "-logfn",
                            folder.resolve("log").toString())
                    .redirectErrorStream(true)
                    .start();
            List<String> lines = process.inputReader().lines().toList();
            if (process.waitFor() != 0) {
                throw new IOException("pocketsphinx_continuous ended with " + process.exitValue() + ": " + lines);
            }
            return read(lines);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            delete(folder);
        }
    }

    private List<String> phrases() {
        return pronunciations.keySet().stream()
                .map(phrase -> phrase.replace('_', ' ') + " /" + threshold + "/")
                .toList();
    }

    private List<String> dictionary() {
        var lines = new ArrayList<String>();
        pronunciations.forEach((phrase, sounds) -> {
            String[] words = phrase.split("_");
            String[] spoken = sounds.split("\\|");
            for (int i = 0; i < words.length; i++) {
                String line = words[i] + " " + spoken[i].strip();
                if (!lines.contains(line)) {
                    lines.add(line);
                }
            }
        });
        return lines;
    }

    /** Lines of a phrase, where it begins and ends, in seconds, and its score; the last is the processor time. */
    static Spotted read(List<String> lines) {
        var detections = new ArrayList<Detection>();
        for (String line : lines) {
            Matcher found = FOUND.matcher(line);
            if (found.matches()) {
                Duration began = seconds(found.group(2));
                Duration ended = seconds(found.group(3));
                String label = found.group(1).replace(' ', '_');
                detections.add(new Detection(label, Double.parseDouble(found.group(4)), began, ended, ended));
            }
        }
        detections.sort(Comparator.comparing(Detection::at));
        Matcher time = TIME.matcher(lines.get(lines.size() - 1));
        Duration processor = Duration.ZERO;
        while (time.find()) {
            processor = processor.plusMinutes(Long.parseLong(time.group(1))).plus(seconds(time.group(2)));
        }
        return new Spotted(detections, processor);
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
