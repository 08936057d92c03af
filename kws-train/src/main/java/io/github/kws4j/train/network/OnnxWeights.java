package io.github.kws4j.train.network;

import io.github.kws4j.graph.OnnxGraph;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads back the weights of layers that {@link OnnxLayers} wrote. */
public final class OnnxWeights {
    private static final Pattern OF_A_LAYER = Pattern.compile("\\d+_.*/.*");
    /** Up to it every whole number is a float. */
    private static final int MOST_NUMBERED = 1 << 24;

    private OnnxWeights() {}

    /**
     * Whether a model file has the layers of a network, whatever its weights.
     *
     * @param model content of an ONNX file
     * @param network without batch normalisation behind a convolution
     * @throws IllegalArgumentException where {@code model} is no ONNX file, or an array of the network has more than
     *     2^24 weights
     */
    public static boolean fit(byte[] model, Network network) {
        return Collections.indexOfSubList(OnnxGraph.operators(model), OnnxGraph.operators(numbered(network))) >= 0;
    }

    /**
     * The weights of a network in a model file.
     *
     * @param model content of an ONNX file
     * @param network without batch normalisation behind a convolution
     * @return its weights
     * @throws IllegalArgumentException where {@code model} is no ONNX file, has other layers or other sizes, or holds
     *     weights in fewer bits than floats have, or an array of the network has more than 2^24 weights
     */
    public static Weights read(byte[] model, Network network) {
        Map<String, float[]> found = OnnxGraph.floatConstants(model);
        Map<String, float[]> places = OnnxGraph.floatConstants(numbered(network));
        var weights = new LinkedHashMap<String, float[]>();
        for (Network.Parameter parameter : network.parameters()) {
            String name = parameter.name();
            float[] values = found.getOrDefault(name, new float[0]);
            if (values.length != parameter.size()) {
                throw new IllegalArgumentException("expected a model with " + parameter.size() + " weights of " + name
                        + ", as floats, but got one with " + values.length);
            }
            float[] place = Objects.requireNonNull(places.get(name));
            var ordered = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                ordered[(int) place[i]] = values[i];
            }
            weights.put(name, ordered);
        }
        if (found.keySet().stream().anyMatch(name -> isOfAnotherLayer(name, weights.keySet()))
                || !fit(model, network)) {
            throw new IllegalArgumentException(
                    "expected a model of the layers " + network.layers() + " but got one of others");
        }
        return new Weights(weights);
    }

    private static boolean isOfAnotherLayer(String constant, Set<String> known) {
        return OF_A_LAYER.matcher(constant).matches() && !known.contains(constant);
    }

    /** What is written for weights that are their own places: it says where each weight in a file belongs. */
    private static byte[] numbered(Network network) {
        var numbered = new LinkedHashMap<String, float[]>();
        for (Network.Parameter parameter : network.parameters()) {
            if (parameter.size() > MOST_NUMBERED) {
                throw new IllegalArgumentException("expected at most " + MOST_NUMBERED + " weights of "
                        + parameter.name() + " but got " + parameter.size());
            }
            var places = new float[parameter.size()];
            for (int i = 0; i < places.length; i++) {
                places[i] = i;
            }
            numbered.put(parameter.name(), places);
        }
        var graph = new OnnxGraph("places");
        FeatureShape size = network.input();
        String input = graph.input("features", 1, size.height(), size.width());
        new OnnxLayers(graph, new Weights(numbered)).walk(network.layers(), input, size);
        return graph.toBytes(Map.of());
    }
}
