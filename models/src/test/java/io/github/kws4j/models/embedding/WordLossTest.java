package io.github.kws4j.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class WordLossTest {
    private static final WordLoss.Rows ROWS = new WordLoss.Rows(3, 2, 2, 40);
    private static final WordNetwork.Sizes SIZES = new WordNetwork.Sizes(5, 4);

    private final SplittableRandom random = new SplittableRandom(3);

    private Matrix normal(int rows, int columns) {
        var matrix = Matrix.zeros(rows, columns);
        for (int i = 0; i < matrix.values().length; i++) {
            matrix.values()[i] = (float) random.nextGaussian();
        }
        return matrix;
    }

    /** The words' rows lie apart from the other speech, each word's in its direction. */
    private Matrix outputs() {
        Matrix outputs = normal(ROWS.all(), 4);
        for (int row = 0; row < ROWS.words() * ROWS.each(); row++) {
            outputs.values()[row * 4 + row / ROWS.each()] += 2;
        }
        return outputs;
    }

    @Test
    void theGradientInTheOutputsIsTheSlopeOfTheLoss() {
        Matrix outputs = outputs();
        Matrix gradient = WordLoss.of(ROWS, outputs, 1.5).inOutputs();
        double largest = 0;
        for (int i = 0; i < outputs.values().length; i++) {
            double slope = slope(
                    outputs.values(), i, () -> WordLoss.of(ROWS, outputs, 1.5).loss());
            assertThat((double) gradient.values()[i]).isCloseTo(slope, within(2e-4));
            largest = Math.max(largest, Math.abs(slope));
        }
        assertThat(largest).isGreaterThan(0.05);
    }

    @Test
    void theGradientInTheFactorIsTheSlopeOfTheLoss() {
        Matrix outputs = outputs();
        double above = WordLoss.of(ROWS, outputs, 1.501).loss();
        double below = WordLoss.of(ROWS, outputs, 1.499).loss();
        assertThat(WordLoss.of(ROWS, outputs, 1.5).inFactor()).isCloseTo((above - below) / 0.002, within(1e-4));
    }

    @Test
    void theGradientsInTheWeightsAreTheSlopesOfTheLoss() {
        var network = new WordNetwork(SIZES, random);
        network.weights().forEach(weights -> perturb(weights.values()));
        Matrix windows = normal(ROWS.all(), WordWindows.LENGTH * WordWindows.VALUES);
        var pass = network.new Pass(windows);
        List<Matrix> gradients =
                pass.gradients(WordLoss.of(ROWS, pass.outputs(), 1.5).inOutputs());
        for (int layer = 0; layer < gradients.size(); layer++) {
            float[] weights = network.weights().get(layer).values();
            for (int i = 0; i < weights.length; i += 1 + weights.length / 12) {
                double slope = slope(
                        weights,
                        i,
                        () -> WordLoss.of(ROWS, network.new Pass(windows).outputs(), 1.5)
                                .loss());
                assertThat((double) gradients.get(layer).values()[i])
                        .as("layer %d, weight %d", layer, i)
                        .isCloseTo(slope, within(2e-3 + 0.02 * Math.abs(slope)));
            }
        }
    }

    private void perturb(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (0.2 * random.nextGaussian());
        }
    }

    private static double slope(float[] values, int i, DoubleSupplier loss) {
        float before = values[i];
        float step = 4e-3f;
        values[i] = before + step;
        double above = loss.getAsDouble();
        values[i] = before - step;
        double below = loss.getAsDouble();
        values[i] = before;
        return (above - below) / (2 * step);
    }

    @Test
    void wordsThatLieApartAreAboveAllOtherSpeech() {
        Matrix outputs = normal(ROWS.all(), 4);
        for (int row = 0; row < ROWS.words() * ROWS.each(); row++) {
            outputs.values()[row * 4 + row / ROWS.each()] += 40;
        }
        var judgement = WordLoss.of(ROWS, outputs, 1.5);
        assertThat(judgement.above()).isEqualTo(1);
        assertThat(judgement.loss()).isLessThan(0.01);
    }
}
