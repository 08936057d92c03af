package io.github.kws4j.train;

import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.evaluate.Evaluation;
import io.github.kws4j.train.tensorflow.TensorFlowNetwork;
import java.util.List;

/**
 * Clips with classes, to measure a network on.
 *
 * @param labels of the classes
 * @param features of the clips
 */
record ClassValidation(List<String> labels, Features features) implements Validation {
    @Override
    public int clips() {
        return features.clips();
    }

    @Override
    public String identity() {
        return features.identity();
    }

    @Override
    public Epoch.Figures measure(TensorFlowNetwork network) {
        float[][] logits = network.outputs(features.values(), features.clips());
        Evaluation measured = Evaluation.of(labels, logits, features.labels());
        return new Epoch.Figures(measured.loss(), measured.accuracy());
    }
}
