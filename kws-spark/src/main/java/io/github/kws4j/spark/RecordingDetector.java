package io.github.kws4j.spark;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.Resampler;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Searches a recording from its start to its end, decoding it on the way. */
final class RecordingDetector implements FlatMapFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    private final SharedModel model;
    private final KeywordSpotting.StreamOptions options;
    private final boolean failing;

    RecordingDetector(SharedModel model, KeywordSpotting.StreamOptions options, boolean failing) {
        this.model = model;
        this.options = options;
        this.failing = failing;
    }

    @Override
    public Iterator<Row> call(Row file) {
        String path = file.getString(0);
        try {
            return detections(path, file.getAs(1)).iterator();
        } catch (BrokenFile e) {
            if (failing) {
                throw e.failing(path);
            }
            return List.of(Rows.undetected(path, String.valueOf(e.getMessage())))
                    .iterator();
        }
    }

    /** All of them or none: a recording may turn out to be broken at its end. */
    private List<Row> detections(String path, byte @Nullable [] content) throws BrokenFile {
        KeywordClassifier classifier = model.classifier();
        var builder = classifier.stream();
        options.set(builder);
        var rows = new ArrayList<Row>();
        try (var sound = Sound.recording(content, path);
                var stream = builder.open()) {
            Resampler resampler = Sound.resampler(sound, classifier);
            var chunks = sound.iterator();
            while (Sound.goesOn(chunks)) {
                stream.accept(resampler.accept(chunks.next())).forEach(found -> rows.add(Rows.detected(path, found)));
            }
            stream.accept(resampler.finish()).forEach(found -> rows.add(Rows.detected(path, found)));
            stream.finish().forEach(found -> rows.add(Rows.detected(path, found)));
        }
        return rows;
    }
}
