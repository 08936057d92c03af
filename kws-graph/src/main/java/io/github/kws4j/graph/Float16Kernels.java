package io.github.kws4j.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Rewrites a graph so that its layers' kernels are held as binary16 and cast to floats, which ONNX Runtime does once,
 * when it loads.
 */
final class Float16Kernels {
    private Float16Kernels() {}

    static OnnxGraph in(GraphProto from) {
        OnnxGraph to = OnnxGraph.withEndsOf(from);
        for (TensorProto constant : from.getInitializerList()) {
            if (OnnxGraph.isKernel(constant.getName())) {
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
        for (int i = 0; i < values.length; i++) {
            halves[i] = half(values[i]);
        }
        var bytes = ByteBuffer.allocate(halves.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(halves);
        return bytes;
    }

    /** The nearest binary16 (IEEE 754), ties to even; beyond 65504 infinite. */
    static short half(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7FFF_FFFF;
        if (magnitude > 0x7F80_0000) {
            return (short) (sign | 0x7E00);
        }
        if (magnitude >= 0x477F_F000) {
            return (short) (sign | 0x7C00);
        }
        if (magnitude < 0x3880_0000) {
            // Subnormal: adding 0.5 leaves as many fraction bits as binary16 has there, rounded by the float addition
            // itself.
            float rounded = Float.intBitsToFloat(magnitude) + 0.5f;
            return (short) (sign | (Float.floatToRawIntBits(rounded) - 0x3F00_0000));
        }
        int rounded = magnitude + 0xFFF + ((magnitude >>> 13) & 1);
        return (short) (sign | ((rounded - 0x3800_0000) >>> 13));
    }
}
