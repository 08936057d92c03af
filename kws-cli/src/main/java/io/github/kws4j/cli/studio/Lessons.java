package io.github.kws4j.cli.studio;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.ModelException;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.cli.JsonObject;
import io.github.kws4j.words.CustomKeywords;
import io.github.kws4j.words.Enrollment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows and does: words, what was learnt of them, and the models that can be tried. Safe to share between
 * threads.
 */
final class Lessons implements AutoCloseable {
    private static final int PEAKS = 160;
    private static final String MINE = "mine";
    private static final String EMBEDDED = "embedded";

    private final WordFolders folders;
    private final Map<String, KeywordClassifier> models = new LinkedHashMap<>();
    private @Nullable CustomKeywords mine;
    private @Nullable LiveStream live;
    private double seconds;

    Lessons(WordFolders folders) {
        this.folders = folders;
    }

    WordFolders folders() {
        return folders;
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
        Optional<String> fault = fault(word, file);
        boolean learnt = mine != null && mine.enrollment().word(word).isPresent();
        return new JsonObject()
                .with("id", WordFolders.id(file))
                .with("seconds", (double) audio.length() / audio.sampleRate())
                .with("peaks", peaks(audio))
                .with("used", fault.isEmpty())
                .with("fit", fault.map(f -> "left out: " + f).orElse(learnt ? "fits the others" : "not learnt yet"));
    }

    private Optional<String> fault(String word, Path file) {
        String name = file.getFileName().toString();
        return Optional.ofNullable(mine)
                .flatMap(m -> m.enrollment().word(word))
                .flatMap(w -> w.recordings().leftOut().stream()
                        .filter(left -> left.recording().endsWith(name))
                        .map(left -> left.fault().toString())
                        .findFirst());
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
            stop(MINE);
            mine = learnt;
        } catch (IllegalArgumentException e) {
            throw new StudioException(400, String.valueOf(e.getMessage()));
        }
        seconds = (System.nanoTime() - start) / 1e9;
        return state();
    }

    /** Adds a model to try. */
    synchronized JsonObject load(String name, byte[] content) throws StudioException {
        try {
            KeywordClassifier model = KeywordClassifier.builder().load(content);
            String id = "loaded-" + (models.size() + 1);
            models.put(id, model);
            return new JsonObject().with("id", id).with("labels", model.labels());
        } catch (ModelException e) {
            throw new StudioException(400, name + ": " + e.getMessage());
        }
    }

    private KeywordClassifier model(String id) throws StudioException {
        if (id.equals(MINE) && mine != null) {
            return mine;
        } else if (id.equals(EMBEDDED)) {
            return models.computeIfAbsent(EMBEDDED, key -> KeywordClassifier.pretrained());
        }
        KeywordClassifier loaded = models.get(id);
        if (loaded == null) {
            throw new StudioException(
                    404, "expected a model of this page but got '" + id + "'; learn your words first");
        }
        return loaded;
    }

    /** Begins to listen with a model. */
    synchronized JsonObject listen(String id) throws StudioException {
        KeywordClassifier classifier = model(id);
        if (classifier.sampleRate() != Studio.RATE) {
            throw new StudioException(
                    400,
                    "expected a model at " + Studio.RATE + " Hz but this one takes " + classifier.sampleRate() + " Hz");
        }
        if (live != null) {
            live.close();
        }
        live = new LiveStream(classifier);
        double usual = live.thresholds().values().stream()
                .mapToDouble(threshold -> threshold)
                .average()
                .orElse(0.8);
        return new JsonObject()
                .with("labels", classifier.labels())
                .with("threshold", usual)
                .with("curve", curve(classifier));
    }

    /** False alarms an hour over the threshold, the mean of the words' where they differ. */
    private static List<JsonObject> curve(KeywordClassifier classifier) {
        var curve = new ArrayList<JsonObject>();
        classifier
                .metadata()
                .operatingPoints()
                .ifPresent(points -> points.thresholds()
                        .forEach((rate, words) -> curve.add(new JsonObject()
                                .with(
                                        "threshold",
                                        words.values().stream()
                                                .mapToDouble(t -> t)
                                                .average()
                                                .orElse(1))
                                .with("falseAlarmsPerHour", rate))));
        return curve;
    }

    /** Takes sound for the stream that listens. */
    synchronized JsonObject accept(short[] samples, double threshold) throws StudioException {
        return listening().accept(samples, threshold);
    }

    private LiveStream listening() throws StudioException {
        if (live == null) {
            throw new StudioException(409, "expected a model to listen with; press Listen");
        }
        return live;
    }

    /** Keeps a detection as a false alarm and learns again. */
    synchronized JsonObject falseAlarm(String id) throws IOException, StudioException {
        folders.addFalseAlarm(listening().alarm(id));
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

    private void stop(String model) {
        if (model.equals(MINE) && mine != null) {
            if (live != null) {
                live.close();
                live = null;
            }
            mine.close();
        }
    }

    @Override
    public synchronized void close() {
        if (live != null) {
            live.close();
        }
        stop(MINE);
        models.values().forEach(KeywordClassifier::close);
    }
}
