package io.github.kws4j.bench;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.github.kws4j.spectrogram.Window;
import java.util.List;

/** An ONNX model of the operator {@code STFT} and the magnitude of what it gives. */
final class StftOperator {
    private StftOperator() {}

    /**
     * From {@code 1 x samples x 1} to {@code 1 x frames x bins}; the window is followed by a zero, as the operator does
     * not pad.
     */
    static byte[] model(int samples) {
        var window = TensorProto.newBuilder()
                .setName("window")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addDims(StftRival.FFT);
        for (float weight : Window.HANN.weights(TensorFlowStft.LENGTH)) {
            window.addFloatData(weight);
        }
        window.addFloatData(0);
        var graph = GraphProto.newBuilder()
                .setName("stft")
                .addInput(floats("signal", 1, samples, 1))
                .addOutput(floats("magnitude", 1, StftRival.FRAMES, StftRival.BINS))
                .addInitializer(window)
                .addInitializer(number("step", TensorFlowStft.STEP))
                .addInitializer(number("parts", 3).addDims(1))
                .addNode(node("STFT", "spectrum", "signal", "step", "window").addAttribute(integer("onesided", 1)))
                .addNode(node("ReduceL2", "magnitude", "spectrum", "parts").addAttribute(integer("keepdims", 0)));
        return ModelProto.newBuilder()
                .setIrVersion(9)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    static NodeProto.Builder node(String type, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .addAllInput(List.of(inputs))
                .addOutput(output);
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static TensorProto.Builder number(String name, long value) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addInt64Data(value);
    }

    /** A float tensor; a size below 0 is the batch's. */
    static ValueInfoProto floats(String name, long... shape) {
        var dimensions = TensorShapeProto.newBuilder();
        for (long size : shape) {
            var dimension = TensorShapeProto.Dimension.newBuilder();
            dimensions.addDim(size < 0 ? dimension.setDimParam("batch") : dimension.setDimValue(size));
        }
        var tensor = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(dimensions);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
