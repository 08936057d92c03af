package io.github.kws4j.cli.studio;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.ModelException;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.cli.JsonObject;
import io.github.kws4j.words.CustomKeywords;
import io.github.kws4j.words.Enrollment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models that can be tried, and the streams of the pages that try them: each page has its own, so that two pages
 * don't mix their sound. Safe to share between threads.
 */
final class Listening implements AutoCloseable {
    private static final String MINE = "mine";
    private static final String EMBEDDED = "embedded";
    private static final int MOST_STREAMS = 8;

    private final Map<String, KeywordClassifier> models = new LinkedHashMap<>();
    private final Map<String, LiveStream> streams = new LinkedHashMap<>();
    private final DetectedSounds sounds = new DetectedSounds();
    private int opened;

    /** Puts words just learnt in the place of those learnt before, whose streams end. */
    synchronized void learnt(CustomKeywords mine) {
        KeywordClassifier before = models.put(MINE, mine);
        if (before != null) {
            streams.values().removeIf(stream -> {
                boolean old = stream.classifier() == before;
                if (old) {
                    stream.close();
                }
                return old;
            });
            before.close();
        }
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
        if (id.equals(EMBEDDED)) {
            return models.computeIfAbsent(EMBEDDED, key -> KeywordClassifier.pretrained());
        }
        KeywordClassifier model = models.get(id);
        if (model == null) {
            throw new StudioException(
                    404, "expected a model of this page but got '" + id + "'; learn your words first");
        }
        return model;
    }

    /** Opens a stream with a model; the oldest of too many ends. */
    synchronized JsonObject open(String id) throws StudioException {
        KeywordClassifier model = model(id);
        if (model.sampleRate() != Studio.RATE) {
            throw new StudioException(
                    400, "expected a model at " + Studio.RATE + " Hz but this one takes " + model.sampleRate() + " Hz");
        }
        var stream = new LiveStream(model, sounds);
        String name = Integer.toString(++opened);
        streams.put(name, stream);
        if (streams.size() > MOST_STREAMS) {
            var oldest = streams.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
        double usual = stream.thresholds().values().stream()
                .mapToDouble(threshold -> threshold)
                .average()
                .orElse(0.8);
        return new JsonObject()
                .with("live", name)
                .with("labels", model.labels())
                .with("threshold", usual)
                .with("curve", curve(model).toJson());
    }

    private static OperatingCurve curve(KeywordClassifier model) {
        boolean own = model.metadata().notes().keySet().stream().anyMatch(note -> note.startsWith("own_words."));
        List<Enrollment.Fit> fits = model instanceof CustomKeywords mine
                ? mine.enrollment().words().stream()
                        .flatMap(word -> word.recordings().fits().stream())
                        .toList()
                : List.of();
        return new OperatingCurve(model.metadata().operatingPoints(), own, fits);
    }

    /** Takes sound for a stream; the answer reports where the stream has ended because the words were learnt again. */
    synchronized JsonObject accept(String live, short[] samples, double threshold) {
        LiveStream stream = streams.get(live);
        return stream == null ? new JsonObject().with("ended", true) : stream.accept(samples, threshold);
    }

    synchronized void stop(String live) {
        Optional.ofNullable(streams.remove(live)).ifPresent(LiveStream::close);
    }

    /** The sound of a detection that was reported. */
    synchronized Audio sound(String detection) throws StudioException {
        return sounds.sound(detection);
    }

    @Override
    public synchronized void close() {
        streams.values().forEach(LiveStream::close);
        streams.clear();
        models.values().forEach(KeywordClassifier::close);
        models.clear();
    }
}
