package io.github.kws4j.onnx;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * A model of samples as one that takes them in 16 bits and widens them itself, so that half as much goes to a device.
 * Its nodes stay as they are; two before them make floats of the integers, exactly.
 */
final class NarrowSamples {
    /** The input in place of the model's own. */
    static final String INPUT = "kws4j/samples_16";

    static final float FULL_SCALE = 32768;

    private static final String FLOATS = "kws4j/samples_as_floats";
    private static final String STEP = "kws4j/sample_step";
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_CONSTANT = 5;
    private static final int GRAPH_INPUT = 11;
    private static final int FLOAT = 1;
    private static final int INT16 = 5;

    private final byte[] model;
    private final String input;
    private final long[] shape;

    private NarrowSamples(byte[] model, String input, long[] shape) {
        this.model = model;
        this.input = input;
        this.shape = shape;
    }

    /**
     * @param model content of an ONNX file
     * @param input its input of floats, of which others are left
     * @param shape the input's, with a batch of any size where the first is negative
     * @throws IOException where it is no ONNX file
     */
    static byte[] in(byte[] model, String input, long[] shape) throws IOException {
        return new NarrowSamples(model, input, shape).model();
    }

    private byte[] model() throws IOException {
        var written = new ProtobufWriter();
        var reader = new ProtobufReader(new ByteArrayInputStream(model));
        int from = 0;
        while (reader.next()) {
            if (reader.field() == MODEL_GRAPH && reader.isMessage()) {
                reader.message(graph -> written.message(MODEL_GRAPH, graph(graph)));
            } else {
                reader.skip();
                written.fields(model, from, (int) reader.position());
            }
            from = (int) reader.position();
        }
        return written.toBytes();
    }

    /** Ours come first, as nodes stand in the order in which they run. */
    private ProtobufWriter graph(ProtobufReader graph) throws IOException {
        var written = new ProtobufWriter()
                .message(GRAPH_NODE, node("Cast", FLOATS, INPUT).message(5, integer("to", FLOAT)))
                .message(GRAPH_NODE, node("Mul", input, FLOATS, STEP))
                .message(GRAPH_CONSTANT, step())
                .message(GRAPH_INPUT, value());
        int from = (int) graph.position();
        while (graph.next()) {
            boolean own = graph.field() == GRAPH_INPUT && graph.isMessage();
            if (!own || !isInput(graph)) {
                if (!own) {
                    graph.skip();
                }
                written.fields(model, from, (int) graph.position());
            }
            from = (int) graph.position();
        }
        return written;
    }

    private boolean isInput(ProtobufReader value) throws IOException {
        var names = new StringBuilder();
        value.message(info -> {
            while (info.next()) {
                if (info.field() == 1 && info.isMessage()) {
                    names.append(info.text());
                } else {
                    info.skip();
                }
            }
        });
        return names.toString().equals(input);
    }

    private static ProtobufWriter node(String operator, String output, String... inputs) {
        var node = new ProtobufWriter();
        for (String name : inputs) {
            node.text(1, name);
        }
        return node.text(2, output).text(3, output).text(4, operator);
    }

    private static ProtobufWriter integer(String name, long value) {
        int type = 2;
        return new ProtobufWriter().text(1, name).number(3, value).number(20, type);
    }

    /** A constant number, 2^-15: a float whose lowest two bytes are 0. */
    private static ProtobufWriter step() {
        int bits = Float.floatToIntBits(1 / FULL_SCALE);
        byte[] littleEndian = {0, 0, (byte) (bits >> 16), (byte) (bits >> 24)};
        return new ProtobufWriter().number(2, FLOAT).text(8, STEP).bytes(9, littleEndian);
    }

    private ProtobufWriter value() {
        var sizes = new ProtobufWriter();
        for (long size : shape) {
            var dimension = new ProtobufWriter();
            sizes.message(1, size < 0 ? dimension.text(2, "batch") : dimension.number(1, size));
        }
        var tensor = new ProtobufWriter().number(1, INT16).message(2, sizes);
        return new ProtobufWriter().text(1, INPUT).message(2, new ProtobufWriter().message(1, tensor));
    }
}
