package io.github.kws4j.spark;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.github.kws4j.Detection;
import io.github.kws4j.Prediction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns that come out, and how they are filled. */
final class Rows {
    /** What is known of a clip without its path. */
    static final StructType HEARD = new StructType()
            .add("label", StringType)
            .add("probability", DoubleType)
            .add(
                    "scores",
                    DataTypes.createArrayType(
                            new StructType().add("label", StringType, false).add("probability", DoubleType, false),
                            false))
            .add("error", StringType);

    static final StructType CLASSIFIED = path().merge(HEARD, true);

    static final StructType DETECTED = path().add("time", DoubleType)
            .add("word", StringType)
            .add("score", DoubleType)
            .add("error", StringType);

    private Rows() {}

    private static StructType path() {
        return new StructType().add("path", StringType, false);
    }

    static Row answer(Prediction prediction) {
        return RowFactory.create(prediction.label(), prediction.probability(), scores(prediction), null);
    }

    static Row failure(String error) {
        return RowFactory.create(null, null, null, error);
    }

    static Row classified(String path, Row answer) {
        return RowFactory.create(path, answer.get(0), answer.get(1), answer.get(2), answer.get(3));
    }

    static Row detected(String path, Detection detection) {
        double seconds = detection.began().toNanos() * 1e-9;
        return RowFactory.create(path, seconds, detection.label(), detection.score(), null);
    }

    static Row undetected(String path, String error) {
        return RowFactory.create(path, null, null, null, error);
    }

    private static Row[] scores(Prediction prediction) {
        return prediction.scores().stream()
                .map(score -> RowFactory.create(score.label(), score.probability()))
                .toArray(Row[]::new);
    }
}
