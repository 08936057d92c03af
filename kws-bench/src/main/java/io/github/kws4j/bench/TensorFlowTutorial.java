package io.github.kws4j.bench;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.SessionFunction;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * The tutorial's whole model, from waveform to logits, as a SavedModel that TensorFlow-Java runs. Its weights are
 * constants.
 */
final class TensorFlowTutorial implements AutoCloseable {
    private static final int SAMPLES = 16_000;
    private static final int SIDE = 14;
    private static final int CHANNELS = 64;
    private static final int LABELS = 8;

    private final SavedModelBundle model;
    private final String input;
    private final String output;

    /** Loads a SavedModel that {@link #export} wrote. */
    TensorFlowTutorial(Path folder, int threads) {
        model = SavedModelBundle.loader(folder.toString())
                .withConfigProto(threads(threads))
                .load();
        var signature = model.function(Signature.DEFAULT_KEY).signature();
        input = requireNonNull(signature.getInputs().get("waveform")).name;
        output = requireNonNull(signature.getOutputs().get("predictions")).name;
    }

    static ConfigProto threads(int count) {
        return ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(count)
                .setInterOpParallelismThreads(1)
                .build();
    }

    /** Logits of {@code clips} clips of a second that follow each other. */
    float[] logits(float[] waveforms, int clips) {
        try (var tensor = TFloat32.tensorOf(Shape.of(clips, SAMPLES), DataBuffers.of(waveforms));
                var result = model.session()
                        .runner()
                        .feed(input, tensor)
                        .fetch(output)
                        .run()) {
            float[] logits = new float[clips * LABELS];
            ((TFloat32) result.get(0)).copyTo(NdArrays.wrap(Shape.of(clips, LABELS), DataBuffers.of(logits)));
            return logits;
        }
    }

    @Override
    public void close() {
        model.close();
    }

    /** Writes the SavedModel with the weights of an ONNX file of the tutorial's network. */
    static void export(Path onnx, Path folder) throws IOException {
        var weights = new OnnxWeights(ModelProto.parseFrom(Files.readAllBytes(onnx)));
        try (var graph = new Graph();
                var session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            var waveform = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, SAMPLES)));
            var logits = network(tf, TensorFlowStft.magnitude(graph, waveform, SAMPLES), weights);
            var signature = Signature.builder()
                    .input("waveform", waveform)
                    .output("predictions", logits)
                    .build();
            SavedModelBundle.exporter(folder.toString())
                    .withFunction(SessionFunction.create(signature, session))
                    .export();
        }
    }

    private static Operand<TFloat32> network(Ops tf, Operand<TFloat32> magnitude, OnnxWeights weights) {
        var image = tf.image.resizeBilinear(
                tf.expandDims(magnitude, tf.constant(3)),
                tf.constant(new int[] {32, 32}),
                ResizeBilinear.halfPixelCenters(true));
        var normalized =
                tf.math.div(tf.math.sub(image, tf.constant(weights.second("Sub"))), tf.constant(weights.second("Div")));
        var first = conv(tf, normalized, weights, "0_conv", 1, 32);
        var second = conv(tf, first, weights, "2_conv", 32, CHANNELS);
        var pooled = tf.nn.maxPool(
                second, tf.constant(new int[] {1, 2, 2, 1}), tf.constant(new int[] {1, 2, 2, 1}), "VALID");
        var flat = tf.reshape(pooled, tf.constant(new int[] {-1, SIDE * SIDE * CHANNELS}));
        float[] kernel = rowsByPlace(weights.of("7_dense/kernel"), 128);
        var hidden = tf.nn.relu(dense(tf, flat, kernel, SIDE * SIDE * CHANNELS, 128, weights.of("7_dense/bias")));
        return dense(tf, hidden, weights.of("10_dense/kernel"), 128, LABELS, weights.of("10_dense/bias"));
    }

    private static Operand<TFloat32> conv(
            Ops tf, Operand<TFloat32> in, OnnxWeights weights, String name, int channels, int filters) {
        float[] outerFirst = weights.of(name + "/kernel");
        float[] kernel = new float[outerFirst.length];
        for (int i = 0; i < kernel.length; i++) {
            int place = i / (channels * filters);
            int channel = i / filters % channels;
            int filter = i % filters;
            kernel[i] = outerFirst[(filter * channels + channel) * 9 + place];
        }
        var kernels = constant(tf, kernel, 3, 3, channels, filters);
        var sums = tf.nn.conv2d(in, kernels, List.of(1L, 1L, 1L, 1L), "VALID");
        return tf.nn.relu(tf.nn.biasAdd(sums, tf.constant(weights.of(name + "/bias"))));
    }

    private static Operand<TFloat32> dense(
            Ops tf, Operand<TFloat32> in, float[] kernel, int inputs, int outputs, float[] bias) {
        return tf.nn.biasAdd(tf.linalg.matMul(in, constant(tf, kernel, inputs, outputs)), tf.constant(bias));
    }

    private static Operand<TFloat32> constant(Ops tf, float[] values, long... shape) {
        return tf.constant(Shape.of(shape), DataBuffers.of(values));
    }

    /** ONNX flattens channels x height x width, TensorFlow height x width x channels. */
    private static float[] rowsByPlace(float[] rowsByChannel, int columns) {
        float[] rows = new float[rowsByChannel.length];
        for (int row = 0; row < rows.length / columns; row++) {
            int from = row % CHANNELS * SIDE * SIDE + row / CHANNELS;
            System.arraycopy(rowsByChannel, from * columns, rows, row * columns, columns);
        }
        return rows;
    }

    /** The constants of an ONNX graph. */
    private static final class OnnxWeights {
        private final Map<String, TensorProto> tensors;
        private final List<NodeProto> nodes;

        OnnxWeights(ModelProto model) {
            nodes = model.getGraph().getNodeList();
            tensors = model.getGraph().getInitializerList().stream()
                    .collect(Collectors.toMap(TensorProto::getName, Function.identity()));
        }

        float[] of(String name) {
            var tensor = tensors.get(name);
            if (tensor == null) {
                throw new IllegalArgumentException("expected weights " + name + " but got " + tensors.keySet());
            }
            var raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            float[] values = new float[raw.remaining() / Float.BYTES];
            raw.asFloatBuffer().get(values);
            return values;
        }

        /** The constant that the only node of its type takes as its second input. */
        float second(String type) {
            var node = nodes.stream()
                    .filter(n -> n.getOpType().equals(type))
                    .findFirst()
                    .orElseThrow();
            return of(node.getInput(1))[0];
        }
    }
}
