package io.github.kws4j.onnx;

import io.github.kws4j.OutputKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is read of an ONNX file without ONNX Runtime: metadata, whose text JNI would garble beyond U+FFFF, and which
 * operator makes an output. Weights are passed over. Field numbers are those of onnx.proto.
 */
final class OnnxFile {
    private static final int MODEL_GRAPH = 7;
    private static final int MODEL_METADATA = 14;
    private static final int GRAPH_NODE = 1;
    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int NODE_OPERATOR = 4;
    private static final int NODE_DOMAIN = 7;
    private static final int MOST_STEPS = 100;
    private static final Set<String> PROBABILITIES = new HashSet<>(List.of("Softmax", "Sigmoid", "HardSigmoid"));
    private static final Set<String> PASSING = new HashSet<>(List.of(
            "Identity",
            "Reshape",
            "Squeeze",
            "Unsqueeze",
            "Flatten",
            "Cast",
            "Transpose",
            "Dropout",
            "QuantizeLinear",
            "DequantizeLinear"));
    private static final Set<String> LOGITS = new HashSet<>(List.of(
            "LogSoftmax",
            "Gemm",
            "MatMul",
            "Add",
            "Sub",
            "Mul",
            "Conv",
            "BatchNormalization",
            "LayerNormalization",
            "ReduceMean",
            "ReduceSum",
            "ReduceMax",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "AveragePool",
            "MaxPool",
            "Einsum",
            "Relu",
            "Log",
            "Slice",
            "Gather"));

    private final Map<String, String> metadata = new HashMap<>();
    private final Map<String, Node> makers = new HashMap<>();

    /** An operator and its first input. */
    private record Node(String operator, String input) {}

    private OnnxFile() {}

    /**
     * Reads a model file.
     *
     * @throws MalformedProtobufException where it is no protobuf message, or not one of a model
     */
    static OnnxFile read(InputStream content) throws IOException {
        var file = new OnnxFile();
        var model = new ProtobufReader(content);
        while (model.next()) {
            if (model.field() == MODEL_GRAPH && model.isMessage()) {
                model.message(file::readGraph);
            } else if (model.field() == MODEL_METADATA && model.isMessage()) {
                model.message(file::readEntry);
            } else {
                model.skip();
            }
        }
        return file;
    }

    private void readGraph(ProtobufReader graph) throws IOException {
        while (graph.next()) {
            if (graph.field() == GRAPH_NODE && graph.isMessage()) {
                graph.message(this::readNode);
            } else {
                graph.skip();
            }
        }
    }

    private void readNode(ProtobufReader node) throws IOException {
        String operator = "";
        String domain = "";
        String input = "";
        var outputs = new HashSet<String>();
        while (node.next()) {
            if (!node.isMessage()) {
                node.skip();
                continue;
            }
            switch (node.field()) {
                case NODE_INPUT -> input = input.isEmpty() ? node.text() : skipped(node, input);
                case NODE_OUTPUT -> outputs.add(node.text());
                case NODE_OPERATOR -> operator = node.text();
                case NODE_DOMAIN -> domain = node.text();
                default -> node.skip();
            }
        }
        var made = new Node(domain.isEmpty() || domain.equals("ai.onnx") ? operator : domain + "." + operator, input);
        outputs.forEach(output -> makers.put(output, made));
    }

    private static String skipped(ProtobufReader reader, String kept) throws IOException {
        reader.skip();
        return kept;
    }

    private void readEntry(ProtobufReader entry) throws IOException {
        String key = "";
        String value = "";
        while (entry.next()) {
            if (entry.field() == 1 && entry.isMessage()) {
                key = entry.text();
            } else if (entry.field() == 2 && entry.isMessage()) {
                value = entry.text();
            } else {
                entry.skip();
            }
        }
        String before = metadata.put(key, value);
        if (before != null && !before.equals(value)) {
            throw new MalformedProtobufException("metadata entry '" + key + "' stands twice");
        }
    }

    Map<String, String> metadata() {
        return Map.copyOf(metadata);
    }

    /**
     * The operator that makes a value, seen through those that leave numbers as they are; empty where the graph has
     * none.
     */
    Optional<String> operator(String output) {
        Node node = makers.get(output);
        for (int step = 0; node != null && PASSING.contains(node.operator()) && step < MOST_STEPS; step++) {
            node = makers.get(node.input());
        }
        return Optional.ofNullable(node).map(Node::operator);
    }

    /** What an operator's results are; empty where that can't be said. */
    static Optional<OutputKind> kind(String operator) {
        if (PROBABILITIES.contains(operator)) {
            return Optional.of(OutputKind.PROBABILITIES);
        }
        return LOGITS.contains(operator) ? Optional.of(OutputKind.LOGITS) : Optional.empty();
    }
}
