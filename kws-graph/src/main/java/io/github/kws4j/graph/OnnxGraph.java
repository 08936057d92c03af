package io.github.kws4j.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An ONNX graph under construction, node by node: opset 18, IR version 9. Each node has one output, whose name is its
 * handle. For one thread.
 *
 * <pre>{@code
 * var graph = new OnnxGraph("twice");
 * String x = graph.input("x", 16_000);
 * graph.floatOutput(graph.named("y", "Mul", List.of(x, graph.scalar(2))), 16_000);
 * Files.write(Path.of("twice.onnx"), graph.toBytes(Map.of()));
 * }</pre>
 */
public final class OnnxGraph {
    private static final String KERNEL = "/kernel";
    private static final int OPSET = 18;
    private static final int IR_VERSION = 9;

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private int nodes;

    /** An empty graph of this name. */
    public OnnxGraph(String name) {
        graph.setName(name);
    }

    /** A graph with the inputs of another, and nothing else of it yet. */
    static OnnxGraph withInputsOf(GraphProto other) {
        var graph = new OnnxGraph(other.getName());
        graph.graph.addAllInput(other.getInputList());
        return graph;
    }

    /** A graph with the inputs and outputs of another, and nothing else of it yet. */
    static OnnxGraph withEndsOf(GraphProto other) {
        OnnxGraph graph = withInputsOf(other);
        graph.graph.addAllOutput(other.getOutputList());
        return graph;
    }

    /** Adds another graph's node as it is. */
    void copy(NodeProto node) {
        graph.addNode(node);
        nodes++;
    }

    /** Adds another graph's constant as it is. */
    void copy(TensorProto constant) {
        graph.addInitializer(constant);
    }

    /** Adds an input of floats, {@code batch x shape}; a size of -1 is left open. */
    public String input(String name, long... shape) {
        graph.addInput(value(name, TensorProto.DataType.FLOAT, shape));
        return name;
    }

    /** Makes {@code value} an output of floats, {@code batch x shape}; a size of -1 is left open. */
    public void floatOutput(String value, long... shape) {
        graph.addOutput(value(value, TensorProto.DataType.FLOAT, shape));
    }

    /** Makes {@code value} an output of long integers, one a clip. */
    public void longOutput(String value) {
        graph.addOutput(value(value, TensorProto.DataType.INT64));
    }

