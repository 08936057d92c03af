package io.github.kws4j.bench;

import io.github.kws4j.KeywordClassifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The model that is measured: the file named by the system property {@code kws.model}, else the embedded one. */
final class BenchmarkedModel {
    private BenchmarkedModel() {}

    /** A classifier whose inferences take one thread. */
    static KeywordClassifier open() {
        String file = System.getProperty("kws.model", "");
        var builder = KeywordClassifier.builder().threads(1);
        try {
            return file.isEmpty() ? builder.pretrained() : builder.load(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
