package io.github.kws4j.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model whose nodes become part of a larger graph: its inputs bound to values there, all its other names prefixed.
 */
final class IncludedModel {
    private static final int OLDEST_OPSET = 13;
    private static final int NEWEST_OPSET = 18;
    private static final Set<String> CHANGED_AT_18 =
            Set.of("Split", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd");

    private final ModelProto model;
    private final String prefix;
    private final Map<String, String> bound;

    IncludedModel(byte[] content, String prefix, Map<String, String> inputs) {
        model = parse(content);
        this.prefix = prefix;
        bound = Map.copyOf(inputs);
        requireOperators();
        requireInputs();
    }

    static ModelProto parse(byte[] content) {
        try {
            return ModelProto.parseFrom(content);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "expected the content of an ONNX file but got " + content.length + " bytes that are none: "
                            + e.getMessage(),
                    e);
        }
    }

    private void requireOperators() {
        long opset = model.getOpsetImportList().stream()
                .filter(set -> set.getDomain().isEmpty())
                .mapToLong(set -> set.getVersion())
                .max()
                .orElse(0);
        boolean changed = opset < NEWEST_OPSET
                && model.getGraph().getNodeList().stream().anyMatch(node -> CHANGED_AT_18.contains(node.getOpType()));
        if (opset < OLDEST_OPSET || opset > NEWEST_OPSET || changed) {
            throw new IllegalArgumentException("expected a model whose operators mean the same in opset " + NEWEST_OPSET
                    + " but got one of opset " + opset + " with operators changed since");
        }
    }

    private void requireInputs() {
        var constants = new HashSet<String>();
        graph().getInitializerList().forEach(constant -> constants.add(constant.getName()));
        var inputs = graph().getInputList().stream()
                .map(ValueInfoProto::getName)
                .filter(name -> !constants.contains(name))
                .toList();
        if (!bound.keySet().equals(Set.copyOf(inputs))) {
            throw new IllegalArgumentException(
                    "expected values for the inputs " + inputs + " but got " + bound.keySet());
        }
    }

    private GraphProto graph() {
        return model.getGraph();
    }

    List<NodeProto> nodes() {
        return graph().getNodeList().stream().map(this::renamed).toList();
    }

    private NodeProto renamed(NodeProto node) {
        var copy = node.toBuilder().clearInput().clearOutput().setName(prefix + node.getName());
        node.getInputList().forEach(input -> copy.addInput(name(input)));
        node.getOutputList().forEach(output -> copy.addOutput(name(output)));
        return copy.build();
    }

    List<TensorProto> constants() {
        return graph().getInitializerList().stream()
                .map(constant ->
                        constant.toBuilder().setName(name(constant.getName())).build())
                .toList();
    }

    /** The model's outputs and what they are called in the larger graph. */
    Map<String, String> outputs() {
        var outputs = new LinkedHashMap<String, String>();
        graph().getOutputList().forEach(output -> outputs.put(output.getName(), name(output.getName())));
        return outputs;
    }

    /** An empty name is an input left out. */
    private String name(String name) {
        return name.isEmpty() ? name : bound.getOrDefault(name, prefix + name);
    }
}
