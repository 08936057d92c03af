package io.github.kws4j.train.tensorflow;

import io.github.kws4j.train.network.FeatureShape;
import io.github.kws4j.train.network.Kernel;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.LayerWalk;
import io.github.kws4j.train.network.Padding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** Builds the layers of a network as TensorFlow operations over shared variables, once to train and once to answer. */
final class LayerGraph extends LayerWalk<Operand<TFloat32>> {
    private final Ops tf;
    private final Map<String, Variable<TFloat32>> weights;
    private final boolean training;
    private final Operand<TInt64> seed;
    private final List<Op> movingAverages = new ArrayList<>();
    private final Map<String, Operand<TFloat32>> normalized = new LinkedHashMap<>();
    private long dropouts;

    /** {@code seed} holds two numbers that are new at each training step; dropout draws from them. */
    LayerGraph(Ops tf, Map<String, Variable<TFloat32>> weights, boolean training, Operand<TInt64> seed) {
        this.tf = tf;
        this.weights = weights;
        this.training = training;
        this.seed = seed;
    }

    /** What has to run beside each training step, after the layers have been walked. */
    List<Op> movingAverages() {
        return movingAverages;
    }

    /** What each batch normalisation takes, by its name, after the layers have been walked. */
    Map<String, Operand<TFloat32>> normalized() {
        return normalized;
    }

    @Override
    protected Operand<TFloat32> conv(String name, Layer.Conv layer, Operand<TFloat32> input) {
        Kernel kernel = layer.kernel();
        List<Long> strides = List.of(
                1L,
                (long) kernel.vertical().stride(),
                (long) kernel.horizontal().stride(),
                1L);
        Operand<TFloat32> padded = padded(input, kernel);
        return biased(name, layer.bias(), tf.nn.conv2d(padded, kernel(name, kernel), strides, padding(kernel)));
    }

    private static String padding(Kernel kernel) {
        return bothEnds(kernel) ? "SAME" : "VALID";
    }

    private static boolean bothEnds(Kernel kernel) {
        return kernel.vertical().padding() == Padding.BOTH_ENDS
                && kernel.horizontal().padding() == Padding.BOTH_ENDS;
    }

    /** The input with those zeros round it that TensorFlow doesn't put there by itself. */
    private Operand<TFloat32> padded(Operand<TFloat32> input, Kernel kernel) {
        Shape shape = input.shape();
        long[] pads = kernel.pads(new FeatureShape((int) shape.get(1), (int) shape.get(2), (int) shape.get(3)));
        if (bothEnds(kernel) || LongStream.of(pads).sum() == 0) {
            return input;
        }
        int[][] around = {{0, 0}, {(int) pads[0], (int) pads[2]}, {(int) pads[1], (int) pads[3]}, {0, 0}};
        return tf.pad(input, tf.constant(around), tf.constant(0f));
    }

    @Override
    protected Operand<TFloat32> depthwiseConv(String name, Layer.DepthwiseConv layer, Operand<TFloat32> unpadded) {
        Kernel kernel = layer.kernel();
        Operand<TFloat32> input = padded(unpadded, kernel);
        // TensorFlow takes one stride only; where an axis has one place, its own stride does not matter.
        long stride = Math.max(
                input.shape().get(1) == 1 ? 1 : kernel.vertical().stride(),
                input.shape().get(2) == 1 ? 1 : kernel.horizontal().stride());
        List<Long> strides = List.of(1L, stride, stride, 1L);
        String padding = padding(kernel);
        Operand<TFloat32> weights = kernel(name, kernel);
        // A step of a network of rows takes a quarter less time where TensorFlow sees them as columns.
        boolean row = input.shape().get(1) == 1;
        Operand<TFloat32> output = row
                ? turned(tf.nn.depthwiseConv2dNative(
                        turned(input),
                        tf.linalg.transpose(weights, tf.constant(new int[] {1, 0, 2, 3})),
                        strides,
                        padding))
                : tf.nn.depthwiseConv2dNative(input, weights, strides, padding);
        return biased(name, layer.bias(), output);
    }

    /** A row as a column or a column as a row. */
    private Operand<TFloat32> turned(Operand<TFloat32> value) {
        Shape shape = value.shape();
        return tf.reshape(value, tf.constant(new long[] {-1, shape.get(2), shape.get(1), shape.get(3)}));
    }

