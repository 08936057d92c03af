package io.github.kws4j.train;

import static io.github.kws4j.train.ToneTraining.TRAIN;
import static io.github.kws4j.train.ToneTraining.VALIDATION;
import static io.github.kws4j.train.ToneTraining.tones;
import static io.github.kws4j.train.ToneTraining.trainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.EmbeddedModel;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Score;
import io.github.kws4j.Softmax;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.graph.Precision;
import io.github.kws4j.train.augment.Noise;
import io.github.kws4j.train.network.Kernel;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Padding;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.optimizer.LearningRate;
import io.github.kws4j.train.tensorflow.TensorFlowNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a training takes from a model file to begin with. */
@Timeout(300)
class FirstWeightsTest {
    private static final double STANDING_STILL = 1e-12;

    @TempDir
    static Path folder;

    private static TrainedModel model;
    private static byte[] file;

    /** Batch normalisation of what is taken, behind each kind of convolution, in both ways of a block, behind none. */
    private static List<Layer> layers() {
        Kernel near = Kernel.of(3, 3).withPadding();
        var shortcut = Layer.normalizedConv(6, Kernel.of(1, 1));
        var layers = new ArrayList<Layer>(List.of(Layer.batchNorm()));
        layers.addAll(Layer.normalizedConv(4, near));
        layers.add(new Layer.Relu());
        layers.add(new Layer.Residual(Layer.separableConv(6, near), shortcut));
        layers.add(new Layer.Relu());
        layers.add(Layer.batchNorm());
        layers.add(new Layer.Conv(3, near, true));
        layers.add(Layer.batchNorm());
        layers.add(new Layer.DepthwiseConv(near, false));
        layers.add(Layer.batchNorm());
        layers.add(new Layer.MaxPool(2));
        layers.add(new Layer.Flatten());
        layers.add(new Layer.Dense(5));
        return layers;
    }

    private static KeywordTrainer normalizing() {
        return trainer().network(layers()).normalize(false);
    }

    @BeforeAll
    static void train() throws IOException {
        model = normalizing().epochs(8).fit(TRAIN, VALIDATION);
        file = exported(model);
    }

    private static byte[] exported(TrainedModel model) throws IOException {
        Path exported = folder.resolve("exported.onnx");
        model.exportSpectrogramForm(exported);
        return Files.readAllBytes(exported);
    }

    private static KeywordTrainer adapting() {
        return normalizing().epochs(1).learningRate(new LearningRate.Constant(STANDING_STILL));
    }

    private static float[][] outputs(byte[] content, KeywordTrainer trainer, List<String> labels, float[] features) {
        TrainingOptions options = trainer.options();
        Network network = options.network(labels.size());
        Weights weights = weights(content, network, labels);
        try (var tensorFlow = new TensorFlowNetwork(network)) {
            tensorFlow.load(weights);
            return tensorFlow.outputs(
                    features, features.length / network.input().values());
        }
    }

