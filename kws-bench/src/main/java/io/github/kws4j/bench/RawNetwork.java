package io.github.kws4j.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** ONNX Runtime with nothing round it: one session, one input and one output, whose tensors are laid out once. */
public final class RawNetwork implements AutoCloseable {
    private final OrtSession session;
    private final FloatBuffer values;
    private final FloatBuffer answers;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    private RawNetwork(byte[] model, SessionOptions options, long[] inputShape, long[] outputShape)
            throws OrtException {
        var environment = OrtEnvironment.getEnvironment();
        session = environment.createSession(model, options);
        values = direct(inputShape);
        answers = direct(outputShape);
        String input = session.getInputNames().iterator().next();
        String output = session.getOutputNames().iterator().next();
        inputs = Map.of(input, OnnxTensor.createTensor(environment, values, inputShape));
        outputs = Map.of(output, OnnxTensor.createTensor(environment, answers, outputShape));
    }

    /** Runs the model's first output on the CPU. */
    public static RawNetwork open(byte[] model, int threads, long[] inputShape, long[] outputShape) {
        try (var options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            return open(model, options, inputShape, outputShape);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs the model's first output as {@code options} say. */
    static RawNetwork open(byte[] model, SessionOptions options, long[] inputShape, long[] outputShape) {
        try {
            return new RawNetwork(model, options, inputShape, outputShape);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FloatBuffer direct(long[] shape) {
        int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        return ByteBuffer.allocateDirect(size * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Sets the input. */
    public void put(float[] input) {
        values.put(0, input);
    }

    /** Runs it once. */
    public void run() {
        try {
            session.run(inputs, outputs).close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Copies the output. */
    public void get(float[] output) {
        answers.get(0, output);
    }

    /** The file that the profile was written to, where the options ask for one. */
    Path endProfiling() {
        try {
            return Path.of(session.endProfiling());
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
