package io.github.kws4j.train.network;

import java.util.ArrayList;
import java.util.List;

/** The networks of the recipes, without their last layer. */
public final class Networks {
    private Networks() {}

    /** The network of TensorFlow's tutorial: 1.6 million weights on 32x32 with eight words. */
    public static List<Layer> tutorial() {
        return List.of(
                Layer.conv(32, 3),
                new Layer.Relu(),
                Layer.conv(64, 3),
                new Layer.Relu(),
                new Layer.MaxPool(2),
                new Layer.Dropout(0.25),
                new Layer.Flatten(),
                new Layer.Dense(128),
                new Layer.Relu(),
                new Layer.Dropout(0.5));
    }

    /**
     * A temporal, depthwise-separable residual network in the manner of MatchboxNet (Majumdar and Ginsburg 2020) and of
     * ds_tc_resnet (Rybakov et al. 2020): the bands are channels, and convolutions run over time. Only the first, and a
     * residual block behind it, run over time and bands, so that a voice a few bands higher gives like features. With
     * 40 bands, 96 filters and ten labels 129,240 weights, and over 98 frames 5.4 million multiply-adds.
     */
    public static List<Layer> compact(int filters) {
        var layers = new ArrayList<Layer>();
        layers.add(Layer.batchNorm());
        layers.addAll(Layer.normalizedConv(12, Kernel.of(5, 5).withStride(2, 2).withPadding()));
        layers.add(new Layer.Relu());
        Kernel nearby = Kernel.of(3, 3).withPadding();
        layers.add(new Layer.Residual(separable(12, nearby, nearby), List.of()));
        layers.add(new Layer.Relu());
        layers.add(new Layer.BandsToChannels());
        layers.addAll(Layer.normalizedConv(filters, along(1)));
        layers.add(new Layer.Relu());
        block(layers, filters, 9, 1);
        block(layers, filters, 11, 1);
        block(layers, filters, 13, 2);
        block(layers, filters, 15, 1);
        layers.add(new Layer.Residual(Layer.separableConv(filters, along(9).withDilation(1, 2)), List.of()));
        layers.add(new Layer.Relu());
        layers.add(new Layer.GlobalAveragePool());
        layers.add(new Layer.Dropout(0.1));
        return layers;
    }

    private static void block(List<Layer> layers, int filters, int taps, int stride) {
        List<Layer> path = separable(filters, along(taps).withStride(1, stride), along(taps));
        List<Layer> shortcut = stride == 1
                ? List.of()
                : Layer.normalizedConv(filters, Kernel.of(1, 1).withStride(1, stride));
        layers.add(new Layer.Residual(path, shortcut));
        layers.add(new Layer.Relu());
    }

    private static List<Layer> separable(int filters, Kernel first, Kernel second) {
        var path = new ArrayList<Layer>(Layer.separableConv(filters, first));
        path.add(new Layer.Relu());
        path.addAll(Layer.separableConv(filters, second));
        return path;
    }

    private static Kernel along(int taps) {
        return Kernel.of(1, taps).withPadding();
    }
}
