package io.github.kws4j.train;

import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network that has a residual block more than a trained one, and answers as that does until it is trained: the scale
 * of the block's last batch normalisation is 0 (Goyal et al. 2017), so the block gives what it takes.
 *
 * @param grown the network with the block
 * @param at where in its layers the block is, between two ReLUs, of which the second is left out with it
 */
record Growth(Network grown, int at) {
    private static final int ADDED = 2;

    /** Each block by which the network can have grown. */
    static List<Growth> of(Network network) {
        List<Layer> layers = network.layers();
        return IntStream.range(1, layers.size() - 1)
                .filter(i -> layers.get(i - 1) instanceof Layer.Relu && layers.get(i + 1) instanceof Layer.Relu)
                .filter(i -> layers.get(i) instanceof Layer.Residual block && mayChangeNothing(block))
                .mapToObj(i -> new Growth(network, i))
                .toList();
    }

    private static boolean mayChangeNothing(Layer.Residual block) {
        int last = block.path().size() - 1;
        return block.shortcut().isEmpty() && last >= 0 && block.path().get(last) instanceof Layer.BatchNorm;
    }

    /** The layers before it grew. */
    List<Layer> before() {
        var layers = new ArrayList<>(grown.layers());
        layers.subList(at, at + ADDED).clear();
        return layers;
    }

    /** The weights of the network before it grew, and those that the block begins with, drawn from {@code seed}. */
    Weights grow(Weights trained, long seed) {
        Weights initial = Weights.initial(grown, seed);
        int last = ((Layer.Residual) grown.layers().get(at)).path().size() - 1;
        var all = new LinkedHashMap<String, float[]>();
        for (Network.Parameter parameter : grown.parameters()) {
            String name = parameter.name();
            String inside = name.substring(name.indexOf('_'));
            int layer = Integer.parseInt(name.substring(0, name.indexOf('_')));
            if (layer != at) {
                all.put(name, trained.get((layer < at ? layer : layer - ADDED) + inside));
            } else if (inside.endsWith("/" + last + "_batch_norm/gamma")) {
                all.put(name, new float[parameter.size()]);
            } else {
                all.put(name, initial.get(name));
            }
        }
        return new Weights(all);
    }
}
