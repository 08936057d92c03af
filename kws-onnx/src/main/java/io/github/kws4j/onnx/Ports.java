package io.github.kws4j.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.kws4j.ModelException;
import io.github.kws4j.NetworkPorts;
import io.github.kws4j.OutputKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The input and the output that a network is run by, chosen among all it has; what is ambiguous is refused with all of
 * them named.
 */
final class Ports {
    private static final String LOGITS = "predictions";
    private static final String OWN = "kws.labels";
    private static final long MOST_VALUES = 1 << 25;
    private static final long MOST_CLASSES = 1 << 20;

    private final String name;
    private final NetworkPorts asked;
    private final Map<String, NodeInfo> inputs;
    private final Map<String, NodeInfo> outputs;
    private final boolean own;
    final String input;
    final long[] inputShape;
    final List<Integer> clipShape;
    final String output;
    final long[] outputShape;
    final int classes;
    final OutputKind kind;

    Ports(String name, OrtSession session, OnnxFile file, NetworkPorts asked) throws OrtException {
        this.name = name;
        this.asked = asked;
        inputs = session.getInputInfo();
        outputs = session.getOutputInfo();
        own = file.metadata().containsKey(OWN);
        input = chosenInput();
        inputShape = resolvedInput();
        clipShape = sizes(inputShape);
        output = chosenOutput();
        outputShape = requireFloats("output", output, outputs);
        classes = declaredClasses();
        kind = kind(file);
        requireBounds();
    }

    private String chosenInput() {
        asked.input().filter(wanted -> !inputs.containsKey(wanted)).ifPresent(wanted -> {
            throw new ModelException(name + ": expected an input named " + wanted + " but found " + described(inputs));
        });
        if (inputs.size() != 1) {
            throw new ModelException(name + ": expected one input but found " + described(inputs)
                    + "; each needs values, as those of a network that keeps a state or takes lengths do");
        }
        String only = inputs.keySet().iterator().next();
        return only;
    }

    /** Its shape. */
    private long[] requireFloats(String role, String node, Map<String, NodeInfo> nodes) {
        NodeInfo info = nodes.get(node);
        if (info != null && info.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT) {
            return tensor.getShape();
        }
        throw new ModelException(name + ": expected " + role + " " + node + " to be a float tensor but found " + info);
    }

    /** The declared shape, its open sizes behind the batch filled with what was asked for. */
    private long[] resolvedInput() {
        long[] shape = requireFloats("input", input, inputs);
        boolean open = LongStream.of(shape).skip(1).anyMatch(size -> size < 0);
        boolean empty = LongStream.of(shape).anyMatch(size -> size == 0);
        if (shape.length < 2 || empty || (open && asked.inputShape().isEmpty())) {
            throw new ModelException(name + ": expected input " + input
                    + " to be [batch, samples] or [batch, frames, bins] with fixed sizes behind the batch but found "
                    + Arrays.toString(shape) + "; for a network that takes any number say window(samples)");
        }
        var wanted = new ArrayDeque<>(asked.inputShape());
        long[] resolved = shape.clone();
        for (int i = 1; i < shape.length && open; i++) {
            boolean filler = shape[i] == 1 && !Integer.valueOf(1).equals(wanted.peek());
            Integer next = filler ? null : wanted.poll();
            resolved[i] = shape[i] < 0 ? (next == null ? 1 : next) : shape[i];
        }
        requireSize("input", input, resolved, MOST_VALUES);
        return resolved;
    }

    private void requireSize(String role, String node, long[] shape, long most) {
        long product = 1;
        for (int i = 1; i < shape.length; i++) {
            product *= Math.max(1, Math.min(shape[i], Integer.MAX_VALUE));
            if (product > most) {
                throw new ModelException(name + ": expected " + role + " " + node + " to have at most " + most
                        + " values a clip but found " + Arrays.toString(shape));
            }
        }
    }

    private static List<Integer> sizes(long[] shape) {
        return List.of(LongStream.of(shape).skip(1).mapToObj(Math::toIntExact).toArray(Integer[]::new));
    }

    private String chosenOutput() {
        if (asked.output().isPresent()) {
            String wanted = asked.output().get();
            if (!outputs.containsKey(wanted)) {
                throw new ModelException(
                        name + ": expected an output named " + wanted + " but found " + described(outputs));
            }
            return wanted;
        }
        if (own && outputs.containsKey(LOGITS)) {
            return LOGITS;
        }
        var candidates = new ArrayList<>(outputs.keySet());
        candidates.removeIf(node -> !canBeLabels(outputs.get(node)));
        if (candidates.size() != 1) {
            throw new ModelException(name + ": expected one output [batch, labels] of floats but found "
                    + described(outputs) + (candidates.size() > 1 ? "; say which with output(name)" : ""));
        }
        return candidates.get(0);
    }

    private static boolean canBeLabels(@Nullable NodeInfo node) {
        return node != null
                && node.getInfo() instanceof TensorInfo tensor
                && tensor.type == OnnxJavaType.FLOAT
                && LongStream.of(tensor.getShape())
                                .skip(1)
                                .filter(size -> size != 1)
                                .count()
                        <= 1
                && tensor.getShape().length > 0;
    }

    private int declaredClasses() {
        var sizes = LongStream.of(outputShape).skip(1).filter(size -> size != 1).toArray();
        if (outputShape.length == 0 || sizes.length > 1 || (sizes.length == 1 && sizes[0] < 1)) {
            throw new ModelException(name + ": expected output " + output + " to be [batch, labels] but found "
                    + Arrays.toString(outputShape));
        }
        requireSize("output", output, outputShape, MOST_CLASSES);
        return sizes.length == 0 ? 1 : (int) sizes[0];
    }

    private OutputKind kind(OnnxFile file) {
        if (asked.kind().isPresent()) {
            return asked.kind().get();
        }
        String operator = file.operator(output).orElse("nothing");
        if (classes > 1 && operator.endsWith("Sigmoid")) {
            throw new ModelException(name + ": expected outputs of which one is true, as after a softmax, but " + output
                    + " has " + classes + " independent ones, each after a sigmoid");
        }
        var found = OnnxFile.kind(operator);
        if (!found.isPresent() && !own) {
            throw new ModelException(
                    name + ": expected to see whether output " + output + " is logits or probabilities but " + operator
                            + " makes it; say outputs(OutputKind.LOGITS) or outputs(OutputKind.PROBABILITIES)");
        }
        return found.orElse(OutputKind.LOGITS);
    }

    private void requireBounds() {
        long values = clipShape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        if (inputShape[0] > 0 && inputShape[0] > MOST_VALUES / Math.max(values, classes)) {
            throw new ModelException(name + ": expected a batch of at most " + MOST_VALUES + " values but found "
                    + Arrays.toString(inputShape));
        }
    }

    private static String described(Map<String, NodeInfo> nodes) {
        return nodes.entrySet().stream()
                .map(node -> node.getKey() + " "
                        + (node.getValue().getInfo() instanceof TensorInfo tensor
                                ? tensor.type + Arrays.toString(tensor.getShape())
                                : node.getValue().getInfo()))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
