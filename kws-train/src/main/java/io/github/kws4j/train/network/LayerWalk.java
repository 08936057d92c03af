package io.github.kws4j.train.network;

import java.util.List;
import java.util.Locale;

/**
 * Walks through the layers of a network in the order of computation and hands each to the method of its kind, with the
 * name that its weights begin with: {@code 0_conv}, {@code 3_residual/path/1_batch_norm}.
 *
 * @param <X> what flows from layer to layer
 */
public abstract class LayerWalk<X> {
    static final String PATH = "/path/";
    static final String SHORTCUT = "/shortcut/";

    /** What the last layer gives for {@code input}. */
    public final X walk(List<Layer> layers, X input) {
        return walk("", layers, input);
    }

    /** The name of the layer at {@code index} of a list whose names begin with {@code prefix}. */
    static String name(String prefix, int index, Layer layer) {
        return prefix + index + "_"
                + layer.getClass()
                        .getSimpleName()
                        .replaceAll("(?<=.)([A-Z])", "_$1")
                        .toLowerCase(Locale.ROOT);
    }

    private X walk(String prefix, List<Layer> layers, X input) {
        X value = input;
        for (int i = 0; i < layers.size(); i++) {
            value = step(name(prefix, i, layers.get(i)), layers.get(i), value);
            passed(name(prefix, i, layers.get(i)), layers.get(i), value);
        }
        return value;
    }

    /**
     * Called with what each layer gives, in the order of computation; the layers of a residual block come before the
     * block.
     */
    protected void passed(String name, Layer layer, X output) {}

    private X step(String name, Layer layer, X input) {
        if (layer instanceof Layer.Conv conv) {
            return conv(name, conv, input);
        } else if (layer instanceof Layer.DepthwiseConv conv) {
            return depthwiseConv(name, conv, input);
        } else if (layer instanceof Layer.BatchNorm norm) {
            return batchNorm(name, norm, input);
        } else if (layer instanceof Layer.Dense dense) {
            return dense(name, dense, input);
        } else if (layer instanceof Layer.MaxPool pool) {
            return maxPool(pool, input);
        } else if (layer instanceof Layer.Dropout dropout) {
            return dropout(dropout, input);
        } else if (layer instanceof Layer.Relu) {
            return relu(input);
        } else if (layer instanceof Layer.GlobalAveragePool) {
            return globalAveragePool(input);
        } else if (layer instanceof Layer.Flatten) {
            return flatten(input);
        } else if (layer instanceof Layer.BandsToChannels) {
            return bandsToChannels(input);
        } else if (layer instanceof Layer.Residual block) {
            X path = walk(name + PATH, block.path(), input);
            return add(path, walk(name + SHORTCUT, block.shortcut(), input));
        }
        throw new AssertionError(layer);
    }

    /** What flows out of a convolution. */
    protected abstract X conv(String name, Layer.Conv layer, X input);

    /** What flows out of a depthwise convolution. */
    protected abstract X depthwiseConv(String name, Layer.DepthwiseConv layer, X input);

    /** What flows out of a batch normalisation. */
    protected abstract X batchNorm(String name, Layer.BatchNorm layer, X input);

    /** What flows out of a dense layer. */
    protected abstract X dense(String name, Layer.Dense layer, X input);

    /** What flows out of a max pooling. */
    protected abstract X maxPool(Layer.MaxPool layer, X input);

    /** What flows out of a dropout. */
    protected abstract X dropout(Layer.Dropout layer, X input);

    /** What flows out of a rectifier. */
    protected abstract X relu(X input);

    /** What flows out of a mean over height and width. */
    protected abstract X globalAveragePool(X input);

    /** What flows out of a flattening. */
    protected abstract X flatten(X input);

    /** What flows out of the turning of bands into channels. */
    protected abstract X bandsToChannels(X input);

    /** What flows out of the sum at the end of a residual block. */
    protected abstract X add(X left, X right);
}
