package io.github.kws4j.cli;

import io.github.kws4j.evaluate.Evaluation;

/** Figures of an evaluation as JSON. */
public final class Figures {
    private Figures() {}

    /** Accuracy with its 95 % interval, loss, calibration error, and the figures of each word. */
    public static JsonObject of(Evaluation evaluation) {
        var words = evaluation.words().stream()
                .map(word -> new JsonObject()
                        .with("label", word.label())
                        .with("precision", word.precision())
                        .with("recall", word.recall())
                        .with("f1", word.f1())
                        .with("clips", word.clips()))
                .toList();
        return new JsonObject()
                .with("clips", evaluation.clips())
                .with("accuracy", evaluation.accuracy())
                .with("accuracyLow", evaluation.accuracyInterval().low())
                .with("accuracyHigh", evaluation.accuracyInterval().high())
                .with("loss", evaluation.loss())
                .with("calibrationError", evaluation.calibrationError())
                .with("words", words);
    }
}
