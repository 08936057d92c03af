package io.github.kws4j.train.network;

import java.util.ArrayList;
import java.util.List;

/** A list of layers over inputs of one size, checked to fit each other, and the weights that they need. */
public final class Network {
    private final FeatureShape input;
    private final List<Layer> layers;
    private final List<Parameter> parameters;
    private final List<Stage> stages;
    private final FeatureShape output;

    /**
     * A layer in its place.
     *
     * @param name with which the names of its weights begin
     * @param layer the layer
     * @param output the size of what it gives for one clip
     */
    public record Stage(String name, Layer layer, FeatureShape output) {}

    /** What a weight is for, which decides how it starts and whether it is trained. */
    public enum Role {
        /** Multiplies inputs; starts random; weight decay applies to it. */
        KERNEL,
        /** Is added; starts at 0. */
        SHIFT,
        /** Multiplies what has been normalised; starts at 1. */
        SCALE,
        /** Follows the batches' means; starts at 0; not trained. */
        MOVING_MEAN,
        /** Follows the batches' variances; starts at 1; not trained. */
        MOVING_VARIANCE;

        /** Whether training changes it by its gradient. */
        public boolean trained() {
            return this != MOVING_MEAN && this != MOVING_VARIANCE;
        }
    }

    /**
     * One array of weights.
     *
     * @param name the layer's name, a slash, and what it is
     * @param role what it is for
     * @param shape of kernels height x width x channels in x channels out, or in x out
     * @param fan how many values it connects
     */
    public record Parameter(String name, Role role, List<Integer> shape, Fan fan) {
        /** The number of weights. */
        public int size() {
            return shape.stream().reduce(1, (a, b) -> a * b);
        }
    }

    /**
     * How many values an array of weights connects, which decides how large kernels start.
     *
     * @param in inputs that one output sees
     * @param out outputs that one input reaches
     */
    public record Fan(int in, int out) {}

    /**
     * A network of layers.
     *
     * @param input the size of one clip
     * @param layers in the order of computation
     * @throws IllegalArgumentException where the layers do not fit each other
     */
    public Network(FeatureShape input, List<Layer> layers) {
        this(input, layers, new Sizes());
        Sizes.flat("the network's output", output);
    }

    private Network(FeatureShape input, List<Layer> layers, Sizes sizes) {
        this.input = input;
        this.layers = List.copyOf(layers);
        this.output = sizes.walk(layers, input);
        this.parameters = List.copyOf(sizes.parameters);
        this.stages = List.copyOf(sizes.stages);
    }

    /**
     * A network that gives a sequence of vectors: its output has a height of 1, and along its width a vector of
     * channels at each place.
     *
     * @param input the size of one clip
     * @param layers in the order of computation
     * @return the network
     * @throws IllegalArgumentException where the layers do not fit each other or end in another size
     */
    public static Network ofVectors(FeatureShape input, List<Layer> layers) {
        var network = new Network(input, layers, new Sizes());
        if (network.output.flat() || network.output.height() != 1) {
            throw new IllegalArgumentException(
                    "expected vectors along a width at the network's output but got " + network.output);
        }
        return network;
    }

    /** The size of one clip. */
    public FeatureShape input() {
        return input;
    }

    /** The layers, in the order of computation. */
    public List<Layer> layers() {
        return layers;
    }

    /** The weights that the layers need, in their order. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** The number of weights that are trained: moving statistics of batch normalisation are not counted. */
    public int trainedWeights() {
        return parameters.stream()
                .filter(parameter -> parameter.role().trained())
                .mapToInt(Parameter::size)
                .sum();
    }

    /** The size of the output for one clip. */
    public FeatureShape output() {
        return output;
    }

    /** Each layer with the size of its output; the layers of a residual block come before the block. */
    public List<Stage> stages() {
        return stages;
    }

    /** The number of outputs a clip. */
    public int outputs() {
        return output.values();
    }

    /** Follows the sizes through the layers and collects the weights. */
    private static final class Sizes extends LayerWalk<FeatureShape> {
        private final List<Parameter> parameters = new ArrayList<>();
        private final List<Stage> stages = new ArrayList<>();

        @Override
        protected void passed(String name, Layer layer, FeatureShape output) {
            stages.add(new Stage(name, layer, output));
        }

