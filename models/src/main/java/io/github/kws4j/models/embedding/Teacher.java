package io.github.kws4j.models.embedding;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Google's speech embedding (Lin et al. 2020, arXiv 2002.01322), in the two ONNX files of openWakeWord. It was made for
 * windows of 76 frames; as it has no padding along time, it is run over a whole sound at once here, which gives the
 * same vectors for an eighth of the work. Owns native memory; safe to share between threads.
 */
final class Teacher implements AutoCloseable {
    static final int VALUES = 96;
    /** Samples from one vector to the next. */
    static final int STEP = 1280;
    /** Samples that one vector depends on: 75 frames of 160 and the last one's Fourier transform. */
    static final int SPAN = 75 * 160 + 512;

    private static final int BANDS = 32;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession bands;
    private final OrtSession network;

    /** Opens {@code melspectrogram.onnx} and {@code embedding_model.onnx} in a folder. */
    Teacher(Path folder) throws IOException {
        byte[] frontEnd = Files.readAllBytes(folder.resolve("melspectrogram.onnx"));
        byte[] windowed = Files.readAllBytes(folder.resolve("embedding_model.onnx"));
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            bands = environment.createSession(frontEnd, options);
            network = environment.createSession(overAnyLength(windowed), options);
        } catch (OrtException e) {
            throw new IOException("expected the speech embedding in " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * The network without the number of frames that its first node, a change of shape, insists on, and without its
     * last, another.
     */
    private static byte[] overAnyLength(byte[] windowed) throws IOException {
        var model = ModelProto.parseFrom(windowed).toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder();
        String shape = graph.getNode(0).getInput(1);
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            if (graph.getInitializer(i).getName().equals(shape)) {
                graph.setInitializer(i, longs(shape, 0, 1, -1, BANDS));
            }
        }
        graph.getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .setDim(1, TensorShapeProto.Dimension.newBuilder().setDimParam("frames"));
        int last = graph.getNodeCount() - 1;
        graph.getOutputBuilder(0).setName(graph.getNode(last).getInput(0));
        graph.getOutputBuilder(0).getTypeBuilder().getTensorTypeBuilder().clearShape();
        graph.removeNode(last);
        return model.build().toByteArray();
    }

    private static TensorProto longs(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(values.length)
                .setRawData(ByteString.copyFrom(bytes))
                .build();
    }

    /**
     * The vectors of a sound; vector {@code i} depends on {@value #SPAN} samples from {@code i x} {@value #STEP} on.
     *
     * @param samples -1 to 1 at 16 kHz, at least {@value #SPAN}
     * @return {@code vectors x} {@value #VALUES}, row-major
     */
    float[] vectors(float[] samples) {
        var scaled = new float[samples.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = samples[i] * 0x1p15f;
        }
        try (var sound = OnnxTensor.createTensor(environment, FloatBuffer.wrap(scaled), new long[] {1, scaled.length});
                var frames = bands.run(Map.of("input", sound))) {
            return vectorsOf(((OnnxTensor) frames.get(0)).getFloatBuffer());
        } catch (OrtException e) {
            throw new IllegalStateException("the teacher failed: " + e.getMessage(), e);
        }
    }

    private float[] vectorsOf(FloatBuffer decibels) throws OrtException {
        var values = new float[decibels.remaining()];
        decibels.get(values);
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] / 10 + 2;
        }
        long[] shape = {1, values.length / BANDS, BANDS, 1};
        try (var input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
                var result =
                        network.run(Map.of(network.getInputNames().iterator().next(), input))) {
            return transposed(((OnnxTensor) result.get(0)).getFloatBuffer());
        }
    }

    private static float[] transposed(FloatBuffer valuesFirst) {
        int vectors = valuesFirst.remaining() / VALUES;
        var result = new float[vectors * VALUES];
        for (int value = 0; value < VALUES; value++) {
            for (int vector = 0; vector < vectors; vector++) {
                result[vector * VALUES + value] = valuesFirst.get(value * vectors + vector);
            }
        }
        return result;
    }

    @Override
    public void close() {
        try (bands;
                network) {
            // Closes both.
        } catch (OrtException e) {
            throw new IllegalStateException("the teacher could not be closed: " + e.getMessage(), e);
        }
    }
}
