package io.github.kws4j.cli.studio;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.cli.JsonObject;
import io.github.kws4j.words.CustomKeywords;
import io.github.kws4j.words.Enrollment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows and does with words: recordings, what was learnt of them, and the report. Safe to share between
 * threads.
 */
final class Lessons implements AutoCloseable {
    private static final int PEAKS = 160;

    private final WordFolders folders;
    private final Listening listening = new Listening();
    private @Nullable CustomKeywords mine;
    private FileTime learntAt = FileTime.fromMillis(0);
    private double seconds;

    Lessons(WordFolders folders) {
        this.folders = folders;
    }

    WordFolders folders() {
        return folders;
    }

    Listening listening() {
        return listening;
    }

    /** Everything the page shows but the live part. */
    synchronized JsonObject state() throws IOException, StudioException {
        var words = new ArrayList<JsonObject>();
        for (String word : folders.list()) {
            var recordings = new ArrayList<JsonObject>();
            for (Path file : folders.recordings(word)) {
                recordings.add(recording(word, file));
            }
            words.add(new JsonObject().with("word", word).with("recordings", recordings));
        }
        return new JsonObject()
                .with("folder", folders.root())
                .with("words", words)
                .with("report", Optional.ofNullable(mine).map(m -> report(m.enrollment())));
    }

    private JsonObject recording(String word, Path file) throws IOException {
        Audio audio = AudioDecoder.standard().decode(file);
        FileTime changed = Files.getLastModifiedTime(file);
        Optional<Enrollment.Recordings> learnt = Optional.ofNullable(mine)
                .filter(m -> changed.compareTo(learntAt) <= 0)
                .flatMap(m -> m.enrollment().word(word))
                .map(Enrollment.Word::recordings);
        Optional<Double> score = learnt.flatMap(recordings -> score(recordings, file));
        return new JsonObject()
                .with("id", WordFolders.id(file))
                .with("version", changed.toMillis())
                .with("seconds", (double) audio.length() / audio.sampleRate())
                .with("peaks", peaks(audio))
                .with("fault", learnt.flatMap(recordings -> fault(recordings, file)))
                .with("score", score)
                .with("found", score.map(reached -> reached >= threshold(word)));
    }

    /** The threshold of a word that was learnt, for one false alarm an hour. */
    private double threshold(String word) {
        return Optional.ofNullable(mine)
                .flatMap(m -> m.metadata().operatingPoints())
                .map(points -> points.at(1).get(word))
                .orElse(1.0);
    }

    private static Optional<String> fault(Enrollment.Recordings recordings, Path file) {
        return recordings.leftOut().stream()
                .filter(left -> Path.of(left.recording()).endsWith(file.getFileName()))
                .map(left -> left.fault().toString())
                .findFirst();
    }

    /** The largest threshold with which a recording is found when left out. */
    private static Optional<Double> score(Enrollment.Recordings recordings, Path file) {
        return recordings.fits().stream()
                .filter(fit -> Path.of(fit.recording()).endsWith(file.getFileName()))
                .map(fit -> 1 / (1 + Math.exp(-fit.logit())))
                .findFirst();
    }

    private static List<Object> peaks(Audio audio) {
        float[] samples = audio.samples();
        var peaks = new ArrayList<Object>();
        for (int i = 0; i < PEAKS; i++) {
            float peak = 0;
            for (int at = i * samples.length / PEAKS; at < (i + 1) * samples.length / PEAKS; at++) {
                peak = Math.max(peak, Math.abs(samples[at]));
            }
            peaks.add(Math.round(peak * 1000) / 1000.0);
        }
        return peaks;
    }

    private JsonObject report(Enrollment enrollment) {
        return new JsonObject()
                .with("seconds", seconds)
                .with("words", enrollment.words().stream().map(Lessons::word).toList())
                .with("warnings", enrollment.warnings());
    }

    private static JsonObject word(Enrollment.Word word) {
        int used = word.recordings().used();
        var alarms = Optional.ofNullable(word.falseAlarms().get(1.0));
        return new JsonObject()
                .with("word", word.label())
                .with("recordings", used + word.recordings().leftOut().size())
                .with("used", used)
                .with("found", used > 1 ? word.recordings().found() + " of " + used : "-")
                .with(
                        "falseAlarms",
                        alarms.map(a -> String.format(Locale.ROOT, "%.2f", a.perHour()))
                                .orElse("-"))
                .with(
                        "mistakenFor",
                        word.confusion()
                                .map(c -> c.word() + ", " + c.times() + " times")
                                .orElse("-"));
    }

    /** Learns all words that have recordings. */
    synchronized JsonObject learn() throws IOException, StudioException {
        long start = System.nanoTime();
        var now = FileTime.from(Instant.now());
        var builder = CustomKeywords.builder().leaveOutUnreadable();
        for (String word : folders.list()) {
            if (!folders.recordings(word).isEmpty()) {
                builder.keyword(word, folders.folder(word));
            }
        }
        if (Files.isDirectory(folders.falseAlarms())) {
            builder.notKeywords(folders.falseAlarms());
        }
        try {
            CustomKeywords learnt = builder.enroll();
            listening.learnt(learnt);
            mine = learnt;
            learntAt = now;
        } catch (IllegalArgumentException e) {
            throw new StudioException(400, String.valueOf(e.getMessage()));
        }
        seconds = (System.nanoTime() - start) / 1e9;
        return state();
    }

    /** Keeps a detection as a false alarm and learns again. */
    synchronized JsonObject falseAlarm(String id) throws IOException, StudioException {
        folders.addFalseAlarm(listening.sound(id));
        return learn();
    }

    /** Writes what was learnt. */
    synchronized JsonObject save(String name) throws IOException, StudioException {
        if (mine == null) {
            throw new StudioException(409, "expected words that were learnt; press Learn");
        }
        Path file = folders.model(name);
        mine.export(file);
        return new JsonObject().with("file", file).with("bytes", Files.size(file));
    }

    @Override
    public void close() {
        listening.close();
    }
}
