package io.github.kws4j.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Rewrites a graph so that its layers' kernels are held as whole numbers of 8 bits with one scale for each entry of
 * their first dimension, and made floats again by ONNX Runtime once, when it loads.
 */
final class Int8Kernels {
    private static final int LARGEST = 127;

    private Int8Kernels() {}

    static OnnxGraph in(GraphProto from) {
        OnnxGraph to = OnnxGraph.withEndsOf(from);
        for (TensorProto constant : from.getInitializerList()) {
            if (OnnxGraph.isKernel(constant.getName())) {
                add(to, constant);
            } else {
                to.copy(constant);
            }
        }
        from.getNodeList().forEach(to::copy);
        return to;
    }

    private static void add(OnnxGraph to, TensorProto kernel) {
        String name = kernel.getName();
        long[] shape = OnnxGraph.shape(kernel);
        float[] values = OnnxGraph.values(kernel);
        int rows = Math.toIntExact(shape[0]);
        float[] scales = scales(values, rows);
        ByteBuffer codes = ByteBuffer.allocate(values.length);
        for (int i = 0; i < values.length; i++) {
            codes.put(i, (byte) Math.round(values[i] / scales[i / (values.length / rows)]));
        }
        long[] alongRows = new long[shape.length];
        Arrays.fill(alongRows, 1);
        alongRows[0] = rows;
        String held = to.constant(name + "/int8", TensorProto.DataType.INT8, codes, shape);
        String numbers = to.named(
                name + "/numbers",
                "Cast",
                List.of(held),
                OnnxGraph.integer("to", TensorProto.DataType.FLOAT.getNumber()));
        to.named(name, "Mul", List.of(numbers, to.floats(name + "/scales", scales, alongRows)));
    }

    /** What makes the largest number of each row {@value #LARGEST}; 1 where all are 0. */
    private static float[] scales(float[] values, int rows) {
        float[] scales = new float[rows];
        int row = values.length / rows;
        for (int i = 0; i < values.length; i++) {
            scales[i / row] = Math.max(scales[i / row], Math.abs(values[i]));
        }
        for (int i = 0; i < rows; i++) {
            scales[i] = scales[i] == 0 ? 1 : scales[i] / LARGEST;
        }
        return scales;
    }
}
