package io.github.kws4j.words;

import static io.github.kws4j.graph.OnnxGraph.integer;
import static io.github.kws4j.graph.OnnxGraph.ints;

import io.github.kws4j.Device;
import io.github.kws4j.KeywordBackend;
import io.github.kws4j.ModelException;
import io.github.kws4j.NetworkOptions;
import io.github.kws4j.NetworkPorts;
import io.github.kws4j.SteppingNetwork;
import io.github.kws4j.graph.OnnxGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Detectors as a layer of a network: a convolution over an embedding's vectors with a kernel a detector. The same layer
 * stands in the models of words and, alone, in a network that scores other speech.
 */
final class DetectorLayer {
    private static final String KERNELS = "word_detectors";
    private static final String OFFSETS = "word_offsets";

    private DetectorLayer() {}

    /**
     * Adds the layer to a graph.
     *
     * @param vectors name of a value of {@code batch x n - 1 + steps x size}
     * @param weights of each detector, {@code n x size}, the oldest vector's first
     * @return name of a value of {@code batch x detectors x steps}
     */
    static String add(OnnxGraph graph, String vectors, int size, List<float[]> weights, float[] offsets) {
        int length = weights.get(0).length;
        float[] kernels = new float[weights.size() * length];
        for (int d = 0; d < weights.size(); d++) {
            System.arraycopy(transposed(weights.get(d), length / size), 0, kernels, d * length, length);
        }
        String channels = graph.node("Transpose", List.of(vectors), ints("perm", 0, 2, 1));
        String kernel = graph.floats(KERNELS, kernels, weights.size(), size, length / size);
        String offset = graph.floats(OFFSETS, offsets, offsets.length);
        return graph.node("Conv", List.of(channels, kernel, offset), ints("kernel_shape", length / size));
    }

    /** The offsets of the detectors in a model; none where it has no such layer. */
    static float[] offsets(Map<String, float[]> constants) {
        return constants.getOrDefault(OFFSETS, new float[0]);
    }

    /** Numbers in a detector of a model that has such a layer. */
    static int numbers(Map<String, float[]> constants) {
        return constants.getOrDefault(KERNELS, new float[0]).length / offsets(constants).length;
    }

    /** The weights of the detectors in a model that has such a layer, for vectors of so many numbers. */
    static List<float[]> weights(Map<String, float[]> constants, int size) {
        float[] kernels = constants.getOrDefault(KERNELS, new float[0]);
        int length = numbers(constants);
        return IntStream.range(0, kernels.length / length)
                .mapToObj(d -> Arrays.copyOfRange(kernels, d * length, (d + 1) * length))
                .map(kernel -> transposed(kernel, size))
                .toList();
    }

    private static float[] transposed(float[] matrix, int rows) {
        int columns = matrix.length / rows;
        float[] transposed = new float[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            transposed[i % columns * rows + i / columns] = matrix[i];
        }
        return transposed;
    }

    /**
     * A network of the layer alone: from vectors, one a step, to scores; its state is the vectors before, one at least.
     */
    static SteppingNetwork open(int size, List<float[]> weights) {
        long past = Math.max(1, weights.get(0).length / size - 1L);
        var graph = new OnnxGraph("detectors");
        String vectors = graph.input("vectors", -1, size);
        String state = graph.input("state", past * size);
        String before = graph.node("Reshape", List.of(state, graph.longs(-1, past, size)));
        boolean one = weights.get(0).length == size;
        String all = one ? vectors : graph.node("Concat", List.of(before, vectors), integer("axis", 1));
        String scores = add(graph, all, size, weights, new float[weights.size()]);
        graph.floatOutput(
                graph.named("scores", "Transpose", List.of(scores), ints("perm", 0, 2, 1)), -1, weights.size());
        graph.floatOutput(graph.named("next_state", "Identity", List.of(state)), past * size);
        var options = new NetworkOptions(Device.cpu(), 1, NetworkPorts.asDeclared());
        byte[] model = graph.toBytes(Map.of("kws.step_frames", "1"));
        if (KeywordBackend.find().open(model, "detectors", options) instanceof SteppingNetwork network) {
            return network;
        }
        throw new ModelException("expected a backend that runs networks with state");
    }
}
