package io.github.kws4j.train;

import io.github.kws4j.train.augment.SpectrogramAugmentation;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.optimizer.LearningRate;
import io.github.kws4j.train.optimizer.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.TensorFlow;

/**
 * All that decides a training but its clips: the options of a {@link KeywordTrainer}, no longer to be changed.
 *
 * @param recipe the name of the recipe it began with
 * @param input what the network takes of a clip
 * @param layers the network but for its last layer
 * @param steps how weights change
 * @param stop when it ends, and with which weights
 * @param seed where all random numbers come from
 * @param firstWeights where the weights come from that it begins with, where they are not drawn
 * @param teachers trained networks that it learns from beside the labels
 */
record TrainingOptions(
        String recipe,
        Input input,
        List<Layer> layers,
        Steps steps,
        Stop stop,
        long seed,
        Optional<FirstWeights.Source> firstWeights,
        Teachers teachers) {
    /**
     * What the network takes.
     *
     * @param frontEnd from samples to features
     * @param normalized whether features are brought to mean 0 and variance 1
     */
    record Input(FrontEnd frontEnd, boolean normalized) {}

    /**
     * How weights change.
     *
     * @param optimizer how a step follows the gradient
     * @param learningRate how far
     * @param labelSmoothing share of each label dealt out to all
     * @param batches the clips of each step
     * @param augmentation changes to their spectrograms
     */
    record Steps(
            Optimizer optimizer,
            LearningRate learningRate,
            double labelSmoothing,
            BatchOptions batches,
            Optional<SpectrogramAugmentation> augmentation) {
        /** Whether a step depends on the number of all steps. */
        boolean dependOnLength() {
            return learningRate.dependsOnLength() || optimizer.dependsOnLength();
        }
    }

    /**
     * The clips of each step.
     *
     * @param size clips in one step
     * @param fixed whether the members of each batch stay the same
     * @param drawsPerEpoch clips in an epoch where they are drawn from sources
     */
    record BatchOptions(int size, boolean fixed, int drawsPerEpoch) {}

    /**
     * The end of a training.
     *
     * @param epochs the most passes
     * @param patience passes in a row without a lower validation loss after which it ends
     * @param keepsBest whether the weights are those of the best pass
     */
    record Stop(int epochs, int patience, boolean keepsBest) {}

    /**
     * Trained networks to learn from.
     *
     * @param share of what a clip is to be answered, how much is their answer: 0 to 1
     * @param trained folders of their checkpoints, or model files
     */
    record Teachers(double share, List<Path> trained) {
        static final Teachers NONE = new Teachers(0, List.of());

        Teachers {
            trained = List.copyOf(trained);
        }

        /** Their weights, for a network of which the identity says the labels and the layers. */
        List<Weights> weights(Network network, String identity) throws IOException {
            var weights = new ArrayList<Weights>();
            for (Path path : trained) {
                weights.add(FirstWeights.at(path).read(network, identity, 0).weights());
            }
            return weights;
        }
    }

    TrainingOptions {
        layers = List.copyOf(layers);
    }

    FrontEnd frontEnd() {
        return input.frontEnd;
    }

    int batchSize() {
        return steps.batches.size;
    }

    /** The network for this many labels. */
    Network network(int labels) {
        var all = new ArrayList<>(layers);
        all.add(new Layer.Dense(labels));
        return new Network(input.frontEnd.shape(), all);
    }

    /** What must not differ where a training goes on from a checkpoint, a line each. */
    List<String> identity() {
        var lines = new ArrayList<>(List.of(
                "seed " + seed,
                "batch size " + steps.batches.size + (steps.batches.fixed ? ", fixed batches" : ""),
                "optimizer " + steps.optimizer,
                "learning rate " + steps.learningRate,
                "label smoothing " + steps.labelSmoothing,
                "keep best " + stop.keepsBest));
        if (steps.dependOnLength()) {
            lines.add("epochs " + stop.epochs);
        }
        return lines;
    }

    /** What a model says of the training it comes from. */
    Map<String, String> notes() {
        var version = Optional.ofNullable(KeywordTrainer.class.getPackage().getImplementationVersion());
        return Map.of(
                "recipe", recipe,
                "seed", Long.toString(seed),
                "version", version.orElse("development"),
                "tensorflow", TensorFlow.version());
    }
}
