package io.github.kws4j.train;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.ndarray.buffer.layout.DataLayouts;

/** Rewrites a graph so that its layers' kernels are held as binary16 and cast to floats, which ONNX Runtime does once, when it loads. */
final class Float16Kernels {
    private Float16Kernels() {}

    static OnnxGraph in(GraphProto from) {
        OnnxGraph to = OnnxGraph.withEndsOf(from);
        for (TensorProto constant : from.getInitializerList()) {
            if (OnnxLayers.isKernel(constant.getName())) {
                String halves = to.constant(
                        constant.getName() + "/float16",
                        TensorProto.DataType.FLOAT16,
                        halves(constant),
                        OnnxGraph.shape(constant));
                to.named(
                        constant.getName(),
                        "Cast",
                        List.of(halves),
                        OnnxGraph.integer("to", TensorProto.DataType.FLOAT.getNumber()));
            } else {
                to.copy(constant);
            }
        }
        from.getNodeList().forEach(to::copy);
        return to;
    }

    private static ByteBuffer halves(TensorProto kernel) {
        float[] values = OnnxGraph.values(kernel);
        var halves = new short[values.length];
        DataLayouts.FLOAT16.applyTo(DataBuffers.of(halves, false, false)).write(values);
        var bytes = ByteBuffer.allocate(halves.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(halves);
        return bytes;
    }
}
