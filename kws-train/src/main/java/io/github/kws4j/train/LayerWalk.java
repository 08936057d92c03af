package io.github.kws4j.train;

import java.util.List;

/**
 * Walks through the layers of a network in the order of computation and hands each to the method of its kind, with the name that
 * its weights begin with: {@code 0_conv}, {@code 3_residual/path/1_batch_norm}.
 *
 * @param <X> what flows from layer to layer
 */
abstract class LayerWalk<X> {
    final X walk(List<Layer> layers, X input) {
        return walk("", layers, input);
    }

    private X walk(String prefix, List<Layer> layers, X input) {
        X value = input;
        for (int i = 0; i < layers.size(); i++) {
            value = step(prefix + i + "_", layers.get(i), value);
        }
        return value;
    }

    private X step(String at, Layer layer, X input) {
        if (layer instanceof Layer.Conv conv) {
            return conv(at + "conv", conv, input);
        } else if (layer instanceof Layer.DepthwiseConv conv) {
            return depthwiseConv(at + "depthwise_conv", conv, input);
        } else if (layer instanceof Layer.BatchNorm norm) {
            return batchNorm(at + "batch_norm", norm, input);
        } else if (layer instanceof Layer.Dense dense) {
            return dense(at + "dense", dense, input);
        } else if (layer instanceof Layer.MaxPool pool) {
            return maxPool(pool, input);
        } else if (layer instanceof Layer.Dropout dropout) {
            return dropout(at + "dropout", dropout, input);
        } else if (layer instanceof Layer.Relu) {
            return relu(input);
        } else if (layer instanceof Layer.GlobalAveragePool) {
            return globalAveragePool(input);
        } else if (layer instanceof Layer.Flatten) {
            return flatten(input);
        } else if (layer instanceof Layer.BandsToChannels) {
            return bandsToChannels(input);
        } else if (layer instanceof Layer.Residual block) {
            X path = walk(at + "residual/path/", block.path(), input);
            return add(path, walk(at + "residual/shortcut/", block.shortcut(), input));
        }
        throw new AssertionError(layer);
    }

    abstract X conv(String name, Layer.Conv layer, X input);

    abstract X depthwiseConv(String name, Layer.DepthwiseConv layer, X input);

    abstract X batchNorm(String name, Layer.BatchNorm layer, X input);

    abstract X dense(String name, Layer.Dense layer, X input);

    abstract X maxPool(Layer.MaxPool layer, X input);

    abstract X dropout(String name, Layer.Dropout layer, X input);

    abstract X relu(X input);

    abstract X globalAveragePool(X input);

    abstract X flatten(X input);

    abstract X bandsToChannels(X input);

    abstract X add(X left, X right);
}
