package io.github.kws4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.kws4j.graph.Precision;
import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.FeatureShape;
import io.github.kws4j.train.network.Kernel;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Padding;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.optimizer.LearningRate;
import io.github.kws4j.train.tensorflow.TensorFlowNetwork;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorTrainerTest {
    private static final int FRAMES = 48;
    private static final int BINS = 6;
    private static final int VALUES = 3;
    private static final FeatureShape INPUT = new FeatureShape(FRAMES, BINS, 1);

    @TempDir
    private Path folder;

    /** Four frames make one vector: strides over time, bins, both paths of a residual block and a dilation. */
    private static List<Layer> layers() {
        var layers = new ArrayList<Layer>();
        layers.add(Layer.batchNorm());
        layers.addAll(Layer.normalizedConv(
                4, Kernel.of(5, 3).withStride(2, 2).withPadding(Padding.BEFORE, Padding.BOTH_ENDS)));
        layers.add(new Layer.Relu());
        layers.add(new Layer.BandsToChannels());
        layers.add(new Layer.Residual(Layer.separableConv(12, lookingBack(3).withDilation(1, 2)), List.of()));
        layers.addAll(Layer.separableConv(8, lookingBack(4).withStride(1, 2)));
        layers.add(new Layer.Relu());
        layers.add(new Layer.Conv(VALUES, Kernel.of(1, 1), true));
        return layers;
    }

    private static Kernel lookingBack(int taps) {
        return Kernel.of(1, taps).withPadding(Padding.NONE, Padding.BEFORE);
    }

    /**
     * The wanted vector: means of pairs of bins over the last eight frames, so mostly of frames before the four that it
     * stands for.
     */
    private static VectorSource.Example example(SplittableRandom random) {
        var features = new float[FRAMES * BINS];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
        }
        var vectors = new float[FRAMES / 4 * VALUES];
        for (int i = 0; i < vectors.length; i++) {
            int last = 4 * (i / VALUES) + 3;
            for (int frame = Math.max(0, last - 7); frame <= last; frame++) {
                int bin = frame * BINS + 2 * (i % VALUES);
                vectors[i] += (features[bin] + features[bin + 1]) / 4;
            }
        }
        return new VectorSource.Example(features, vectors);
    }

    private static VectorTrainer trainer() {
        return VectorTrainer.of(INPUT, layers())
                .drawsPerEpoch(256, 64)
                .batchSize(16)
                .seed(3)
                .epochs(6);
    }

    @Test
    void aNetworkLearnsWhatDependsOnFramesBefore() throws IOException {
        TrainedVectors network = trainer()
                .epochs(30)
                .learningRate(new LearningRate.Cosine(0.02, 0.05))
                .fit(VectorTrainerTest::example, VectorTrainerTest::example);
        var first = network.history().get(0);
        var last = network.history().get(29);
        assertThat(last.validation().loss())
                .isLessThan(0.35 * first.validation().loss());
        assertThat(last.validation().accuracy()).isGreaterThan(0.85);
    }

    @Test
    void aTrainingGoesOnFromItsCheckpointToTheSameWeights() throws IOException {
        fit(1, true);
        assertThat(fit(2, true)).isEqualTo(fit(2, false)).isNotEqualTo(fit(1, false));
    }

    private byte[] fit(int epochs, boolean kept) throws IOException {
        VectorTrainer trainer =
                trainer().learningRate(new LearningRate.Constant(0.01)).epochs(epochs);
        if (kept) {
            trainer.checkpoint(folder);
        }
        return trainer.fit(VectorTrainerTest::example, VectorTrainerTest::example)
                .toOnnx(Map.of());
    }

    @Test
    void aClipOfAnotherSizeIsRefused() {
        VectorSource wrong = random -> new VectorSource.Example(new float[FRAMES * BINS], new float[5]);
        assertThatThrownBy(() -> trainer().fit(wrong, wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected 36 values of vectors a clip but got 5");
    }

    @Test
    void aNetworkThatEndsInOneVectorIsRefused() {
        assertThatThrownBy(() -> VectorTrainer.of(INPUT, List.of(new Layer.Flatten(), new Layer.Dense(3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected vectors along a width at the network's output but got 3");
    }

    @Test
    void stepsOfAnyLengthGiveWhatTensorFlowGivesAtOnce() throws OrtException {
        Network network = Network.ofVectors(INPUT, layers());
        Weights weights = Weights.initial(network, 5);
        weights.get("0_batch_norm/moving_mean")[0] = 0.3f;
        weights.get("0_batch_norm/moving_variance")[0] = 2;
        float[] features = example(new SplittableRandom(1)).features();
        float[] expected;
        try (var tensorFlow = new TensorFlowNetwork(network)) {
            tensorFlow.load(weights);
            expected = tensorFlow.outputs(features, 1)[0];
        }
        byte[] model = new TrainedVectors(network, weights, List.of()).toOnnx(Map.of());
        for (int[] steps : new int[][] {{48}, {4, 44}, {8, 8, 16, 12, 4}}) {
            float[] stepped = stepped(model, features, steps);
            assertThat(stepped).as("steps %s", Arrays.toString(steps)).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat(stepped[i]).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    private static float[] stepped(byte[] model, float[] features, int[] steps) throws OrtException {
        var environment = OrtEnvironment.getEnvironment();
        var given = new ArrayList<Float>();
        try (var options = new OrtSession.SessionOptions();
                var session = environment.createSession(model, options)) {
            long values = ((ai.onnxruntime.TensorInfo)
                            session.getInputInfo().get("state").getInfo())
                    .getShape()[1];
            var state = new float[(int) values];
            int at = 0;
            for (int step : steps) {
                float[] part = Arrays.copyOfRange(features, at * BINS, (at + step) * BINS);
                at += step;
                try (var x = OnnxTensor.createTensor(environment, FloatBuffer.wrap(part), new long[] {1, step, BINS});
                        var before =
                                OnnxTensor.createTensor(environment, FloatBuffer.wrap(state), new long[] {1, values});
                        var result = session.run(Map.of("spectrogram", x, "state", before))) {
                    FloatBuffer out = ((OnnxTensor) result.get("embeddings").orElseThrow()).getFloatBuffer();
                    IntStream.range(0, out.remaining()).forEach(i -> given.add(out.get(i)));
                    ((OnnxTensor) result.get("next_state").orElseThrow())
                            .getFloatBuffer()
                            .get(state);
                }
            }
        }
        var all = new float[given.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = given.get(i);
        }
        return all;
    }

    @Test
    void kernelsOfSixteenBitsGiveNearlyTheSameVectorsAndKeepTheMetadata() throws OrtException {
        Network network = Network.ofVectors(INPUT, layers());
        byte[] model = new TrainedVectors(network, Weights.initial(network, 5), List.of()).toOnnx(Map.of("of", "test"));
        byte[] half = Precision.FLOAT16.convert(model, Stream.empty());
        float[] features = example(new SplittableRandom(1)).features();
        float[] expected = stepped(model, features, new int[] {FRAMES});
        float[] given = stepped(half, features, new int[] {FRAMES});
        for (int i = 0; i < expected.length; i++) {
            assertThat(given[i]).isCloseTo(expected[i], within(2e-3f));
        }
        try (var session = OrtEnvironment.getEnvironment().createSession(half)) {
            assertThat(session.getMetadata().getCustomMetadata())
                    .containsOnly(Map.entry("of", "test"), Map.entry("kws.note.precision", "FLOAT16"));
        }
    }

    @Test
    void drawsDependOnSeedEpochAndNumberAlone() {
        Network network = Network.ofVectors(INPUT, layers());
        try (var inOrder = new DrawnVectors(VectorTrainerTest::example, network, 50, 1);
                var anyOrder = new DrawnVectors(VectorTrainerTest::example, network, 50, 1)) {
            inOrder.batch(1, 0, 20);
            Batch.OfVectors second = inOrder.batch(1, 20, 40);
            Batch.OfVectors alone = anyOrder.batch(1, 20, 40);
            assertThat(alone.features()).isEqualTo(second.features());
            assertThat(alone.vectors()).isEqualTo(second.vectors());
            assertThat(anyOrder.batch(2, 20, 40).features()).isNotEqualTo(second.features());
        }
    }
}
