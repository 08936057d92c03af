package io.github.kws4j.bench.rivals;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.bench.rivals.Spotter.Spotted;
import io.github.kws4j.evaluate.LongRecording;
import io.github.kws4j.evaluate.StreamEvaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sounds in which it is known what is said where, and what each spotter made of them. */
final class Contest {
    /** Makes a spotter. */
    interface Opening {
        Spotter open() throws IOException;
    }

    private record Row(String who, List<StreamEvaluation> found, Duration processor, String reason) {}

    private final Map<Path, LongRecording> sounds = new LinkedHashMap<>();
    private final List<Future<List<Row>>> rows = new ArrayList<>();
    private final ExecutorService cores =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    /** Reads all WAV files of a folder; beside each lie its words as Audacity's labels: where they begin and end. */
    Contest(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path sound : files.filter(file -> file.toString().endsWith(".wav"))
                    .sorted()
                    .toList()) {
                sounds.put(sound, new LongRecording(AudioDecoder.standard().decode(sound), words(sound)));
            }
        }
        if (sounds.isEmpty()) {
            throw new IOException("expected sounds as WAV in " + folder + " but found none");
        }
    }

    private static List<LongRecording.Word> words(Path sound) throws IOException {
        var words = new ArrayList<LongRecording.Word>();
        for (String line : Files.readAllLines(sound.resolveSibling(name(sound) + ".txt"))) {
            String[] fields = line.split("\t");
            words.add(new LongRecording.Word(fields[2], seconds(fields[0]), seconds(fields[1])));
        }
        return words;
    }

    private static String name(Path sound) {
        return String.valueOf(sound.getFileName()).replaceFirst("\\.wav$", "");
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    }

    /**
     * Lets a spotter go through all sounds, on a core of its own, and reports its row to standard error; one that fails
     * is skipped with the reason.
     */
    void run(String who, Opening opening) {
        run(opening, Map.of(who, 0.0));
    }

    /** The same once, with a row for each of some least scores that a detection is to have. */
    void run(Opening opening, Map<String, Double> leastScores) {
        rows.add(cores.submit(() -> rows(opening, leastScores)));
    }

    private List<Row> rows(Opening opening, Map<String, Double> leastScores) {
        var spotted = new ArrayList<Spotted>();
        try (Spotter spotter = opening.open()) {
            spotter.warmUp(sounds.keySet().iterator().next());
            for (Path sound : sounds.keySet()) {
                spotted.add(spotter.spot(sound));
            }
        } catch (IOException | LinkageError e) {
            String reason = String.valueOf(e.getMessage());
            return leastScores.keySet().stream()
                    .map(who -> skipped(who, reason))
                    .toList();
        }
        Duration processor = spotted.stream().map(Spotted::processor).reduce(Duration.ZERO, Duration::plus);
        var done = leastScores.entrySet().stream()
                .map(least -> new Row(least.getKey(), evaluated(spotted, least.getValue()), processor, ""))
                .toList();
        done.forEach(row -> System.err.println(line(row, hours(), Double.NaN)));
        return done;
    }

    private List<StreamEvaluation> evaluated(List<Spotted> spotted, double leastScore) {
        var found = new ArrayList<StreamEvaluation>();
        for (LongRecording sound : sounds.values()) {
            found.add(sound.evaluate(spotted.get(found.size()).detections().stream()
                    .filter(detection -> detection.score() >= leastScore)
                    .toList()));
        }
        return found;
    }

    /** Notes a spotter that did not take part. */
    void skip(String who, String reason) {
        rows.add(CompletableFuture.completedFuture(List.of(skipped(who, reason))));
    }

    private static Row skipped(String who, String reason) {
        return new Row(who, List.of(), Duration.ZERO, reason);
    }

    /** The table in Markdown, once all are through; the first row's cost is 1. */
    String table() throws IOException {
        var done = new ArrayList<Row>();
        try {
            for (var row : rows) {
                done.addAll(row.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            cores.shutdownNow();
        }
        return table(done);
    }

    private String table(List<Row> rows) {
        String names = sounds.keySet().stream().map(Contest::name).collect(Collectors.joining(" | "));
        var lines = new ArrayList<String>();
        lines.add("| | found " + names
                + " | taken for another | false alarms | core seconds an hour | times the first |");
        lines.add("|---|" + "---:|".repeat(sounds.size() + 4));
        double first = rows.isEmpty() ? 1 : rows.get(0).processor().toMillis() / 1000.0 / hours();
        for (Row row : rows) {
            lines.add(
                    row.found().isEmpty()
                            ? "| " + row.who() + " | skipped: " + row.reason() + " |"
                            : line(row, hours(), first));
        }
        return String.join("\n", lines) + "\n";
    }

    private double hours() {
        return sounds.values().stream()
                        .map(LongRecording::audio)
                        .map(Audio::duration)
                        .mapToLong(Duration::toMillis)
                        .sum()
                / 3.6e6;
    }

    private static String line(Row row, double hours, double first) {
        String found = row.found().stream()
                .map(sound -> String.format(
                        Locale.ROOT, "%d of %d (%.1f %%)", sound.found(), sound.words(), 100 * sound.recall()))
                .collect(Collectors.joining(" | "));
        var all = row.found().stream().reduce(StreamEvaluation::plus).orElseThrow();
        double seconds = row.processor().toMillis() / 1000.0 / hours;
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %d | %.1f | %.1f |",
                row.who(),
                found,
                all.confused(),
                all.falseAlarmsPerHour().count(),
                seconds,
                seconds / first);
    }
}
