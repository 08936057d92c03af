package io.github.kws4j.train.network;

import static io.github.kws4j.graph.OnnxGraph.integer;
import static io.github.kws4j.graph.OnnxGraph.ints;
import static io.github.kws4j.graph.OnnxGraph.number;

import io.github.kws4j.graph.OnnxGraph;
import java.util.List;
import java.util.stream.IntStream;

/** Writes the layers of a network as ONNX nodes: channels before height and width, dropout left out. */
public class OnnxLayers extends LayerWalk<OnnxLayers.Value> {
    private static final String KERNEL = "/kernel";

    final OnnxGraph graph;
    private final Weights weights;

    /** Layers with these weights, to be added to {@code graph}. */
    public OnnxLayers(OnnxGraph graph, Weights weights) {
        this.graph = graph;
        this.weights = weights;
    }

    /**
     * What flows between nodes. Flattening {@code channels x height x width} puts values in another order than the
     * weights of a dense layer expect, which are trained on {@code height x width x channels}: channel {@code c} here
     * is channel {@code order[c]} there.
     */
    protected record Value(String name, FeatureShape shape, int[] order) {
        Value(String name, FeatureShape shape) {
            this(name, shape, IntStream.range(0, shape.channels()).toArray());
        }

        /** What a node makes of this value, its size and order kept. */
        Value as(String output) {
            return new Value(output, shape, order);
        }
    }

    /**
     * Adds the layers.
     *
     * @param layers in the order of computation
     * @param input the name of what is {@code batch x 1 x height x width}
     * @param shape its size for one clip
     * @return the name of the last layer's output
     */
    public String walk(List<Layer> layers, String input, FeatureShape shape) {
        return walk(layers, new Value(input, shape)).name();
    }

    @Override
    protected Value conv(String name, Layer.Conv layer, Value in) {
        float[] kernel = weights.get(name + KERNEL);
        int inputs = in.shape().channels();
        int area = kernel.length / inputs / layer.filters();
        var transposed = new float[kernel.length];
        for (int at = 0; at < area; at++) {
            for (int i = 0; i < inputs; i++) {
                for (int o = 0; o < layer.filters(); o++) {
                    transposed[(o * inputs + i) * area + at] = kernel[(at * inputs + i) * layer.filters() + o];
                }
            }
        }
        String weight = kernel(name, layer.kernel(), transposed, layer.filters(), inputs);
        return convolution(name, layer.kernel(), layer.bias(), in, weight, layer.filters(), 1);
    }

    @Override
    protected Value depthwiseConv(String name, Layer.DepthwiseConv layer, Value in) {
        float[] kernel = weights.get(name + KERNEL);
        int channels = in.shape().channels();
        int area = kernel.length / channels;
        var transposed = new float[kernel.length];
        for (int at = 0; at < area; at++) {
            for (int c = 0; c < channels; c++) {
                transposed[c * area + at] = kernel[at * channels + c];
            }
        }
        String weight = kernel(name, layer.kernel(), transposed, channels, 1);
        return convolution(name, layer.kernel(), layer.bias(), in, weight, channels, channels);
    }

    private String kernel(String name, Kernel kernel, float[] values, int outputs, int inputs) {
        return graph.kernel(
                name,
                values,
                outputs,
                inputs,
                kernel.vertical().taps(),
                kernel.horizontal().taps());
    }

    private Value convolution(
            String name, Kernel kernel, boolean bias, Value in, String weight, int filters, int groups) {
        Kernel.Axis high = kernel.vertical();
        Kernel.Axis wide = kernel.horizontal();
        Padded input = padded(in, kernel);
        String output = graph.node(
                "Conv",
                bias ? List.of(input.name(), weight, perChannel(name, "bias")) : List.of(input.name(), weight),
                ints("kernel_shape", high.taps(), wide.taps()),
                ints("strides", high.stride(), wide.stride()),
                ints("dilations", high.dilation(), wide.dilation()),
                ints("pads", input.pads()),
                integer("group", groups));
        return new Value(output, kernel.output(in.shape(), filters));
    }

    /**
     * The input of a convolution, and the zeros that it puts round it: before height and width, after height and width.
     */
    record Padded(String name, long[] pads) {}

    /** What a convolution with this kernel takes, given what comes before it. */
    Padded padded(Value in, Kernel kernel) {
        return new Padded(in.name(), kernel.pads(in.shape()));
    }

    @Override
    protected Value batchNorm(String name, Layer.BatchNorm layer, Value in) {
        List<String> operands = List.of(
                in.name(),
                perChannel(name, "gamma"),
                perChannel(name, "beta"),
                perChannel(name, "moving_mean"),
                perChannel(name, "moving_variance"));
        return in.as(graph.node("BatchNormalization", operands, number("epsilon", layer.epsilon())));
    }

    private String perChannel(String layer, String kind) {
        float[] values = weights.get(layer + "/" + kind);
        return graph.floats(layer + "/" + kind, values, values.length);
    }

    @Override
    protected Value dense(String name, Layer.Dense layer, Value in) {
        float[] kernel = weights.get(name + KERNEL);
        int units = layer.units();
        var rows = new float[kernel.length];
        for (int i = 0; i < in.order().length; i++) {
            System.arraycopy(kernel, in.order()[i] * units, rows, i * units, units);
        }
        String weight = graph.kernel(name, rows, in.order().length, units);
        String output = graph.node("Gemm", List.of(in.name(), weight, perChannel(name, "bias")));
        return new Value(output, FeatureShape.flat(units));
    }

    @Override
    protected Value maxPool(Layer.MaxPool layer, Value in) {
        Kernel kernel = Kernel.of(layer.size(), layer.size()).withStride(layer.size(), layer.size());
        String output = graph.node(
                "MaxPool",
                List.of(in.name()),
                ints("kernel_shape", layer.size(), layer.size()),
                ints("strides", layer.size(), layer.size()));
        return new Value(output, kernel.output(in.shape(), in.shape().channels()));
    }

    @Override
    protected Value dropout(Layer.Dropout layer, Value in) {
        return in;
    }

    @Override
    protected Value relu(Value in) {
        return in.as(graph.node("Relu", List.of(in.name())));
    }

    @Override
    protected Value globalAveragePool(Value in) {
        String pooled = graph.node("GlobalAveragePool", List.of(in.name()));
        String flat = graph.node("Flatten", List.of(pooled), integer("axis", 1));
        return new Value(flat, FeatureShape.flat(in.shape().channels()));
    }

    @Override
    protected Value flatten(Value in) {
        FeatureShape size = in.shape();
        int area = size.height() * size.width();
        var order = new int[size.values()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i % area * size.channels() + i / area;
        }
        String flat = graph.node("Flatten", List.of(in.name()), integer("axis", 1));
        return new Value(flat, FeatureShape.flat(size.values()), order);
    }

    @Override
    protected Value bandsToChannels(Value in) {
        FeatureShape size = in.shape();
        int channels = size.width() * size.channels();
        String bands = graph.node("Transpose", List.of(in.name()), ints("perm", 0, 3, 1, 2));
        String flat = graph.node("Reshape", List.of(bands, graph.longs(0, channels, 1, -1)));
        return new Value(flat, new FeatureShape(1, size.height(), channels));
    }

    @Override
    protected Value add(Value left, Value right) {
        return left.as(graph.node("Add", List.of(left.name(), right.name())));
    }
}
