package io.github.kws4j.train;

import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.graph.OnnxGraph;
import io.github.kws4j.train.network.BatchNormFolding;
import io.github.kws4j.train.network.FeatureShape;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.OnnxStream;
import io.github.kws4j.train.network.Weights;
import java.util.List;
import java.util.Map;

/** A network that makes vectors of a spectrogram and has been fitted. Immutable and safe to share between threads. */
public final class TrainedVectors {
    private final Network network;
    private final Weights weights;
    private final List<Epoch> history;

    TrainedVectors(Network network, Weights weights, List<Epoch> history) {
        this.network = network;
        this.weights = weights;
        this.history = List.copyOf(history);
    }

    /**
     * What each epoch of the training gave.
     *
     * @return an unmodifiable list, first epoch first
     */
    public List<Epoch> history() {
        return history;
    }

    /**
     * The number of trained weights.
     *
     * @return above 0
     */
    public int size() {
        return network.trainedWeights();
    }

    /**
     * The network as the content of an ONNX file, to be computed step by step. Inputs: {@code spectrogram},
     * {@code batch x frames x bins}, and {@code state}, {@code batch x values}, zeros at first. Outputs: {@code
     * embeddings}, {@code batch x vectors x values}, and {@code next_state}, the state of the next step. All frames at
     * once or a few at a time, as long as the strides divide their number, the vectors are the same.
     *
     * @param metadata what the file says of itself
     * @return content of an ONNX file, batch normalisation folded into the convolutions before it
     */
    public byte[] toOnnx(Map<String, String> metadata) {
        var graph = new OnnxGraph("vectors");
        FeatureShape input = network.input();
        String frames = graph.input("spectrogram", -1, input.width());
        String image = graph.node("Unsqueeze", List.of(frames, graph.longs(1)));
        BatchNormFolding.Folded folded = BatchNormFolding.fold(network.layers(), weights);
        var layers = new OnnxStream(graph, folded.weights());
        String output = layers.walk(folded.layers(), image, input);
        String columns = graph.node("Squeeze", List.of(output, graph.longs(2)));
        graph.floatOutput(
                graph.named("embeddings", "Transpose", List.of(columns), OnnxGraph.ints("perm", 0, 2, 1)),
                -1,
                network.output().channels());
        layers.finish();
        return graph.toBytes(metadata);
    }
}