    /** Makes {@code value} an output of strings, one a clip. */
    public void stringOutput(String value) {
        graph.addOutput(value(value, TensorProto.DataType.STRING));
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, long... shape) {
        var dimensions = TensorShapeProto.newBuilder();
        dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
        for (long size : shape) {
            var dimension = TensorShapeProto.Dimension.newBuilder();
            dimensions.addDim(size == -1 ? dimension.setDimParam(name + "_length") : dimension.setDimValue(size));
        }
        var tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(dimensions);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /**
     * Adds another model's nodes and constants.
     *
     * @param model content of an ONNX file of opset 13 to 18
     * @param prefix set before each of its names, so that none stands here already
     * @param inputs for each of its inputs the value here that takes its place
     * @return for each of its outputs the name it has here
     * @throws IllegalArgumentException where {@code model} is no such file, or {@code inputs} are not its inputs
     */
    public Map<String, String> include(byte[] model, String prefix, Map<String, String> inputs) {
        var included = new IncludedModel(model, prefix, inputs);
        included.constants().forEach(this::copy);
        included.nodes().forEach(this::copy);
        return included.outputs();
    }

    /** Adds a node and gives the name of its output. */
    public String node(String operator, List<String> inputs, AttributeProto... attributes) {
        return named(operator.toLowerCase(Locale.ROOT) + "_" + nodes, operator, inputs, attributes);
    }

    /** Adds a node whose output has the given name, and gives that name. */
    public String named(String output, String operator, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setName(operator + "_" + nodes++)
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return output;
    }

    /** Adds a constant array of floats. */
    public String floats(String name, float[] values, long... shape) {
        var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(name, TensorProto.DataType.FLOAT, bytes, shape);
    }

    /** Adds a constant array of whole numbers of 8 bits, -128 to 127. */
    public String signedBytes(String name, byte[] values, long... shape) {
        return constant(name, TensorProto.DataType.INT8, ByteBuffer.wrap(values), shape);
    }

    /** Adds a constant array of whole numbers of 8 bits, 0 to 255. */
    public String unsignedBytes(String name, byte[] values, long... shape) {
        return constant(name, TensorProto.DataType.UINT8, ByteBuffer.wrap(values), shape);
    }

    /** Adds a constant array of any type, whose elements lie in {@code bytes}, little end first. */
    String constant(String name, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
        graph.addInitializer(tensor(name, type, shape).setRawData(ByteString.copyFrom(bytes)));
        return name;
    }

    /**
     * Adds the kernel of a convolution or of a dense layer, which {@link Precision} may hold in fewer bits.
     *
     * @param layer the layer's name
     * @param values row-major
     * @param shape {@code outputs x inputs x height x width} of a convolution, {@code inputs x outputs} of a dense
     *     layer
     * @return the constant's name
     */
    public String kernel(String layer, float[] values, long... shape) {
        return floats(layer + KERNEL, values, shape);
    }

    /** Whether a constant of this name was added by {@link #kernel}. */
    static boolean isKernel(String constant) {
        return constant.endsWith(KERNEL);
    }

    /** Adds a constant number. */
    public String scalar(double value) {
        return floats("constant_" + graph.getInitializerCount(), new float[] {(float) value});
    }

    /** Adds a constant whole number. */
    public String wholeNumber(long value) {
        String name = "constant_" + graph.getInitializerCount();
        graph.addInitializer(tensor(name, TensorProto.DataType.INT64).addInt64Data(value));
        return name;
    }

    /** Adds a constant list of long integers. */
    public String longs(long... values) {
        String name = "constant_" + graph.getInitializerCount();
        var tensor = tensor(name, TensorProto.DataType.INT64, values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** Adds a constant list of strings. */
    public String strings(String name, List<String> values) {
        var tensor = tensor(name, TensorProto.DataType.STRING, values.size());
        values.forEach(value -> tensor.addStringData(ByteString.copyFromUtf8(value)));
        graph.addInitializer(tensor);
        return name;
    }

    private static TensorProto.Builder tensor(String name, TensorProto.DataType type, long... shape) {
        var tensor = TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
        for (long size : shape) {
            tensor.addDims(size);
        }
        return tensor;
    }

    /**
     * The constants of floats in a model that such a graph wrote, by name.
     *
     * @throws IllegalArgumentException where {@code model} is no ONNX file
     */
    public static Map<String, float[]> floatConstants(byte[] model) {
        var constants = new LinkedHashMap<String, float[]>();
        for (TensorProto constant : IncludedModel.parse(model).getGraph().getInitializerList()) {
            if (constant.getDataType() == TensorProto.DataType.FLOAT.getNumber() && constant.hasRawData()) {
                constants.put(constant.getName(), values(constant));
            }
        }
        return constants;
    }

    /**
     * What the nodes of a model compute, in their order: each one's operator and attributes, but for the {@code pads}
     * of those that go in steps of more than 1, which depend on the size of the input.
     *
     * @throws IllegalArgumentException where {@code model} is no ONNX file
     */
    public static List<String> operators(byte[] model) {
        return IncludedModel.parse(model).getGraph().getNodeList().stream()
                .map(OnnxGraph::operator)
                .toList();
    }

    private static String operator(NodeProto node) {
        boolean steps = node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals("strides"))
                .anyMatch(strides -> strides.getIntsList().stream().anyMatch(stride -> stride > 1));
        return node.getAttributeList().stream()
                .filter(attribute -> !(steps && attribute.getName().equals("pads")))
                .map(AttributeProto::toString)
                .sorted()
                .collect(Collectors.joining("", node.getOpType() + "\n", ""));
    }

    /** The sizes of a constant that such a graph wrote. */
    static long[] shape(TensorProto constant) {
        return constant.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }

    /** The values of a constant of floats that such a graph wrote. */
    static float[] values(TensorProto constant) {
        var values = new float[constant.getRawData().size() / Float.BYTES];
        constant.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    /** A node's attribute that is a list of whole numbers. */
    public static AttributeProto ints(String name, long... values) {
        var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    /** A node's attribute that is a whole number. */
    public static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    /** A node's attribute that is a float. */
    public static AttributeProto number(String name, double value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF((float) value)
                .build();
    }

    /** A node's attribute that is a string. */
    public static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    /** The whole model, ready to be written to a file. */
    public byte[] toBytes(Map<String, String> metadata) {
        var model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("kws4j")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }
}