        @Override
        protected FeatureShape conv(String name, Layer.Conv layer, FeatureShape in) {
            Kernel kernel = layer.kernel();
            int area = kernel.area();
            addKernel(
                    name,
                    new Fan(area * in.channels(), area * layer.filters()),
                    kernel.vertical().taps(),
                    kernel.horizontal().taps(),
                    in.channels(),
                    layer.filters());
            if (layer.bias()) {
                add(name + "/bias", Role.SHIFT, layer.filters());
            }
            return fitted(name, kernel, in, layer.filters());
        }

        @Override
        protected FeatureShape depthwiseConv(String name, Layer.DepthwiseConv layer, FeatureShape in) {
            Kernel kernel = layer.kernel();
            Kernel.Axis high = kernel.vertical();
            Kernel.Axis wide = kernel.horizontal();
            if (high.stride() != wide.stride() && in.height() != 1 && in.width() != 1) {
                throw new IllegalArgumentException("expected one stride for both axes at " + name + " but got "
                        + high.stride() + "x" + wide.stride());
            }
            addKernel(name, new Fan(kernel.area(), kernel.area()), high.taps(), wide.taps(), in.channels(), 1);
            if (layer.bias()) {
                add(name + "/bias", Role.SHIFT, in.channels());
            }
            return fitted(name, kernel, in, in.channels());
        }

        @Override
        protected FeatureShape batchNorm(String name, Layer.BatchNorm layer, FeatureShape in) {
            add(name + "/gamma", Role.SCALE, in.channels());
            add(name + "/beta", Role.SHIFT, in.channels());
            add(name + "/moving_mean", Role.MOVING_MEAN, in.channels());
            add(name + "/moving_variance", Role.MOVING_VARIANCE, in.channels());
            return spatial(name, in);
        }

        @Override
        protected FeatureShape dense(String name, Layer.Dense layer, FeatureShape in) {
            int inputs = flat(name, in);
            addKernel(name, new Fan(inputs, layer.units()), inputs, layer.units());
            add(name + "/bias", Role.SHIFT, layer.units());
            return FeatureShape.flat(layer.units());
        }

        @Override
        protected FeatureShape maxPool(Layer.MaxPool layer, FeatureShape in) {
            Kernel kernel = Kernel.of(layer.size(), layer.size()).withStride(layer.size(), layer.size());
            return fitted("max pooling", kernel, in, in.channels());
        }

        @Override
        protected FeatureShape dropout(Layer.Dropout layer, FeatureShape in) {
            return in;
        }

        @Override
        protected FeatureShape relu(FeatureShape in) {
            return in;
        }

        @Override
        protected FeatureShape globalAveragePool(FeatureShape in) {
            return FeatureShape.flat(spatial("global average pooling", in).channels());
        }

        @Override
        protected FeatureShape flatten(FeatureShape in) {
            return FeatureShape.flat(in.values());
        }

        @Override
        protected FeatureShape bandsToChannels(FeatureShape in) {
            return new FeatureShape(
                    1, spatial("turning bands into channels", in).height(), in.width() * in.channels());
        }

        @Override
        protected FeatureShape add(FeatureShape left, FeatureShape right) {
            if (!left.equals(right)) {
                throw new IllegalArgumentException(
                        "expected both paths of a residual block to give one size but got " + left + " and " + right);
            }
            return spatial("a residual block", left);
        }

        private void add(String name, Role role, int size) {
            parameters.add(new Parameter(name, role, List.of(size), new Fan(size, size)));
        }

        private void addKernel(String layer, Fan fan, Integer... shape) {
            parameters.add(new Parameter(layer + "/kernel", Role.KERNEL, List.of(shape), fan));
        }

        static int flat(String name, FeatureShape shape) {
            if (!shape.flat()) {
                throw new IllegalArgumentException("expected channels only at " + name + " but got " + shape
                        + "; put Flatten or GlobalAveragePool before it");
            }
            return shape.channels();
        }

        private static FeatureShape spatial(String name, FeatureShape shape) {
            if (shape.flat()) {
                throw new IllegalArgumentException("expected height and width at " + name + " but got " + shape
                        + " channels only; put it before Flatten, GlobalAveragePool and Dense");
            }
            return shape;
        }

        private static FeatureShape fitted(String name, Kernel kernel, FeatureShape in, int channels) {
            FeatureShape out = kernel.output(spatial(name, in), channels);
            if (out.height() < 1 || out.width() < 1) {
                throw new IllegalArgumentException(
                        "expected an input of at least " + kernel.vertical().taps() + "x"
                                + kernel.horizontal().taps() + " at " + name + " but got " + in);
            }
            return out;
        }
    }
}
