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

/** What an earlier training left, for another to begin with or to be taught by. */
sealed interface FirstWeights {
    /**
     * The weights of a network.
     *
     * @param identity says the labels and the layers
     * @param seed where those come from that the earlier network had not
     */
    Weights of(Network network, String identity, long seed) throws IOException;

    /** The same network for steps of so many of these clips. */
    Weights fitted(Weights first, Network network, Batches train, int step) throws IOException;

    /** A model file, or the checkpoint in a folder. */
    record At(Path path) implements FirstWeights {
        @Override
        public Weights of(Network network, String identity, long seed) throws IOException {
            return isModel()
                    ? model().of(network, identity, seed)
                    : new Checkpoint(path, identity).weights(network, seed);
        }

        @Override
        public Weights fitted(Weights first, Network network, Batches train, int step) throws IOException {
            return isModel() ? model().fitted(first, network, train, step) : first;
        }

        private boolean isModel() {
            return Files.isRegularFile(path);
        }

        private OfModel model() throws IOException {
            return new OfModel(Files.readAllBytes(path));
        }
    }

    /**
     * A model file's content. Its batch normalisation is part of its convolutions, and what it normalised by is lost: a
     * step would normalise by a batch, and change every answer. So it is measured again.
     */
    record OfModel(byte[] content) implements FirstWeights {
        private static final int MEASURED = 1000;

        @Override
        public Weights of(Network network, String identity, long seed) {
            List<String> labels = ModelFile.metadata(content).labels();
            if (identity.lines().noneMatch(Checkpoint.labels(labels)::equals)) {
                throw new IllegalArgumentException(
                        "expected a model of this training's labels but got one of " + labels);
            }
            Weights initial = Weights.initial(network, seed);
            BatchNormFolding.Folded folded = BatchNormFolding.fold(network.layers(), initial);
            var answering = new Network(network.input(), folded.layers());
            Weights read = OnnxWeights.read(content, answering);
            return BatchNormFolding.unfold(network.layers(), read).only(network.parameters());
        }

        @Override
        public Weights fitted(Weights first, Network network, Batches train, int step) {
            int clips = Math.min(MEASURED, train.clips());
            int perClip = network.input().values();
            var features = new float[clips * perClip];
            for (int from = 0; from < clips; from += step) {
                Batch batch = train.batch(1, from, Math.min(clips, from + step));
                System.arraycopy(batch.features(), 0, features, from * perClip, batch.clips() * perClip);
            }
            try (var tensorFlow = new TensorFlowNetwork(network)) {
                tensorFlow.load(first);
                var moments = tensorFlow.normalized(features, clips);
                return BatchNormFolding.normalizing(network.layers(), first, moments);
            }
        }
    }
}
