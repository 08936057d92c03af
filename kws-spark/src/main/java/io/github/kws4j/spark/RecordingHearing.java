package io.github.kws4j.spark;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.SoundSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** Hears a recording from its start to its end. */
final class RecordingHearing implements FlatMapFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    private final SharedModel model;
    private final KeywordSpotting.StreamOptions options;
    private final boolean failing;

    RecordingHearing(SharedModel model, KeywordSpotting.StreamOptions options, boolean failing) {
        this.model = model;
        this.options = options;
        this.failing = failing;
    }

    @Override
    public Iterator<Row> call(Row file) {
        String path = file.getString(0);
        var classifier = model.classifier();
        try {
            return detections(path, Sound.recording(file.getAs(1), classifier), classifier)
                    .iterator();
        } catch (BrokenFile e) {
            if (failing) {
                throw e.failing(path);
            }
            return List.of(Rows.undetected(path, String.valueOf(e.getMessage())))
                    .iterator();
        }
    }

    private List<Row> detections(String path, Audio recording, KeywordClassifier classifier) {
        var builder = classifier.stream();
        options.set(builder);
        var rows = new ArrayList<Row>();
        try (var stream = builder.open()) {
            for (float[] chunk : SoundSource.of(recording)) {
                stream.accept(chunk).forEach(detection -> rows.add(Rows.detected(path, detection)));
            }
            stream.accept(new float[classifier.windowSamples()])
                    .forEach(detection -> rows.add(Rows.detected(path, detection)));
        }
        return rows;
    }
}
