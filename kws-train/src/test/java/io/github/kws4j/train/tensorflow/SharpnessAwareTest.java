package io.github.kws4j.train.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.FeatureShape;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.optimizer.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A sharpness-aware step is the base's step with the gradient of the place up the hill, which plain steps of rate 1
 * give.
 */
class SharpnessAwareTest {
    private static final double RADIUS = 0.3;
    private static final Optimizer PLAIN = new Optimizer.Sgd(0, false, 0);
    private static final Network NETWORK = new Network(
            new FeatureShape(4, 3, 1),
            List.of(Layer.conv(3, 2), new Layer.Relu(), new Layer.Flatten(), new Layer.Dense(3)));

    private final Weights start = Weights.initial(NETWORK, 7);
    private final Batch batch = batch();

    private static Batch batch() {
        var features = new float[5 * 12];
        var random = new Random(1);
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
        }
        return new Batch.OfClasses(features, new int[] {0, 1, 2, 1, 0});
    }

    private Weights step(Optimizer optimizer, Weights from, long step) {
        try (var network = new TensorFlowNetwork(NETWORK, optimizer, new Objective.Classes(0))) {
            network.load(from);
            network.train(batch, step, 10, 1, 0);
            return network.state();
        }
    }

    /** {@code a + factor (b - c)} for each weight. */
    private static Weights sum(Weights a, double factor, Weights b, Weights c) {
        var sums = new LinkedHashMap<String, float[]>();
        for (Network.Parameter parameter : NETWORK.parameters()) {
            float[] values = a.get(parameter.name()).clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (factor * (b.get(parameter.name())[i] - c.get(parameter.name())[i]));
            }
            sums.put(parameter.name(), values);
        }
        return new Weights(sums);
    }

    private static double norm(Weights b, Weights c) {
        double squares = 0;
        for (Network.Parameter parameter : NETWORK.parameters()) {
            for (int i = 0; i < parameter.size(); i++) {
                squares += Math.pow(b.get(parameter.name())[i] - c.get(parameter.name())[i], 2);
            }
        }
        return Math.sqrt(squares);
    }

    private static void assertSame(Weights actual, Weights expected) {
        for (Network.Parameter parameter : NETWORK.parameters()) {
            assertThat(actual.get(parameter.name())).containsExactly(expected.get(parameter.name()), within(2e-6f));
        }
    }

    private Weights withGradientOfUphill() {
        Weights down = step(PLAIN, start, 1);
        Weights up = sum(start, RADIUS / norm(start, down), start, down);
        return sum(start, 1, step(PLAIN, up, 1), up);
    }

    @Test
    void theGradientIsTakenUphill() {
        Weights aware = step(new Optimizer.SharpnessAware(PLAIN, RADIUS, 0), start, 1);

        assertSame(aware, withGradientOfUphill());
        assertThat(norm(aware, step(PLAIN, start, 1))).isGreaterThan(0.01);
    }

    @Test
    void theFirstPartOfATrainingTakesPlainSteps() {
        var late = new Optimizer.SharpnessAware(PLAIN, RADIUS, 0.7);

        assertSame(step(late, start, 7), step(PLAIN, start, 7));
        assertSame(step(late, start, 8), withGradientOfUphill());
    }

    @Test
    void aPlainStepAfterASharpnessAwareOneStartsFromWhereThatEnded() {
        Weights first = step(new Optimizer.SharpnessAware(PLAIN, RADIUS, 0), start, 1);

        assertSame(step(new Optimizer.SharpnessAware(PLAIN, RADIUS, 0.7), first, 2), step(PLAIN, first, 2));
    }
}
