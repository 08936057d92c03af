package io.github.kws4j.train;

import io.github.kws4j.graph.ModelFile;
import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.BatchNormFolding;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.OnnxWeights;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.tensorflow.TensorFlowNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What an earlier training left, for another to begin with or to be taught by.
 *
 * @param weights of the network
 * @param folded whether batch normalisation was folded into convolutions, so that what it normalised by is lost
 */
record FirstWeights(Weights weights, boolean folded) {
    private static final int MEASURED = 1000;

    /** Where they are, before it is known for which network. */
    interface Source {
        /**
         * Reads them.
         *
         * @param identity of the training: its lines say the labels and the layers, which have to be the same
         * @param seed where those come from that the earlier network had not
         * @throws IOException where they can't be read
         * @throws IllegalArgumentException where they are those of another network
         * @throws io.github.kws4j.ModelException where a model file has no metadata
         */
        FirstWeights read(Network network, String identity, long seed) throws IOException;
    }

    /** A model file, or a folder with a checkpoint. */
    static Source at(Path path) {
        return (network, identity, seed) -> {
            if (!Files.exists(path)) {
                throw new IOException("expected a model file or a folder with a checkpoint but there is no " + path);
            }
            return Files.isDirectory(path)
                    ? new FirstWeights(new Checkpoint(path, identity).weights(network, seed), false)
                    : of(Files.readAllBytes(path)).read(network, identity, seed);
        };
    }

    /** The content of a model file. */
    static Source of(byte[] model) {
        return (network, identity, seed) -> {
            List<String> labels = ModelFile.metadata(model).labels();
            if (identity.lines().noneMatch(Checkpoint.labels(labels)::equals)) {
                throw new IllegalArgumentException(
                        "expected a model of this training's labels but got one of " + labels);
            }
            return new FirstWeights(read(model, network, seed), true);
        };
    }

    private static Weights read(byte[] model, Network network, long seed) {
        if (!OnnxWeights.fit(model, folded(network))) {
            for (Growth growth : Growth.of(network)) {
                var before = new Network(network.input(), growth.before());
                if (OnnxWeights.fit(model, folded(before))) {
                    return growth.grow(read(model, before), seed).only(network.parameters());
                }
            }
        }
        return read(model, network);
    }

    private static Weights read(byte[] model, Network network) {
        Weights folded = OnnxWeights.read(model, folded(network));
        return BatchNormFolding.unfold(network.layers(), folded).only(network.parameters());
    }

    /** The network as a model file has it. */
    private static Network folded(Network network) {
        var folded = BatchNormFolding.fold(network.layers(), Weights.initial(network, 0));
        return new Network(network.input(), folded.layers());
    }

    /**
     * The weights for steps on such clips: a step normalises by its batch, so where that was lost, what each batch
     * normalisation takes of the first clips is measured, and its scale and shift are such that all answers stay.
     *
     * @param train whose first clips are measured
     * @param step clips in a step
     */
    Weights fitted(Network network, Batches train, int step) {
        if (!folded) {
            return weights;
        }
        int clips = Math.min(MEASURED, train.clips());
        int perClip = network.input().values();
        var features = new float[clips * perClip];
        for (int from = 0; from < clips; from += step) {
            Batch batch = train.batch(1, from, Math.min(train.clips(), from + step));
            int length = Math.min(batch.clips(), clips - from) * perClip;
            System.arraycopy(batch.features(), 0, features, from * perClip, length);
        }
        try (var tensorFlow = new TensorFlowNetwork(network)) {
            tensorFlow.load(weights);
            return BatchNormFolding.normalizing(network, weights, tensorFlow.normalized(features, clips));
        }
    }
}
