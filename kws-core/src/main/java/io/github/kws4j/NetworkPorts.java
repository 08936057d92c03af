package io.github.kws4j;

import java.util.List;
import java.util.Optional;

/**
 * Which of a network's inputs and outputs are meant, where its file leaves that open.
 *
 * @param input name of the input; empty for the only one
 * @param output name of the output with a number for each label; empty for the only one that can be
 * @param kind what its numbers are; empty to find it out from the network
 * @param inputShape sizes of one clip's input, without the batch, for a network that takes any; empty where the file
 *     says all of them
 */
public record NetworkPorts(
        Optional<String> input, Optional<String> output, Optional<OutputKind> kind, List<Integer> inputShape) {
    /** @throws IllegalArgumentException where a size is under 1 */
    public NetworkPorts {
        inputShape = List.copyOf(inputShape);
        if (inputShape.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("expected sizes of 1 or more but got " + inputShape);
        }
    }

    /**
     * Nothing named: taken from the file.
     *
     * @return empty throughout
     */
    public static NetworkPorts asDeclared() {
        return new NetworkPorts(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }
}
