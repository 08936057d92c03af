package io.github.kws4j;

/**
 * Options for a backend that opens a network.
 *
 * @param device where to run
 * @param threads threads that one inference may use; 0 leaves it to the backend
 * @param ports which input and output are meant
 */
public record NetworkOptions(Device device, int threads, NetworkPorts ports) {
    /** @throws IllegalArgumentException if {@code threads < 0} */
    public NetworkOptions {
        if (threads < 0) {
            throw new IllegalArgumentException("expected 0 or more threads but got " + threads);
        }
    }
}
