package io.github.kws4j.spark;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Prediction;
import io.github.kws4j.audio.Audio;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Classifies a partition's clips, {@value #CHUNK} at a time. */
final class PartitionClassifier implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;
    private static final int CHUNK = 64;

    private final SharedModel model;
    private final boolean failing;

    PartitionClassifier(SharedModel model, boolean failing) {
        this.model = model;
        this.failing = failing;
    }

    /** A file and why it can't be classified, or null where its clip is in the chunk. */
    private record File(String path, @Nullable String error) {}

    @Override
    public Iterator<Row> call(Iterator<Row> files) {
        return new Iterator<>() {
            private final Queue<Row> classified = new ArrayDeque<>();

            @Override
            public boolean hasNext() {
                if (classified.isEmpty() && files.hasNext()) {
                    classifyNext(files, classified);
                }
                return !classified.isEmpty();
            }

            @Override
            public Row next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("all files of the partition are classified");
                }
                return classified.remove();
            }
        };
    }

    private void classifyNext(Iterator<Row> files, Queue<Row> classified) {
        var classifier = model.classifier();
        var chunk = new ArrayList<File>(CHUNK);
        var clips = new ArrayList<Audio>(CHUNK);
        while (chunk.size() < CHUNK && files.hasNext()) {
            chunk.add(take(files.next(), classifier, clips));
        }
        Iterator<Prediction> predictions = classifier.classifyAll(clips).iterator();
        for (File file : chunk) {
            var row = file.error() == null ? Rows.answer(predictions.next()) : Rows.failure(file.error());
            classified.add(Rows.classified(file.path(), row));
        }
    }

    private File take(Row file, KeywordClassifier classifier, List<Audio> clips) {
        String path = file.getString(0);
        try {
            clips.add(Sound.clip(file.getAs(1), path, classifier));
            return new File(path, null);
        } catch (BrokenFile e) {
            if (failing) {
                throw e.failing(path);
            }
            return new File(path, e.getMessage());
        }
    }
}