    /** The weights of a kernel with zeros between its taps: TensorFlow can't dilate depthwise convolutions on a CPU. */
    private Operand<TFloat32> kernel(String name, Kernel kernel) {
        Variable<TFloat32> weights = weight(name, "kernel");
        int high = kernel.vertical().dilation();
        int wide = kernel.horizontal().dilation();
        if (high == 1 && wide == 1) {
            return weights;
        }
        int rows = kernel.vertical().taps();
        int columns = kernel.horizontal().taps();
        int in = (int) weights.shape().get(2);
        int out = (int) weights.shape().get(3);
        var apart = tf.reshape(weights, tf.constant(new int[] {rows, 1, columns, 1, in, out}));
        var zeros = tf.constant(new int[][] {{0, 0}, {0, high - 1}, {0, 0}, {0, wide - 1}, {0, 0}, {0, 0}});
        var spread = tf.reshape(
                tf.pad(apart, zeros, tf.constant(0f)), tf.constant(new int[] {rows * high, columns * wide, in, out}));
        int[] size = {(rows - 1) * high + 1, (columns - 1) * wide + 1, in, out};
        return tf.slice(spread, tf.constant(new int[4]), tf.constant(size));
    }

    @Override
    protected Operand<TFloat32> batchNorm(String name, Layer.BatchNorm layer, Operand<TFloat32> input) {
        normalized.put(name, input);
        Variable<TFloat32> mean = weight(name, "moving_mean");
        Variable<TFloat32> variance = weight(name, "moving_variance");
        Operand<TFloat32> none = tf.constant(new float[0]);
        var norm = tf.nn.fusedBatchNorm(
                input,
                weight(name, "gamma"),
                weight(name, "beta"),
                training ? none : mean,
                training ? none : variance,
                FusedBatchNorm.epsilon((float) layer.epsilon()),
                FusedBatchNorm.isTraining(training));
        if (training) {
            movingAverages.add(follow(mean, norm.batchMean(), layer.momentum()));
            movingAverages.add(follow(variance, norm.batchVariance(), layer.momentum()));
        }
        return norm.y();
    }

    private Op follow(Variable<TFloat32> average, Operand<TFloat32> value, double momentum) {
        return tf.assignSub(average, tf.math.mul(tf.math.sub(average, value), tf.constant((float) (1 - momentum))));
    }

    @Override
    protected Operand<TFloat32> dense(String name, Layer.Dense layer, Operand<TFloat32> input) {
        return biased(name, true, tf.linalg.matMul(input, weight(name, "kernel")));
    }

    @Override
    protected Operand<TFloat32> maxPool(Layer.MaxPool layer, Operand<TFloat32> input) {
        var square = tf.constant(new int[] {1, layer.size(), layer.size(), 1});
        return tf.nn.maxPool(input, square, square, "VALID");
    }

    @Override
    protected Operand<TFloat32> dropout(Layer.Dropout layer, Operand<TFloat32> input) {
        if (!training || layer.rate() == 0) {
            return input;
        }
        var ownSeed = tf.bitwise.bitwiseXor(seed, tf.constant(new long[] {mixed(++dropouts), 0}));
        var draw = tf.random.statelessRandomUniform(tf.shape(input), ownSeed, TFloat32.class);
        var kept = tf.dtypes.cast(tf.math.greaterEqual(draw, tf.constant((float) layer.rate())), TFloat32.class);
        return tf.math.mul(tf.math.mul(input, tf.constant((float) (1 / (1 - layer.rate())))), kept);
    }

    /** Unlike bits for near numbers (Steele et al. 2014), so that no layer draws what another does from a near seed. */
    private static long mixed(long number) {
        return new SplittableRandom(number).nextLong();
    }

    @Override
    protected Operand<TFloat32> relu(Operand<TFloat32> input) {
        return tf.nn.relu(input);
    }

    @Override
    protected Operand<TFloat32> globalAveragePool(Operand<TFloat32> input) {
        return tf.math.mean(input, tf.constant(new int[] {1, 2}));
    }

    @Override
    protected Operand<TFloat32> flatten(Operand<TFloat32> input) {
        long values = 1;
        for (long size : input.shape().tail().asArray()) {
            values *= size;
        }
        return tf.reshape(input, tf.constant(new long[] {-1, values}));
    }

    @Override
    protected Operand<TFloat32> bandsToChannels(Operand<TFloat32> input) {
        Shape shape = input.shape();
        return tf.reshape(input, tf.constant(new long[] {-1, 1, shape.get(1), shape.get(2) * shape.get(3)}));
    }

    @Override
    protected Operand<TFloat32> add(Operand<TFloat32> left, Operand<TFloat32> right) {
        return tf.math.add(left, right);
    }

    private Operand<TFloat32> biased(String name, boolean bias, Operand<TFloat32> value) {
        return bias ? tf.nn.biasAdd(value, weight(name, "bias")) : value;
    }

    private Variable<TFloat32> weight(String layer, String kind) {
        return Objects.requireNonNull(weights.get(layer + "/" + kind));
    }
}
