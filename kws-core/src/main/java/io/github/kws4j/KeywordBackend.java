package io.github.kws4j;

import java.io.IOException;
import java.nio.file.Path;

/** Opens networks; found through {@link java.util.ServiceLoader}. {@code kws-onnx} is the one that exists. */
public interface KeywordBackend {
    /** Opens a model file. {@code threads} is the number of threads one inference may use; 0 leaves it to the backend. */
    KeywordNetwork open(Path model, Device device, int threads) throws IOException;

    /** Opens a model held in memory; {@code name} stands in error messages. */
    KeywordNetwork open(byte[] model, String name, Device device, int threads);
}
