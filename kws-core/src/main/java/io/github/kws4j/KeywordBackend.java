package io.github.kws4j;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens networks, and nothing else. Found through {@link java.util.ServiceLoader}: the class loader of kws4j is asked
 * first, the thread's context loader where that one has none. Of several that the same loader finds, the one of the
 * highest {@link #priority()} is taken; ties go to the first in the alphabetical order of class names. {@code kws-onnx}
 * brings one.
 */
public interface KeywordBackend {
    /**
     * The backend on the class path, by the rule above.
     *
     * @return the one that {@link KeywordClassifierBuilder#load} opens models with
     * @throws ModelException where there is none
     */
    static KeywordBackend find() {
        return new Providers<>(KeywordBackend.class, KeywordBackend::priority)
                .best("no backend on the class path: add io.github.kws4j:kws-onnx");
    }

    /**
     * Opens a model file.
     *
     * @param model the file, in any file system
     * @param options how to open it
     * @return the network
     * @throws IOException where the file can't be read
     * @throws ModelException where it is no model that the backend can run as asked
     */
    KeywordNetwork open(Path model, NetworkOptions options) throws IOException;

    /**
     * Opens a model held in memory.
     *
     * @param model the content of a model file
     * @param name stands for the model in error messages
     * @param options how to open it
     * @return the network
     * @throws ModelException where it is no model that the backend can run as asked
     */
    KeywordNetwork open(byte[] model, String name, NetworkOptions options);

    /**
     * Rank among several backends.
     *
     * @return 0 where not overridden; the highest is taken
     */
    default int priority() {
        return 0;
    }
}
