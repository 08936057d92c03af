package io.github.kws4j.spark;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/** The SQL function: classifies one clip at a time. */
final class ContentClassifier implements UDF1<byte[], @Nullable Row> {
    private static final long serialVersionUID = 1L;

    private final SharedModel model;
    private final boolean failing;

    ContentClassifier(SharedModel model, boolean failing) {
        this.model = model;
        this.failing = failing;
    }

    @Override
    public @Nullable Row call(byte @Nullable [] content) {
        if (content == null) {
            return null;
        }
        var classifier = model.classifier();
        String name = "content of " + content.length + " bytes";
        try {
            return Rows.answer(classifier.classify(Sound.clip(content, name, classifier)));
        } catch (BrokenFile e) {
            if (failing) {
                throw e.failing(name);
            }
            return Rows.failure(String.valueOf(e.getMessage()));
        }
    }
}
