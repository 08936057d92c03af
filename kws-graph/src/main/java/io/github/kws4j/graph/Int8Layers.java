package io.github.kws4j.graph;

import static io.github.kws4j.graph.OnnxGraph.integer;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rewrites a network so that its layers are computed in 8 bits: what flows into them is quantised and dequantised,
 * kernels are held as signed bytes and biases as 32-bit integers, and a runtime makes one whole-number operation of a
 * layer and what stands round it. A step of a bias is worth one step of the input times one of the kernel, so that it
 * can be added to their products.
 */
final class Int8Layers {
    /**
     * Where kernels end; the doubled product with an input of 255 is below 2^15, which is where sums on older x86
     * processors end.
     */
    private static final int LARGEST_WEIGHT = 64;
    /** A bias has at most this many steps, so that products can be added to it in 32 bits. */
    private static final double LARGEST_BIAS = 1 << 30;

    private final QuantizedLayers layers;
    private final Map<String, ActivationRange> ranges;
    private final Map<String, TensorProto> constants;
    private final OnnxGraph graph;
    private final Map<String, String> throughEightBits = new HashMap<>();
    private final Set<String> replaced = new HashSet<>();

    private Int8Layers(QuantizedLayers layers, Map<String, ActivationRange> ranges) {
        this.layers = layers;
        this.ranges = ranges;
        this.constants = layers.graph().getInitializerList().stream()
                .collect(Collectors.toMap(TensorProto::getName, Function.identity()));
        this.graph = OnnxGraph.withEndsOf(layers.graph());
    }

    /** The graph that {@code layers} are of, with these in 8 bits. */
    static OnnxGraph of(QuantizedLayers layers, Map<String, ActivationRange> ranges) {
        var written = new Int8Layers(layers, ranges);
        written.write();
        return written.graph;
    }

    private void write() {
        layers.kept().forEach(graph::copy);
        for (NodeProto node : layers.nodes()) {
            var inputs = node.getInputList().stream()
                    .map(name -> ranges.containsKey(name)
                            ? throughEightBits.computeIfAbsent(name, this::throughEightBits)
                            : name)
                    .toList();
            if (node.getInputList().stream().anyMatch(OnnxGraph::isKernel)) {
                quantizeWeights(node);
            }
            graph.copy(node.toBuilder().clearInput().addAllInput(inputs).build());
        }
        layers.graph().getInitializerList().stream()
                .filter(constant -> !replaced.contains(constant.getName()))
                .forEach(graph::copy);
    }

    /** The name of what is left of a tensor after 8 bits. */
    private String throughEightBits(String name) {
        ActivationRange range = range(name);
        String scale = graph.floats(name + "/scale", new float[] {range.scale()});
        var step = ByteBuffer.wrap(new byte[] {(byte) range.zeroPoint()});
        String zero = graph.constant(name + "/zero_point", TensorProto.DataType.UINT8, step);
        String steps = graph.named(name + "/uint8", "QuantizeLinear", List.of(name, scale, zero));
        return graph.named(name + "/dequantized", "DequantizeLinear", List.of(steps, scale, zero));
    }

    private ActivationRange range(String tensor) {
        return Objects.requireNonNull(ranges.get(tensor));
    }

    private TensorProto constant(String name) {
        return Objects.requireNonNull(constants.get(name));
    }

    private void quantizeWeights(NodeProto node) {
        TensorProto kernel = constant(node.getInput(1));
        int axis = node.getOpType().equals("Conv") ? 0 : 1;
        float[] weights = OnnxGraph.values(kernel);
        int channels = (int) kernel.getDims(axis);
        boolean biased = node.getInputCount() > 2;
        float[] bias = biased ? OnnxGraph.values(constant(node.getInput(2))) : new float[channels];
        float inputScale = range(node.getInput(0)).scale();
        float[] scales = scales(weights, axis, bias, inputScale);
        var bytes = new byte[weights.length];
        for (int i = 0; i < weights.length; i++) {
            bytes[i] = (byte) Math.round(weights[i] / scales[channel(i, axis, weights.length, channels)]);
        }
        replace(kernel, TensorProto.DataType.INT8, ByteBuffer.wrap(bytes), scales, axis);
        if (biased) {
            var steps = ByteBuffer.allocate(channels * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int c = 0; c < channels; c++) {
                scales[c] *= inputScale;
                steps.putInt(c * Integer.BYTES, Math.round(bias[c] / scales[c]));
            }
            replace(constant(node.getInput(2)), TensorProto.DataType.INT32, steps, scales, 0);
        }
    }

    /** What one step of each output channel's weights is worth. */
    private static float[] scales(float[] weights, int axis, float[] bias, float inputScale) {
        var scales = new float[bias.length];
        for (int i = 0; i < weights.length; i++) {
            int channel = channel(i, axis, weights.length, bias.length);
            scales[channel] = Math.max(scales[channel], Math.abs(weights[i]) / LARGEST_WEIGHT);
        }
        for (int c = 0; c < scales.length; c++) {
            float least = (float) (Math.abs(bias[c]) / inputScale / LARGEST_BIAS);
            scales[c] = Math.max(scales[c], least);
            scales[c] = scales[c] > 0 ? scales[c] : 1;
        }
        return scales;
    }

    /**
     * The output channel that a weight belongs to: slowest index of a convolution's kernel, fastest of a dense layer's.
     */
    private static int channel(int weight, int axis, int weights, int channels) {
        return axis == 0 ? weight / (weights / channels) : weight % channels;
    }

    private void replace(TensorProto constant, TensorProto.DataType type, ByteBuffer steps, float[] scales, int axis) {
        String name = constant.getName();
        String quantized = graph.constant(
                name + "/" + type.name().toLowerCase(Locale.ROOT), type, steps, OnnxGraph.shape(constant));
        String scale = graph.floats(name + "/scale", scales, scales.length);
        var inputs = new ArrayList<>(List.of(quantized, scale));
        if (type == TensorProto.DataType.INT8) {
            // ONNX takes zero where none is given, but then ONNX Runtime computes a dense layer in floats.
            inputs.add(graph.constant(name + "/zero_point", type, ByteBuffer.allocate(scales.length), scales.length));
        }
        graph.named(name, "DequantizeLinear", inputs, integer("axis", axis));
        replaced.add(name);
    }
}
