package io.github.kws4j.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.ModelMetadata;
import io.github.kws4j.Prediction;
import io.github.kws4j.audio.Audio;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The part of an exported network that is computed in 8 bits: all after the first layers, but the logits. At least the
 * first stays in floats, as the features that it takes span more than 8 bits hold.
 */
final class QuantizedLayers {
    private static final Set<String> COMPUTING = Set.of("Conv", "Gemm", "Add", "GlobalAveragePool");
    /** Their output has no value that their input does not have. In 8 bits both have one scale. */
    private static final Set<String> KEEPING_VALUES = Set.of("MaxPool", "Flatten", "Transpose", "Reshape");
    /** Values of one tensor that its range is found from, over all clips. */
    private static final int SAMPLES = 1 << 17;

    private static final int LEAST_SAMPLES_OF_A_CLIP = 32;
    private static final int MOST_SAMPLES_OF_A_CLIP = 1024;

    private final GraphProto graph;
    private final int firstQuantized;

    /** The layers of {@code graph} but for the first {@code floats}, convolutions and dense layers counted. */
    QuantizedLayers(GraphProto graph, int floats) {
        this.graph = graph;
        this.firstQuantized = IntStream.range(0, graph.getNodeCount())
                        .filter(i -> hasKernel(graph.getNode(i)))
                        .limit(floats)
                        .max()
                        .orElseThrow()
                + 1;
    }

    private static boolean hasKernel(NodeProto node) {
        return node.getInputList().stream().anyMatch(OnnxGraph::isKernel);
    }

    /** Whether anything is left to be computed in 8 bits. */
    boolean isEmpty() {
        return nodes().stream().noneMatch(QuantizedLayers::hasKernel);
    }

    GraphProto graph() {
        return graph;
    }

    /** The nodes that stay in floats: those that make the features, and the first layers. */
    List<NodeProto> kept() {
        return graph.getNodeList().subList(0, firstQuantized);
    }

    /** The nodes to be computed in 8 bits. */
    List<NodeProto> nodes() {
        return graph.getNodeList().subList(firstQuantized, graph.getNodeCount());
    }

    /** The range of what flows into each node, from the values that it takes over clips that fit the model's window. */
    Map<String, ActivationRange> ranges(ModelMetadata metadata, List<Audio> clips) {
        List<String> names = measured();
        if (names.isEmpty()) {
            return Map.of();
        }
        int each = Math.max(LEAST_SAMPLES_OF_A_CLIP, Math.min(MOST_SAMPLES_OF_A_CLIP, SAMPLES / clips.size()));
        float[][] samples = samples(names, each, metadata, clips);
        var ranges = new HashMap<String, ActivationRange>();
        for (int i = 0; i < names.size(); i++) {
            ranges.put(names.get(i), ActivationRange.of(samples[i], each + 2));
        }
        for (NodeProto node : nodes()) {
            if (KEEPING_VALUES.contains(node.getOpType()) && ranges.containsKey(node.getInput(0))) {
                ranges.put(node.getOutput(0), ranges.get(node.getInput(0)));
            }
        }
        return ranges;
    }

    /** The names of those that are no copy of another's values. */
    private List<String> measured() {
        var names = new LinkedHashSet<String>();
        var copies = new LinkedHashSet<String>();
        for (NodeProto node : nodes()) {
            boolean keeping = KEEPING_VALUES.contains(node.getOpType());
            if (keeping || COMPUTING.contains(node.getOpType())) {
                node.getInputList().stream()
                        .filter(name -> !isConstant(name) && !copies.contains(name))
                        .forEach(names::add);
            }
            if (keeping) {
                copies.add(node.getOutput(0));
            }
        }
        return List.copyOf(names);
    }

    /** Values of each tensor over all clips, as a classifier gives them whose "logits" they are. */
    private float[][] samples(List<String> names, int each, ModelMetadata metadata, List<Audio> clips) {
        int perClip = each + 2;
        List<String> labels = IntStream.range(0, perClip * names.size())
                .mapToObj(Integer::toString)
                .toList();
        byte[] model = withSamplesAsOutput(names, each).toBytes(metadata.toMap());
        var samples = new float[names.size()][clips.size() * perClip];
        try (var classifier = KeywordClassifier.builder().labels(labels).load(model);
                var answers = classifier.classifyAll(clips.stream())) {
            int at = 0;
            for (Prediction answer : (Iterable<Prediction>) answers::iterator) {
                float[] values = answer.logits();
                for (int i = 0; i < names.size(); i++) {
                    System.arraycopy(values, i * perClip, samples[i], at, perClip);
                }
                at += perClip;
            }
        }
        return samples;
    }

    /** The graph with {@code each} values of each tensor, evenly spread, its least and its greatest as output. */
    private OnnxGraph withSamplesAsOutput(List<String> names, int each) {
        OnnxGraph measuring = OnnxGraph.withInputsOf(graph);
        graph.getInitializerList().forEach(measuring::copy);
        graph.getNodeList().forEach(measuring::copy);
        String rows = measuring.longs(1);
        String samples = measuring.longs(each);
        var outputs = new ArrayList<String>();
        for (String name : names) {
            String flat = measuring.node("Flatten", List.of(name), OnnxGraph.integer("axis", 1));
            outputs.add(measuring.node(
                    "Resize",
                    List.of(flat, "", "", samples),
                    OnnxGraph.ints("axes", 1),
                    OnnxGraph.text("mode", "nearest"),
                    OnnxGraph.text("coordinate_transformation_mode", "asymmetric"),
                    OnnxGraph.text("nearest_mode", "floor")));
            outputs.add(measuring.node("ReduceMin", List.of(flat, rows)));
            outputs.add(measuring.node("ReduceMax", List.of(flat, rows)));
        }
        measuring.floatOutput(
                measuring.named("samples", "Concat", outputs, OnnxGraph.integer("axis", 1)),
                (long) names.size() * (each + 2));
        return measuring;
    }

    private boolean isConstant(String name) {
        return graph.getInitializerList().stream().map(TensorProto::getName).anyMatch(name::equals);
    }
}
