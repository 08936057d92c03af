package io.github.kws4j.onnx;

import ai.onnx.proto.OnnxMl;
import io.github.kws4j.ModelMetadata;
import java.util.List;
import java.util.Map;

/**
 * A one-layer ONNX model whose answers can be worked out by hand: {@code logits = input x weights}, with labels
 * {@code a, b}.
 */
final class TinyModel {
    static final int WINDOW = 4;
    static final List<String> LABELS = List.of("a", "b");
    /** Logit of a: the first sample + 2 x the second; of b: 3 x the third - the fourth. */
    static final float[][] WEIGHTS = {{1, 0}, {2, 0}, {0, 3}, {0, -1}};

    private TinyModel() {}

    /** In the waveform form, as kws4j writes it. */
    static byte[] model() {
        return model(ModelMetadata.builder(LABELS)
                .sampleRate(8)
                .windowSamples(WINDOW)
                .temperature(2)
                .note("recipe", "tiny")
                .build()
                .toMap());
    }

    static byte[] model(Map<String, String> metadata) {
        return model("predictions", OnnxMl.TensorProto.DataType.FLOAT, new long[] {-1, WINDOW}, metadata);
    }

    /**
     * With a batch of any size where {@code shape[0] < 0}, and a last layer that no shape inference sees through where
     * it is 0.
     */
    static byte[] model(String output, OnnxMl.TensorProto.DataType type, long[] shape, Map<String, String> metadata) {
        var weights = OnnxMl.TensorProto.newBuilder()
                .setName("weights")
                .setDataType(type.getNumber())
                .addDims(WINDOW)
                .addDims(2);
        for (float[] row : WEIGHTS) {
            for (float weight : row) {
                if (type == OnnxMl.TensorProto.DataType.FLOAT) {
                    weights.addFloatData(weight);
                } else {
                    weights.addDoubleData(weight);
                }
            }
        }
        var graph = OnnxMl.GraphProto.newBuilder()
                .setName("tiny")
                .addInput(value("waveform", type, shape))
                .addOutput(value(output, type, new long[] {shape[0], 2}))
                .addInitializer(weights)
                .addNode(OnnxMl.NodeProto.newBuilder()
                        .setOpType("MatMul")
                        .addInput("waveform")
                        .addInput("weights")
                        .addOutput(output));
        var model = OnnxMl.ModelProto.newBuilder()
                .setIrVersion(9)
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(18))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                OnnxMl.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    static OnnxMl.ValueInfoProto value(String name, OnnxMl.TensorProto.DataType type, long[] shape) {
        var dims = OnnxMl.TensorShapeProto.newBuilder();
        for (long size : shape) {
            var dim = OnnxMl.TensorShapeProto.Dimension.newBuilder();
            dims.addDim(size < 0 ? dim.setDimParam("batch") : dim.setDimValue(size));
        }
        var tensor = OnnxMl.TypeProto.Tensor.newBuilder()
                .setElemType(type.getNumber())
                .setShape(dims);
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
