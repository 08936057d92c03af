package io.github.kws4j.train;

import java.util.List;
import java.util.Locale;

/**
 * Walks through the layers of a network in the order of computation and hands each to the method of its kind, with the name that
 * its weights begin with: {@code 0_conv}, {@code 3_residual/path/1_batch_norm}.
 *
 * @param <X> what flows from layer to layer
 */
abstract class LayerWalk<X> {
    static final String PATH = "/path/";
    static final String SHORTCUT = "/shortcut/";

    final X walk(List<Layer> layers, X input) {
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
        }
        return value;
    }

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

    abstract X conv(String name, Layer.Conv layer, X input);

    abstract X depthwiseConv(String name, Layer.DepthwiseConv layer, X input);

    abstract X batchNorm(String name, Layer.BatchNorm layer, X input);

    abstract X dense(String name, Layer.Dense layer, X input);

    abstract X maxPool(Layer.MaxPool layer, X input);

    abstract X dropout(Layer.Dropout layer, X input);

    abstract X relu(X input);

    abstract X globalAveragePool(X input);

    abstract X flatten(X input);

    abstract X bandsToChannels(X input);

    abstract X add(X left, X right);
}
