package io.github.kws4j.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * Direct buffers for up to {@code capacity} rows and the tensors over them, kept from one inference to the next. For
 * one thread at a time.
 */
final class BoundTensors implements AutoCloseable {
    private final FloatBuffer rows;
    private final FloatBuffer logits;
    private final int rowLength;
    private final int classes;
    private Map<String, OnnxTensor> inputs = Map.of();
    private Map<String, OnnxTensor> outputs = Map.of();
    private int bound;

    BoundTensors(int capacity, int rowLength, int classes) {
        this.rowLength = rowLength;
        this.classes = classes;
        rows = direct(Math.multiplyExact(capacity, rowLength));
        logits = direct(capacity * classes);
    }

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Lays tensors of {@code count} rows over the buffers, unless they lie there already. */
    void bind(Ports ports, int count) throws OrtException {
        if (count == bound) {
            return;
        }
        close();
        inputs = Map.of(ports.input, tensor(first(rows, count * rowLength), ports.inputShape, count));
        outputs = Map.of(ports.output, tensor(first(logits, count * classes), ports.outputShape, count));
        bound = count;
    }

    private static OnnxTensor tensor(FloatBuffer values, long[] shape, int count) throws OrtException {
        long[] sizes = shape.clone();
        sizes[0] = count;
        return OnnxTensor.createTensor(KeptEnvironment.get(), values, sizes);
    }

    /**
     * The buffer's first values. Android lacks {@code slice(int, int)}, and what {@code FloatBuffer} narrows of {@code
     * Buffer}.
     */
    private static FloatBuffer first(FloatBuffer buffer, int count) {
        Buffer bounds = buffer;
        bounds.limit(count);
        return buffer.slice();
    }

    /** Copies values in; what lies behind them stays as it was. */
    void put(float[] source, int offset, int length) {
        first(rows, length).put(source, offset, length);
    }

    void run(OrtSession session) throws OrtException {
        session.run(inputs, outputs).close();
    }

    void get(float[] target, int offset, int length) {
        first(logits, length).get(target, offset, length);
    }

    /** Frees the tensors; the buffers are the garbage collector's. */
    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        inputs = Map.of();
        outputs = Map.of();
        bound = 0;
    }
}
