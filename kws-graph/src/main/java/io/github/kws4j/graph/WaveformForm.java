package io.github.kws4j.graph;

import static io.github.kws4j.graph.OnnxGraph.integer;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.github.kws4j.ModelMetadata;
import io.github.kws4j.spectrogram.FrontEnd;
import io.github.kws4j.spectrogram.Spectrogram;
import java.util.List;
import java.util.Map;

/**
 * A model that takes frames, as one that takes samples: its front end as nodes before its own. A network with a state
 * goes from zeros through all steps of a window at once, and each label's output is the largest of all steps, as where
 * a classifier classifies a clip.
 */
final class WaveformForm {
    private static final String STATE = "state";
    private static final String NEXT_STATE = "next_state";
    private static final String NETWORK = "network/";

    private final byte[] model;
    private final ModelProto parsed;
    private final Map<String, String> entries;
    private final ModelMetadata metadata;
    private final FrontEnd frontEnd;
    private final OnnxGraph graph;

    WaveformForm(byte[] model) {
        this.model = model;
        parsed = IncludedModel.parse(model);
        entries = ModelFile.entries(parsed);
        metadata = ModelMetadata.of(entries);
        frontEnd = metadata.frontEnd()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected a model that takes a spectrogram but got one that takes the waveform"));
        graph = new OnnxGraph(parsed.getGraph().getName());
    }

    byte[] toBytes() {
        int window = metadata.windowSamples();
        String waveform = graph.input("waveform", window);
        String frames = new SpectrogramNodes(graph, Spectrogram.of(frontEnd), window).of(waveform);
        boolean steps = metadata.stepFrames().isPresent();
        String input = spectrogramInput();
        var outputs = graph.include(
                model, NETWORK, steps ? Map.of(input, frames, STATE, zeros(waveform)) : Map.of(input, frames));
        for (ValueInfoProto output : parsed.getGraph().getOutputList()) {
            String name = output.getName();
            if (isOfFloats(output) && !name.equals(NEXT_STATE)) {
                String value = outputs.getOrDefault(name, name);
                long[] sizes = sizes(output);
                graph.floatOutput(
                        steps ? largest(name, value) : graph.named(name, "Identity", List.of(value)),
                        steps ? new long[] {sizes[1]} : sizes);
            }
        }
        return ModelFile.describe(graph.toBytes(entries), described());
    }

    private String spectrogramInput() {
        var inputs = parsed.getGraph().getInputList().stream()
                .filter(input -> !input.getName().equals(STATE))
                .toList();
        if (inputs.size() != 1 || sizes(inputs.get(0)).length != 2) {
            throw new IllegalArgumentException("expected one input [batch, frames, bins] but got "
                    + inputs.stream().map(ValueInfoProto::getName).toList());
        }
        return inputs.get(0).getName();
    }

    private static boolean isOfFloats(ValueInfoProto value) {
        return value.getType().getTensorType().getElemType() == TensorProto.DataType.FLOAT.getNumber();
    }

    /** A tensor's sizes behind the batch, -1 for those left open. */
    private static long[] sizes(ValueInfoProto value) {
        return value.getType().getTensorType().getShape().getDimList().stream()
                .skip(1)
                .mapToLong(size ->
                        size.getValueCase() == TensorShapeProto.Dimension.ValueCase.DIM_VALUE ? size.getDimValue() : -1)
                .toArray();
    }

    /** {@code batch x numbers} of 0, the state at the start of a sound. */
    private String zeros(String waveform) {
        long numbers = parsed.getGraph().getInputList().stream()
                .filter(input -> input.getName().equals(STATE))
                .findFirst()
                .map(input -> sizes(input)[0])
                .orElseThrow(() -> new IllegalArgumentException("expected an input " + STATE + " but found none"));
        String batch = graph.node("Shape", List.of(waveform), integer("end", 1));
        String shape = graph.node("Concat", List.of(batch, graph.longs(numbers)), integer("axis", 0));
        return graph.node("ConstantOfShape", List.of(shape));
    }

    /** The largest of all steps. */
    private String largest(String name, String value) {
        return graph.named(name, "ReduceMax", List.of(value, graph.longs(1)), integer("keepdims", 0));
    }

    /** Without what is in the graph now, and without thresholds that were found for steps. */
    private ModelMetadata described() {
        var described = ModelMetadata.builder(metadata.labels())
                .sampleRate(metadata.sampleRate())
                .windowSamples(metadata.windowSamples())
                .temperature(metadata.temperature())
                .notes(metadata.notes());
        metadata.operatingPoints()
                .filter(points -> metadata.stepFrames().isEmpty())
                .ifPresent(described::operatingPoints);
        return described.build();
    }
}
