package io.github.kws4j.train;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A network that has been fitted, its front end and its labels. Immutable and safe to share between threads. */
public final class TrainedModel {
    private final String recipe;
    private final List<String> labels;
    private final FrontEnd frontEnd;
    private final Optional<Normalization> normalization;
    private final Network network;
    private final Weights weights;
    private final List<Epoch> history;
    private final double temperature;

    TrainedModel(
            String recipe,
            List<String> labels,
            FrontEnd frontEnd,
            Optional<Normalization> normalization,
            Network network,
            Weights weights,
            List<Epoch> history,
            double temperature) {
        this.recipe = recipe;
        this.labels = labels;
        this.frontEnd = frontEnd;
        this.normalization = normalization;
        this.network = network;
        this.weights = weights;
        this.history = history;
        this.temperature = temperature;
    }

    /**
     * The words, in the order of the logits.
     *
     * @return an unmodifiable list
     */
    public List<String> labels() {
        return labels;
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
     * What the logits are divided by before the softmax.
     *
     * @return 1 where none was fitted
     */
    public double temperature() {
        return temperature;
    }

    /**
     * The number of trained weights.
     *
     * @return above 0; moving statistics of batch normalisation are not counted
     */
    public int size() {
        return network.parameters().stream()
                .filter(parameter -> parameter.role().trained())
                .mapToInt(Network.Parameter::size)
                .sum();
    }

    /**
     * The network's answers to clips, before temperature and softmax.
     *
     * @param clips any clips; they are resampled and fitted to the window
     * @return {@code clips x labels}
     */
    public float[][] logits(AudioDataset clips) {
        Features features = Features.of(clips, frontEnd).features();
        normalization.ifPresent(features::normalize);
        try (var tensorFlow = new TensorFlowNetwork(network)) {
            tensorFlow.load(weights);
            return tensorFlow.logits(features.values(), features.clips());
        }
    }

    /**
     * How well the model hears labelled clips, with its temperature.
     *
     * @param clips clips with this model's labels
     * @return the figures
     * @throws IllegalArgumentException where {@code clips} is empty or its labels are not the model's
     */
    public Evaluation evaluate(AudioDataset clips) {
        if (!clips.labels().equals(labels)) {
            throw new IllegalArgumentException("expected clips labelled " + labels + " but got " + clips.labels());
        }
        float[][] logits = logits(clips);
        for (float[] row : logits) {
            for (int i = 0; i < row.length; i++) {
                row[i] /= (float) temperature;
            }
        }
        return Evaluation.of(
                labels,
                logits,
                IntStream.range(0, clips.size()).map(clips::label).toArray());
    }
}
