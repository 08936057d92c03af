package io.github.kws4j.train.network;

import static io.github.kws4j.graph.OnnxGraph.integer;

import io.github.kws4j.graph.OnnxGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Writes the layers of a network that looks back only as ONNX nodes that are computed step by step: in place of the
 * zeros before its input, each convolution with {@link Padding#BEFORE} takes the end of what it was given before. All
 * those ends are one input of the graph, {@code state}, {@code batch x values}, zeros at first, and one output, {@code
 * next_state}, to be the next step's input. All at once or in steps of any length that the strides divide, the outputs
 * are the same.
 */
public final class OnnxStream extends OnnxLayers {
    private static final String STATE = "state";
    private static final int HEIGHT = 2;
    private static final int WIDTH = 3;

    private final List<String> ends = new ArrayList<>();
    private long values;

    /** Layers with these weights, to be added to {@code graph}. */
    public OnnxStream(OnnxGraph graph, Weights weights) {
        super(graph, weights);
    }

    @Override
    Padded padded(Value in, Kernel kernel) {
        long[] zeros = kernel.pads(in.shape());
        if (kernel.vertical().padding() == Padding.BEFORE && zeros[0] > 0) {
            String longer = remembered(in, HEIGHT, zeros[0]);
            return new Padded(longer, new long[] {0, zeros[1], 0, zeros[3]});
        }
        if (kernel.horizontal().padding() == Padding.BEFORE && zeros[1] > 0) {
            String longer = remembered(in, WIDTH, zeros[1]);
            return new Padded(longer, new long[] {zeros[0], 0, zeros[2], 0});
        }
        return new Padded(in.name(), zeros);
    }

    /**
     * An input after the {@code count} values along an axis that came before it; its own last ones are kept for the
     * next step.
     */
    private String remembered(Value in, int axis, long count) {
        FeatureShape size = in.shape();
        long[] shape = {0, size.channels(), axis == HEIGHT ? count : size.height(), axis == WIDTH ? count : size.width()
        };
        long length = LongStream.of(shape).skip(1).reduce(1, (a, b) -> a * b);
        String part =
                graph.node("Slice", List.of(STATE, graph.longs(values), graph.longs(values + length), graph.longs(1)));
        values += length;
        String before = graph.node("Reshape", List.of(part, graph.longs(shape)));
        String longer = graph.node("Concat", List.of(before, in.name()), integer("axis", axis));
        String end = graph.node(
                "Slice", List.of(longer, graph.longs(-count), graph.longs(Long.MAX_VALUE), graph.longs(axis)));
        ends.add(graph.node("Flatten", List.of(end), integer("axis", 1)));
        return longer;
    }

    /** Makes the state an input and an output of the graph, once the layers have been added. */
    public void finish() {
        graph.input(STATE, values);
        graph.floatOutput(graph.named("next_" + STATE, "Concat", ends, integer("axis", 1)), values);
    }
}
