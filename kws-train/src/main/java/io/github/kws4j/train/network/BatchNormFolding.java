package io.github.kws4j.train.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds each batch normalisation that follows a convolution into it: the same network when it answers, with fewer
 * layers. Kernels are multiplied by {@code gamma / sqrt(variance + epsilon)}; the rest becomes the bias.
 */
public final class BatchNormFolding {
    private final Weights from;
    private final Map<String, float[]> folded = new LinkedHashMap<>();

    private BatchNormFolding(Weights from) {
        this.from = from;
    }

    /**
     * Layers and the weights that go with them.
     *
     * @param layers in the order of computation
     * @param weights of these layers
     */
    public record Folded(List<Layer> layers, Weights weights) {}

    /** The same network with fewer layers. */
    public static Folded fold(List<Layer> layers, Weights weights) {
        var folding = new BatchNormFolding(weights);
        List<Layer> result = folding.fold("", "", layers);
        return new Folded(result, new Weights(folding.folded));
    }

    private List<Layer> fold(String oldPrefix, String newPrefix, List<Layer> layers) {
        var result = new ArrayList<Layer>();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            String oldName = LayerWalk.name(oldPrefix, i, layer);
            String newName = LayerWalk.name(newPrefix, result.size(), layer);
            if (layer instanceof Layer.Residual block) {
                result.add(new Layer.Residual(
                        fold(oldName + LayerWalk.PATH, newName + LayerWalk.PATH, block.path()),
                        fold(oldName + LayerWalk.SHORTCUT, newName + LayerWalk.SHORTCUT, block.shortcut())));
                continue;
            }
            copy(oldName, newName);
            boolean last = i == layers.size() - 1;
            if (!last && layers.get(i + 1) instanceof Layer.BatchNorm norm && isConvolution(layer)) {
                i++;
                merge(newName, LayerWalk.name(oldPrefix, i, norm), norm);
                layer = withBias(layer);
            }
            result.add(layer);
        }
        return result;
    }

    private static boolean isConvolution(Layer layer) {
        return layer instanceof Layer.Conv || layer instanceof Layer.DepthwiseConv;
    }

    private static Layer withBias(Layer layer) {
        return layer instanceof Layer.Conv conv
                ? new Layer.Conv(conv.filters(), conv.kernel(), true)
                : new Layer.DepthwiseConv(((Layer.DepthwiseConv) layer).kernel(), true);
    }

    private void copy(String oldName, String newName) {
        for (String name : from.names()) {
            if (name.startsWith(oldName + "/")) {
                folded.put(newName + name.substring(oldName.length()), from.get(name));
            }
        }
    }

    /** The channel that a kernel's value gives is its index's remainder, for a depthwise convolution, too. */
    private void merge(String conv, String batchNorm, Layer.BatchNorm norm) {
        float[] gamma = from.get(batchNorm + "/gamma");
        float[] beta = from.get(batchNorm + "/beta");
        float[] mean = from.get(batchNorm + "/moving_mean");
        float[] variance = from.get(batchNorm + "/moving_variance");
        int channels = gamma.length;
        float[] bias = folded.getOrDefault(conv + "/bias", new float[channels]).clone();
        float[] kernel = new Weights(folded).get(conv + "/kernel").clone();
        var scale = new double[channels];
        for (int c = 0; c < channels; c++) {
            scale[c] = gamma[c] / Math.sqrt(variance[c] + norm.epsilon());
            bias[c] = (float) (beta[c] + (bias[c] - mean[c]) * scale[c]);
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = (float) (kernel[i] * scale[i % channels]);
        }
        folded.put(conv + "/kernel", kernel);
        folded.put(conv + "/bias", bias);
    }
}
