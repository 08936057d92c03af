package io.github.kws4j;

import java.io.IOException;
import java.nio.file.Path;

/** Opens networks; found through {@link java.util.ServiceLoader}. {@code kws-onnx} is the one that exists. */
public interface KeywordBackend {
    /**
     * Opens a model file.
     *
     * @param model the file
     * @param device where to run
     * @param threads threads that one inference may use; 0 leaves it to the backend
     * @return the network
     * @throws IOException where the file can't be read
     * @throws ModelException where it is no model that the backend can run on that device
     */
    KeywordNetwork open(Path model, Device device, int threads) throws IOException;

    /**
     * Opens a model held in memory.
     *
     * @param model the content of a model file
     * @param name stands for the model in error messages
     * @param device where to run
     * @param threads threads that one inference may use; 0 leaves it to the backend
     * @return the network
     * @throws ModelException where it is no model that the backend can run on that device
     */
    KeywordNetwork open(byte[] model, String name, Device device, int threads);

    /**
     * The content of the model file that comes with the backend.
     *
     * @return a model for {@link #open(byte[], String, Device, int)}
     * @throws ModelException where the backend comes without one
     */
    byte[] pretrained();
}
