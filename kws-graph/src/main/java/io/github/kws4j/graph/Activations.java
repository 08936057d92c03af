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
import java.util.stream.Stream;

/** What flows into those nodes of an exported network that have a form in 8 bits: all from the first kernel on, but the logits. */
final class Activations {
    private static final Set<String> COMPUTING = Set.of("Conv", "Gemm", "Add", "GlobalAveragePool");
    /** Their output has no value that their input does not have. In 8 bits both have one scale. */
    private static final Set<String> KEEPING_VALUES = Set.of("MaxPool", "Flatten", "Transpose", "Reshape");

    private final GraphProto graph;
    private final int firstLayer;

    Activations(GraphProto graph) {
        this.graph = graph;
        this.firstLayer = IntStream.range(0, graph.getNodeCount())
                .filter(i -> graph.getNode(i).getInputList().stream().anyMatch(OnnxGraph::isKernel))
                .findFirst()
                .orElseThrow();
    }

    /** The values that a tensor takes, 0 among them: it is what a convolution is padded with. */
    record Range(float least, float greatest) {
        private static final int STEPS = 255;

        Range {
            least = Math.min(least, 0);
            greatest = Math.max(greatest, 0);
        }

        /** What one step of 255 is worth. */
        float scale() {
            return greatest > least ? (greatest - least) / STEPS : 1;
        }

        /** The step, 0 to 255, that stands for 0. */
        int zeroPoint() {
            return Math.round(-least / scale());
        }
    }

    GraphProto graph() {
        return graph;
    }

    /** The nodes before the network, which make its features. */
    List<NodeProto> frontEnd() {
        return graph.getNodeList().subList(0, firstLayer);
    }

    /** The network's nodes. */
    List<NodeProto> layers() {
        return graph.getNodeList().subList(firstLayer, graph.getNodeCount());
    }

    /**
     * The range of each over {@code clips}.
     *
     * @throws IllegalArgumentException where there is no clip
     */
    Map<String, Range> measure(ModelMetadata metadata, Stream<Audio> clips) {
        List<String> names = measured();
        float[] extremes = extremes(names, metadata, clips);
        var ranges = new HashMap<String, Range>();
        for (int i = 0; i < names.size(); i++) {
            ranges.put(names.get(i), new Range(extremes[2 * i], extremes[2 * i + 1]));
        }
        for (NodeProto node : layers()) {
            if (KEEPING_VALUES.contains(node.getOpType())) {
                ranges.put(node.getOutput(0), ranges.get(node.getInput(0)));
            }
        }
        return ranges;
    }

    /** The names of those that are no copy of another's values. */
    private List<String> measured() {
        var names = new LinkedHashSet<String>();
        var copies = new LinkedHashSet<String>();
        for (NodeProto node : layers()) {
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

    /** Least and greatest value of each, as a classifier gives them whose "logits" they are: one pair a name. */
    private float[] extremes(List<String> names, ModelMetadata metadata, Stream<Audio> clips) {
        List<String> labels =
                IntStream.range(0, 2 * names.size()).mapToObj(Integer::toString).toList();
        byte[] model = withExtremesAsOutput(names).toBytes(metadata.toMap());
        try (var classifier = KeywordClassifier.builder().labels(labels).load(model);
                var heard = classifier.classifyAll(
                        clips.map(clip -> clip.resample(metadata.sampleRate()).fitTo(metadata.windowSamples())))) {
            return heard.map(Prediction::logits)
                    .reduce(Activations::wider)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "expected clips to measure the ranges of INT8 on but got none"));
        }
    }

    private static float[] wider(float[] extremes, float[] more) {
        var both = new float[extremes.length];
        for (int i = 0; i < both.length; i += 2) {
            both[i] = Math.min(extremes[i], more[i]);
            both[i + 1] = Math.max(extremes[i + 1], more[i + 1]);
        }
        return both;
    }

    private OnnxGraph withExtremesAsOutput(List<String> names) {
        OnnxGraph measuring = OnnxGraph.withInputsOf(graph);
        graph.getInitializerList().forEach(measuring::copy);
        graph.getNodeList().forEach(measuring::copy);
        String rows = measuring.longs(1);
        var extremes = new ArrayList<String>();
        for (String name : names) {
            String flat = measuring.node("Flatten", List.of(name), OnnxGraph.integer("axis", 1));
            extremes.add(measuring.node("ReduceMin", List.of(flat, rows)));
            extremes.add(measuring.node("ReduceMax", List.of(flat, rows)));
        }
        measuring.floatOutput(
                measuring.named("extremes", "Concat", extremes, OnnxGraph.integer("axis", 1)), extremes.size());
        return measuring;
    }

    private boolean isConstant(String name) {
        return graph.getInitializerList().stream().map(TensorProto::getName).anyMatch(name::equals);
    }
}
