package io.github.kws4j.bench;

import io.github.kws4j.EmbeddedModel;
import io.github.kws4j.KeywordClassifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The model that is measured: the file named by the system property {@code kws.model}, else the embedded one. */
final class BenchmarkedModel {
    private BenchmarkedModel() {}

    /** A classifier whose inferences take one thread. */
    static KeywordClassifier open() {
        return KeywordClassifier.builder().threads(1).load(bytes());
    }

    /** The file's content. */
    static byte[] bytes() {
        String file = System.getProperty("kws.model", "");
        try {
            return file.isEmpty() ? EmbeddedModel.find().content() : Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
