package io.github.kws4j.models.embedding;

import static io.github.kws4j.graph.OnnxGraph.integer;

import io.github.kws4j.graph.OnnxGraph;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A dense layer over each {@value WordWindows#LENGTH} vectors in a row, with weights of 8 bits and a scale an output
 * that a CPU multiplies as they are: one step of a stream reads every weight, and waits for memory more than it
 * computes. Vectors are split into two whole numbers, of 7 bits each, of which one carries on where the other ends:
 * outputs differ from those of floats by less than a thousandth of their deviation.
 *
 * <p>Written as pairs of quantising and dequantising nodes, which ONNX Runtime makes one of with the product on a CPU,
 * and computes in floats elsewhere. With 7 bits two products fit into 16, where older x86 processors add them.
 */
final class WindowLayer {
    /** Above it, numbers count as this; speech has deviation 1. */
    private static final double LARGEST = 15.8;

    private static final double COARSE = 0.25;
    private static final double FINE = COARSE / 128;
    private static final int LARGEST_WEIGHT = 127;
    private static final int VALUES = WordWindows.VALUES;
    private static final int PAST = WordWindows.LENGTH - 1;

    private final OnnxGraph graph;
    private final String middle;

    private WindowLayer(OnnxGraph graph) {
        this.graph = graph;
        middle = graph.unsignedBytes("windows/middle", new byte[] {64});
    }

    /**
     * Adds the layer.
     *
     * @param vectors name of a value of {@code batch x past + steps x values}, of deviation 1
     * @param weights {@code length * values x outputs}, the oldest vector's first
     * @return name of a value of {@code batch x steps x outputs}
     */
    static String add(OnnxGraph graph, String vectors, Matrix weights, float[] bias) {
        var layer = new WindowLayer(graph);
        String places = layer.places(vectors);
        String kernel = layer.kernel(weights);
        String within = graph.node("Clip", List.of(vectors, graph.scalar(-LARGEST), graph.scalar(LARGEST)));
        String coarse = graph.scalar(COARSE);
        String fine = graph.scalar(FINE);
        String high = layer.quantized(within, coarse);
        String rest = graph.node("Sub", List.of(within, layer.dequantized(high, coarse)));
        String low = layer.quantized(rest, fine);
        String highs = layer.windows(high, places, coarse);
        String lows = layer.windows(low, places, fine);
        return graph.node(
                "Sum",
                List.of(
                        graph.node("MatMul", List.of(highs, kernel)),
                        graph.node("MatMul", List.of(lows, kernel)),
                        graph.floats("windows/bias", bias, bias.length)));
    }

    /** The places of each window's vectors, {@code steps x length}. */
    private String places(String vectors) {
        String count = graph.node("Shape", List.of(vectors), integer("start", 1), integer("end", 2));
        String last = graph.node(
                "Range", List.of(graph.wholeNumber(PAST), graph.node("Squeeze", List.of(count)), graph.wholeNumber(1)));
        String column = graph.node("Unsqueeze", List.of(last, graph.longs(1)));
        return graph.node(
                "Add",
                List.of(
                        column,
                        graph.longs(
                                IntStream.rangeClosed(-PAST, 0).asLongStream().toArray())));
    }

    private String quantized(String values, String scale) {
        return graph.node("QuantizeLinear", List.of(values, scale, middle));
    }

    private String dequantized(String numbers, String scale) {
        return graph.node("DequantizeLinear", List.of(numbers, scale, middle));
    }

    private String windows(String numbers, String places, String scale) {
        String gathered = graph.node("Gather", List.of(numbers, places), integer("axis", 1));
        long flat = (long) WordWindows.LENGTH * VALUES;
        return dequantized(graph.node("Reshape", List.of(gathered, graph.longs(0, -1, flat))), scale);
    }

    private String kernel(Matrix weights) {
        int outputs = weights.columns();
        float[] scales = scales(weights);
        var bytes = new byte[weights.values().length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(weights.values()[i] / scales[i % outputs]);
        }
        return graph.node(
                "DequantizeLinear",
                List.of(
                        graph.signedBytes("windows/weights", bytes, weights.rows(), outputs),
                        graph.floats("windows/scales", scales, outputs),
                        graph.signedBytes("windows/zeros", new byte[outputs], outputs)),
                integer("axis", 1));
    }

    /** What makes the largest weight of each output {@value #LARGEST_WEIGHT}; 1 where all are 0. */
    private static float[] scales(Matrix weights) {
        var scales = new float[weights.columns()];
        for (int i = 0; i < weights.values().length; i++) {
            int output = i % scales.length;
            scales[output] = Math.max(scales[output], Math.abs(weights.values()[i]) / LARGEST_WEIGHT);
        }
        for (int output = 0; output < scales.length; output++) {
            scales[output] = scales[output] == 0 ? 1 : scales[output];
        }
        return scales;
    }
}
