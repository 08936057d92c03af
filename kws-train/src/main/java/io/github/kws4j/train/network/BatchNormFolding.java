package io.github.kws4j.train.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds each batch normalisation that follows a convolution into it: the same network when it answers, with fewer
 * layers. Kernels are multiplied by {@code gamma / sqrt(variance + epsilon)}; the rest becomes the bias. And unfolds
 * it, to train on. Static methods, safe to call from any thread.
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

    /**
     * What a channel's values are like.
     *
     * @param mean of each channel
     * @param variance of each channel
     */
    public record Moments(float[] mean, float[] variance) {}

    /** The same network with fewer layers. */
    public static Folded fold(List<Layer> layers, Weights weights) {
        var folding = new BatchNormFolding(weights);
        List<Layer> result = folding.fold("", "", layers);
        return new Folded(result, new Weights(folding.folded));
    }

    /**
     * Weights of layers with batch normalisation, from those of {@link #fold}'s layers: they answer alike. Each batch
     * normalisation that was folded adds the bias and changes nothing else.
     *
     * @param layers as {@link #fold} took them
     * @param folded weights of the layers that it gave
     * @throws IllegalArgumentException where the bias of a convolution that was folded into is missing
     */
    public static Weights unfold(List<Layer> layers, Weights folded) {
        var all = new LinkedHashMap<String, float[]>();
        new BatchNormFolding(folded).unfold("", "", layers, all);
        return new Weights(all);
    }

    private void unfold(String newPrefix, String oldPrefix, List<Layer> layers, Map<String, float[]> all) {
        int at = 0;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            String newName = LayerWalk.name(newPrefix, i, layer);
            String oldName = LayerWalk.name(oldPrefix, at++, layer);
            if (layer instanceof Layer.Residual block) {
                unfold(newName + LayerWalk.PATH, oldName + LayerWalk.PATH, block.path(), all);
                unfold(newName + LayerWalk.SHORTCUT, oldName + LayerWalk.SHORTCUT, block.shortcut(), all);
                continue;
            }
            copy(oldName, newName, all);
            if (isFolded(layers, i + 1)) {
                float[] bias = from.get(oldName + "/bias");
                // Stays, as zeros, where the convolution has a bias of its own.
                all.put(newName + "/bias", new float[bias.length]);
                i++;
                var norm = (Layer.BatchNorm) layers.get(i);
                String normName = LayerWalk.name(newPrefix, i, norm);
                all.put(normName + "/gamma", filled(bias.length, 1));
                all.put(normName + "/beta", bias);
                all.put(normName + "/moving_mean", new float[bias.length]);
                all.put(normName + "/moving_variance", filled(bias.length, (float) (1 - norm.epsilon())));
            }
        }
    }

    private static float[] filled(int length, float value) {
        var values = new float[length];
        Arrays.fill(values, value);
        return values;
    }

    /**
     * Weights that answer alike, whose batch normalisation is by other moving statistics: scale and shift make up for
     * the difference.
     *
     * @param network with batch normalisation
     * @param weights its weights
     * @param moments by name, what each batch normalisation is to normalise by
     * @throws IllegalArgumentException where those of one are missing
     */
    public static Weights normalizing(Network network, Weights weights, Map<String, Moments> moments) {
        var all = new LinkedHashMap<String, float[]>();
        weights.names().forEach(name -> all.put(name, weights.get(name)));
        for (Network.Stage stage : network.stages()) {
            if (stage.layer() instanceof Layer.BatchNorm norm) {
                Moments to = moments.get(stage.name());
                if (to == null) {
                    throw new IllegalArgumentException(
                            "expected moments of " + stage.name() + " but got those of " + moments.keySet());
                }
                normalize(stage.name(), norm.epsilon(), weights, to, all);
            }
        }
        return new Weights(all);
    }

    private static void normalize(String name, double epsilon, Weights from, Moments to, Map<String, float[]> all) {
        float[] mean = from.get(name + "/moving_mean");
        float[] variance = from.get(name + "/moving_variance");
        float[] gamma = from.get(name + "/gamma").clone();
        float[] beta = from.get(name + "/beta").clone();
        for (int c = 0; c < gamma.length; c++) {
            double slope = gamma[c] / Math.sqrt(variance[c] + epsilon);
            gamma[c] = (float) (slope * Math.sqrt(to.variance()[c] + epsilon));
            beta[c] += (float) (slope * (to.mean()[c] - mean[c]));
        }
        all.put(name + "/gamma", gamma);
        all.put(name + "/beta", beta);
        all.put(name + "/moving_mean", to.mean());
        all.put(name + "/moving_variance", to.variance());
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
            copy(oldName, newName, folded);
            if (isFolded(layers, i + 1)) {
                i++;
                var norm = (Layer.BatchNorm) layers.get(i);
                merge(newName, LayerWalk.name(oldPrefix, i, norm), norm);
                layer = withBias(layer);
            }
            result.add(layer);
        }
        return result;
    }

    /** Whether the layer at an index is a batch normalisation behind a convolution. */
    private static boolean isFolded(List<Layer> layers, int at) {
        return at > 0
                && at < layers.size()
                && layers.get(at) instanceof Layer.BatchNorm
                && (layers.get(at - 1) instanceof Layer.Conv || layers.get(at - 1) instanceof Layer.DepthwiseConv);
    }

    private static Layer withBias(Layer layer) {
        return layer instanceof Layer.Conv conv
                ? new Layer.Conv(conv.filters(), conv.kernel(), true)
                : new Layer.DepthwiseConv(((Layer.DepthwiseConv) layer).kernel(), true);
    }

    private void copy(String oldName, String newName, Map<String, float[]> to) {
        for (String name : from.names()) {
            if (name.startsWith(oldName + "/")) {
                to.put(newName + name.substring(oldName.length()), from.get(name));
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
