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
            var answering = BatchNormFolding.fold(network.layers(), Weights.initial(network, seed));
            Weights read = OnnxWeights.read(model, new Network(network.input(), answering.layers()));
            Weights unfolded = BatchNormFolding.unfold(network.layers(), read).only(network.parameters());
            return new FirstWeights(unfolded, true);
        };
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
            Batch batch = train.batch(1, from, Math.min(clips, from + step));
            System.arraycopy(batch.features(), 0, features, from * perClip, batch.clips() * perClip);
        }
        try (var tensorFlow = new TensorFlowNetwork(network)) {
            tensorFlow.load(weights);
            return BatchNormFolding.normalizing(network, weights, tensorFlow.normalized(features, clips));
        }
    }
}