    private static Weights weights(byte[] content, Network network, List<String> labels) {
        try {
            return FirstWeights.of(content)
                    .read(network, Checkpoint.labels(labels), 1)
                    .weights();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void bothFormsOfAModelFileGiveWeightsThatAnswerAsTheModelDoes() throws IOException {
        Path waveform = folder.resolve("waveform.onnx");
        model.export(waveform);
        float[] features = Features.of(VALIDATION, normalizing().options().frontEnd())
                .features()
                .values();
        float[][] wanted = model.logits(VALIDATION);

        for (byte[] content : List.of(file, Files.readAllBytes(waveform))) {
            float[][] found = outputs(content, normalizing(), model.labels(), features);
            for (int clip = 0; clip < wanted.length; clip++) {
                assertThat(found[clip]).containsExactly(wanted[clip], within(1e-4f));
            }
        }
    }

    @Test
    void theModelInTheJarIsTakenUpWhereItStopped() {
        KeywordTrainer trainer = KeywordTrainer.compact().window(Duration.ofMillis(1500), 16_000);
        FrontEnd frontEnd = trainer.options().frontEnd();
        float[] noise = Noise.coloured(1, frontEnd.window(), 16_000, 1).samples();
        float[] samples = Arrays.copyOf(noise, frontEnd.window());
        byte[] content = EmbeddedModel.find().content();
        try (KeywordClassifier classifier = KeywordClassifier.pretrained()) {
            List<String> labels = classifier.labels();
            float[] logits = outputs(content, trainer, labels, frontEnd.spectrogram(samples))[0];
            double[] found = new Softmax(classifier.metadata().temperature()).probabilities(logits);
            for (Score score : classifier.classify(samples).scores()) {
                assertThat(found[labels.indexOf(score.label())]).isCloseTo(score.probability(), within(1e-4));
            }
        }
    }

    /** With all clips in one batch, a step normalises by just what was measured, whatever the clips' level. */
    @ParameterizedTest
    @ValueSource(floats = {1, 0.1f})
    void stepsBeginWithTheAnswersOfTheModel(float gain) throws IOException {
        AudioDataset train = amplified(TRAIN, gain);

        TrainedModel adapted =
                adapting().batchSize(train.size()).firstWeights(file).fit(train, VALIDATION);

        assertThat(adapted.history().get(0).training().loss())
                .isCloseTo(model.evaluate(train).loss(), within(1e-3));
        assertThat(adapted.evaluate(VALIDATION).loss())
                .isCloseTo(model.evaluate(VALIDATION).loss(), within(1e-3));
    }

    private static AudioDataset amplified(AudioDataset clips, float gain) {
        return AudioDataset.of(clips.clips().stream()
                .map(clip -> {
                    float[] samples = clip.audio().samples();
                    for (int i = 0; i < samples.length; i++) {
                        samples[i] *= gain;
                    }
                    return LabelledClip.of(clip.name(), clip.word(), Audio.of(samples, clip.sampleRate()));
                })
                .toList());
    }

    @Test
    void aNetworkThatNormalisesNothingGoesOn() throws IOException {
        TrainedModel plain = trainer().fit(TRAIN, VALIDATION);

        TrainedModel adapted = trainer()
                .epochs(1)
                .learningRate(new LearningRate.Constant(STANDING_STILL))
                .firstWeights(exported(plain))
                .fit(TRAIN, VALIDATION);

        assertThat(adapted.evaluate(VALIDATION).loss())
                .isCloseTo(plain.evaluate(VALIDATION).loss(), within(1e-4));
    }

    @Test
    void aNetworkMayHaveABlockMoreThanTheFile() throws IOException {
        Layer first = Layer.conv(4, 3);
        var relu = new Layer.Relu();
        var pool = new Layer.GlobalAveragePool();
        var block = new Layer.Residual(Layer.separableConv(4, Kernel.of(3, 3).withPadding()), List.of());
        TrainedModel small = trainer().network(List.of(first, relu, pool)).fit(TRAIN, VALIDATION);

        TrainedModel grown = adapting()
                .normalize(true)
                .network(List.of(first, relu, block, relu, pool))
                .firstWeights(exported(small))
                .fit(TRAIN, VALIDATION);

        assertThat(grown.size()).isGreaterThan(small.size());
        assertThat(grown.evaluate(VALIDATION).loss())
                .isCloseTo(small.evaluate(VALIDATION).loss(), within(1e-4));
    }

    @Test
    void aTrainingFromAModelFileIsResumed(@TempDir Path kept) throws IOException {
        Path path = Files.write(folder.resolve("first.onnx"), file);
        TrainedModel begun = adapting().firstWeights(path).checkpoint(kept).fit(TRAIN, VALIDATION);

        TrainedModel resumed =
                adapting().epochs(2).firstWeights(path).checkpoint(kept).fit(TRAIN, VALIDATION);

        assertThat(resumed.history()).hasSize(2).startsWith(begun.history().get(0));
    }

    @Test
    void aModelFileTeachesWhatItsCheckpointTeaches(@TempDir Path kept) throws IOException {
        AudioDataset swapped = TRAIN.relabel(label -> Optional.of(label.equals("high") ? "low" : "high"));
        TrainedModel teacher = normalizing().epochs(15).checkpoint(kept).fit(swapped, VALIDATION);
        Path path = Files.write(folder.resolve("teacher.onnx"), exported(teacher));

        TrainedModel byCheckpoint =
                normalizing().epochs(15).teachers(1, List.of(kept)).fit(TRAIN, VALIDATION);
        TrainedModel byFile =
                normalizing().epochs(15).teachers(1, List.of(path)).fit(TRAIN, VALIDATION);

        assertThat(byFile.evaluate(VALIDATION).accuracy()).isLessThan(0.1);
        float[][] wanted = byCheckpoint.logits(VALIDATION);
        float[][] found = byFile.logits(VALIDATION);
        for (int clip = 0; clip < wanted.length; clip++) {
            assertThat(found[clip]).containsExactly(wanted[clip], within(0.01f));
        }
    }

    @Test
    void aModelOfOtherLabelsIsRefused() {
        assertThatThrownBy(() ->
                        adapting().firstWeights(file).fit(tones(5, 1, "high", "left"), tones(5, 2, "high", "left")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a model of this training's labels but got one of [high, low]");
    }

    @Test
    void aModelOfFewerLayersIsRefused() {
        var more = new ArrayList<>(layers());
        more.add(new Layer.Dense(4));

        assertThatThrownBy(() -> adapting().network(more).firstWeights(file).fit(TRAIN, VALIDATION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("expected a model with \\d+ weights of .+, as floats, but got one with \\d+");
    }

    @Test
    void aModelWithALayerMoreThatHasNoWeightsIsRefused() {
        var fewer = new ArrayList<>(layers());
        fewer.set(3, new Layer.Dropout(0.1));

        refusesAsOfOthers(file, fewer);
    }

    @Test
    void aModelOfOtherKernelsIsRefused() {
        Kernel near = Kernel.of(3, 3);
        for (Kernel other :
                List.of(near.withDilation(2, 2).withPadding(), near.withPadding(Padding.BEFORE, Padding.BOTH_ENDS))) {
            var layers = new ArrayList<>(layers());
            layers.set(1, new Layer.Conv(4, other, false));

            refusesAsOfOthers(file, layers);
        }
    }

    private static void refusesAsOfOthers(byte[] content, List<Layer> layers) {
        assertThatThrownBy(
                        () -> adapting().network(layers).firstWeights(content).fit(TRAIN, VALIDATION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected a model of the layers [")
                .hasMessageEndingWith("] but got one of others");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FLOAT32")
    void aModelOfFewerBitsIsRefused(Precision precision) {
        byte[] smaller = precision.convert(file, TRAIN.clips().stream().map(LabelledClip::audio));

        assertThatThrownBy(() -> adapting().firstWeights(smaller).fit(TRAIN, VALIDATION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(", as floats, but got one with 0");
    }

    @Test
    void aPathThatLeadsNowhereIsSaidBeforeTheClipsArePrepared() {
        Path absent = folder.resolve("absent.onnx");

        assertThatThrownBy(() -> adapting().firstWeights(absent).fit(TRAIN, VALIDATION))
                .isInstanceOf(IOException.class)
                .hasMessage("expected a model file or a folder with a checkpoint but there is no " + absent);
    }

    @Test
    void whatIsNoModelFileIsRefused() {
        assertThatThrownBy(() -> adapting().firstWeights(new byte[] {1, 2, 3}).fit(TRAIN, VALIDATION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected the content of an ONNX file but got 3 bytes that are none");
    }
}
