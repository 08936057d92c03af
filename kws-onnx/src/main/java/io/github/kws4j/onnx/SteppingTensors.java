package io.github.kws4j.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * Direct buffers of one extent and the tensors over them: of the input, the outputs, and the state before and after,
 * which change places from one inference to the next. For one thread at a time.
 */
final class SteppingTensors implements AutoCloseable {
    private final FloatBuffer input;
    private final FloatBuffer state;
    private final FloatBuffer output;
    private final FloatBuffer nextState;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    /** Names and shapes of input, state, output and next state. */
    record Port(String name, long... shape) {
        int length() {
            long length = 1;
            for (long size : shape) {
                length = Math.multiplyExact(length, size);
            }
            return Math.toIntExact(length);
        }
    }

    SteppingTensors(Port input, Port state, Port output, Port nextState) throws OrtException {
        this.input = direct(input.length());
        this.state = direct(state.length());
        this.output = direct(output.length());
        this.nextState = direct(nextState.length());
        inputs = Map.of(input.name(), tensor(this.input, input), state.name(), tensor(this.state, state));
        outputs =
                Map.of(output.name(), tensor(this.output, output), nextState.name(), tensor(this.nextState, nextState));
    }

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private static OnnxTensor tensor(FloatBuffer buffer, Port port) throws OrtException {
        return OnnxTensor.createTensor(KeptEnvironment.get(), buffer, port.shape());
    }

    /** Runs rows from {@code from} values of each array on; states are brought up to date. */
    void run(OrtSession session, Slice rows, Slice states, Slice answers) throws OrtException {
        input.duplicate().put(rows.values(), rows.from(), input.capacity());
        state.duplicate().put(states.values(), states.from(), state.capacity());
        session.run(inputs, outputs).close();
        output.duplicate().get(answers.values(), answers.from(), output.capacity());
        nextState.duplicate().get(states.values(), states.from(), nextState.capacity());
    }

    /** Values of an array from an index on. */
    record Slice(float[] values, int from) {}

    /** Frees the tensors; the buffers are the garbage collector's. */
    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
    }
}
