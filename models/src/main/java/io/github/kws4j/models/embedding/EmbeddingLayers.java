package io.github.kws4j.models.embedding;

import io.github.kws4j.train.network.Kernel;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Padding;
import java.util.ArrayList;
import java.util.List;

/**
 * The embedding's network over 40 log-mel bands: two convolutions over time and bands, the bands as channels, then
 * residual depthwise-separable convolutions over time that look back only, at 50, 25 and 12.5 places a second. A vector
 * depends on 3.9 s. 361 thousand weights and 9.6 million multiply-adds a second of sound.
 */
final class EmbeddingLayers {
    static final int BANDS = 40;

    private EmbeddingLayers() {}

    static List<Layer> standard() {
        var layers = new ArrayList<Layer>();
        layers.add(Layer.batchNorm());
        normalized(layers, 16, Kernel.of(5, 5).withStride(2, 2));
        normalized(layers, 24, Kernel.of(3, 3).withStride(1, 2));
        layers.add(new Layer.BandsToChannels());
        layers.addAll(Layer.normalizedConv(128, Kernel.of(1, 1)));
        layers.add(new Layer.Relu());
        residual(layers, 128, 7);
        halving(layers, 160, 9);
        for (int i = 0; i < 3; i++) {
            residual(layers, 160, 9);
        }
        halving(layers, 192, 9);
        for (int taps : new int[] {9, 9, 7, 7}) {
            residual(layers, 192, taps);
        }
        layers.add(new Layer.Conv(Teacher.VALUES, Kernel.of(1, 1), true));
        return layers;
    }

    private static void normalized(List<Layer> layers, int filters, Kernel kernel) {
        layers.addAll(Layer.normalizedConv(filters, kernel.withPadding(Padding.BEFORE, Padding.BOTH_ENDS)));
        layers.add(new Layer.Relu());
    }

    private static void residual(List<Layer> layers, int filters, int taps) {
        layers.add(new Layer.Residual(Layer.separableConv(filters, lookingBack(taps)), List.of()));
        layers.add(new Layer.Relu());
    }

    private static void halving(List<Layer> layers, int filters, int taps) {
        layers.addAll(Layer.separableConv(filters, lookingBack(taps).withStride(1, 2)));
        layers.add(new Layer.Relu());
    }

    private static Kernel lookingBack(int taps) {
        return Kernel.of(1, taps).withPadding(Padding.NONE, Padding.BEFORE);
    }
}
