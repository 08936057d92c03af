package io.github.kws4j;

/**
 * A model that comes in a jar: what {@link KeywordClassifier#pretrained()} loads. Found as {@link KeywordBackend} is,
 * by the same rule.
 * {@code kws-onnx} brings one.
 */
public interface EmbeddedModel {
    /**
     * The model on the class path.
     *
     * @return the one that {@link KeywordClassifier#pretrained()} loads
     * @throws ModelException where no jar with a model is on the class path
     */
    static EmbeddedModel find() {
        return new Providers<>(EmbeddedModel.class, EmbeddedModel::priority)
                .best("no jar with a model on the class path: add io.github.kws4j:kws-onnx, or load a file");
    }

    /**
     * Stands for the model in error messages.
     *
     * @return for instance {@code keywords-en}
     */
    String name();

    /**
     * The content of the model file.
     *
     * @return a new array
     * @throws ModelException where it can't be read
     */
    byte[] content();

    /**
     * Rank among several models.
     *
     * @return 0 where not overridden; the highest is taken
     */
    default int priority() {
        return 0;
    }
}
