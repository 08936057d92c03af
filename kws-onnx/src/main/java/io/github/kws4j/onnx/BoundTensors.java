package io.github.kws4j.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Map;

/**
 * Direct buffers for up to {@code capacity} rows and the tensors over them, kept from one inference to the next. Rows
 * are floats or, in the same place, integers of 16 bits. For one thread at a time.
 */
final class BoundTensors implements AutoCloseable {
    private static final int BLOCK = 4096;

    private final FloatBuffer rows;
    private final ShortBuffer narrowRows;
    private final FloatBuffer logits;
    private final int rowLength;
    private final int classes;
    private final short[] block = new short[BLOCK];
    private Map<String, OnnxTensor> inputs = Map.of();
    private Map<String, OnnxTensor> narrowInputs = Map.of();
    private Map<String, OnnxTensor> outputs = Map.of();
    private int bound;

    BoundTensors(int capacity, int rowLength, int classes) {
        this.rowLength = rowLength;
        this.classes = classes;
        ByteBuffer values = direct(Math.multiplyExact(capacity, rowLength));
        rows = values.asFloatBuffer();
        narrowRows = values.asShortBuffer();
        logits = direct(capacity * classes).asFloatBuffer();
    }

    private static ByteBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder());
    }

    /** Lays tensors of {@code count} rows over the buffers, unless they lie there already. */
    void bind(Ports ports, int count) throws OrtException {
        if (count == bound) {
            return;
        }
        close();
        inputs = Map.of(ports.input, tensor(first(rows, count * rowLength), sizes(ports.inputShape, count)));
        outputs = Map.of(ports.output, tensor(first(logits, count * classes), sizes(ports.outputShape, count)));
        bound = count;
    }

    private static long[] sizes(long[] shape, int count) {
        long[] sizes = shape.clone();
        sizes[0] = count;
        return sizes;
    }

    private static OnnxTensor tensor(FloatBuffer values, long[] sizes) throws OrtException {
        return OnnxTensor.createTensor(KeptEnvironment.get(), values, sizes);
    }

    /**
     * The buffer's first values. Android lacks {@code slice(int, int)}, and what {@code FloatBuffer} narrows of {@code
     * Buffer}.
     */
    private static FloatBuffer first(FloatBuffer buffer, int count) {
        Buffer bounds = buffer;
        bounds.clear();
        bounds.limit(count);
        return buffer.slice();
    }

    /** Copies values in; what lies behind them stays as it was. */
    void put(float[] source, int offset, int length) {
        Buffer bounds = rows;
        bounds.clear();
        rows.put(source, offset, length);
    }

    /**
     * Copies values in as integers, multiplied by 2^15, where each is one of 16 bits then; else false, and what lies in
     * the rows is of no use.
     */
    boolean putNarrow(float[] source, int offset, int length) {
        ShortBuffer target = narrowRows.duplicate();
        for (int done = 0; done < length; done += BLOCK) {
            int now = Math.min(BLOCK, length - done);
            for (int i = 0; i < now; i++) {
                float value = source[offset + done + i] * NarrowSamples.FULL_SCALE;
                short integer = (short) value;
                if (integer != value) {
                    return false;
                }
                block[i] = integer;
            }
            target.put(block, 0, now);
        }
        return true;
    }

    void run(OrtSession session) throws OrtException {
        session.run(inputs, outputs).close();
    }

    /** Runs what {@link #putNarrow} copied. */
    void runNarrow(OrtSession session) throws OrtException {
        if (narrowInputs.isEmpty()) {
            OnnxTensor floats = inputs.values().iterator().next();
            Buffer bounds = narrowRows;
            bounds.limit(bound * rowLength);
            var integers = OnnxTensor.createTensor(
                    KeptEnvironment.get(), narrowRows.slice(), floats.getInfo().getShape());
            narrowInputs = Map.of(NarrowSamples.INPUT, integers);
        }
        session.run(narrowInputs, outputs).close();
    }

    void get(float[] target, int offset, int length) {
        Buffer bounds = logits;
        bounds.clear();
        logits.get(target, offset, length);
    }

    /** Frees the tensors; the buffers are the garbage collector's. */
    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        narrowInputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        inputs = Map.of();
        narrowInputs = Map.of();
        outputs = Map.of();
        bound = 0;
    }
}
