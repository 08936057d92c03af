package io.github.kws4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Prediction;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.data.Split;
import io.github.kws4j.graph.Precision;
import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.optimizer.Optimizer;
import io.github.kws4j.train.tensorflow.Objective;
import io.github.kws4j.train.tensorflow.TensorFlowNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the tutorial's recipe against TensorFlow's figures for the real recordings. */
@Timeout(600)
class TutorialReferenceTest {
    private static final Map<String, String> KERAS_NAMES =
            Map.of("0_conv", "conv2d_0", "2_conv", "conv2d_1", "7_dense", "dense_0", "10_dense", "dense_1");

    private static final KeywordTrainer TRAINER = KeywordTrainer.tutorial();
    private static final FrontEnd FRONT_END = TRAINER.options().frontEnd();
    private static final Network NETWORK = TRAINER.options().network(8);

    @Test
    void splitLikeKerasIsKerassOwn() throws IOException {
        var split = RealData.tutorial().splitLikeKeras(0.2, 0);

        assertThat(names(split.train())).isEqualTo(RealData.list("train"));
        assertThat(names(split.validation())).isEqualTo(RealData.list("validation"));
        assertThat(names(split.test())).isEqualTo(RealData.list("test"));
    }

    @Test
    void splitBySpeakerIsTheDataSetsOwn() {
        var split = RealData.tutorial().splitBySpeaker(10, 10);

        assertThat(List.of(
                        split.train().size(),
                        split.validation().size(),
                        split.test().size()))
                .containsExactly(6290, 865, 845);
    }

    private static List<String> names(AudioDataset data) {
        return data.clips().stream().map(LabelledClip::name).toList();
    }

    @Test
    void featuresAreKerasResizingAndNormalization() throws IOException {
        Path reference = RealData.reference();
        float[] spectrograms = Npy.read(reference.resolve("spectrograms.npy"));
        var features = new float[10 * 1024];
        for (int clip = 0; clip < 10; clip++) {
            int size = 124 * 129;
            var one = new float[size];
            System.arraycopy(spectrograms, clip * size, one, 0, size);
            FRONT_END.features(one, features, clip * 1024);
        }
        assertThat(features).containsExactly(Npy.read(reference.resolve("resized.npy")));

        reference().apply(features);
        float[] normalized = Npy.read(reference.resolve("normalized.npy"));
        for (int i = 0; i < features.length; i++) {
            assertThat(features[i]).isCloseTo(normalized[i], within(1e-6f * Math.max(1, Math.abs(normalized[i]))));
        }
    }

    @Test
    void normalizationAdaptsAsKeras() throws IOException {
        Normalization adapted = Features.of(
                        RealData.tutorial().splitLikeKeras(0.2, 0).train(), FRONT_END)
                .normalization();
        assertThat(adapted.mean()).isCloseTo(reference().mean(), withinPercentage(1e-3));
        assertThat(adapted.variance()).isCloseTo(reference().variance(), withinPercentage(1e-3));
    }

    /**
     * The spectrograms are TensorFlow's, here: a training magnifies the rounding of its input a thousandfold in twenty
     * steps. With our own, which part from TensorFlow's by 1e-7 of the peak, the losses part by up to 0.003; Keras's
     * own do by 0.0007 when oneDNN is switched on.
     */
    @Test
    void twentyStepsFollowKeras() throws IOException {
        AudioDataset first = AudioDataset.of(
                RealData.tutorial().splitLikeKeras(0.2, 0).train().clips().subList(0, 20 * 64));
        var tensorFlow = new TensorFlowStft(Npy.read(RealData.reference().resolve("window.npy")));
        FrontEnd frontEnd =
                KeywordTrainer.tutorial().spectrogram(tensorFlow).options().frontEnd();
        Features features = Features.of(first, frontEnd).features().normalize(reference());
        var losses = new ArrayList<Double>();
        Weights last;
        try (var network = new TensorFlowNetwork(withoutDropout(), Optimizer.adam(), new Objective.Classes(0))) {
            network.load(fixedUniform());
            for (int step = 0; step < 20; step++) {
                Batch batch = features.batch(
                        IntStream.range(step * 64, (step + 1) * 64).toArray());
                losses.add(network.train(batch, step + 1, 20, 1e-3, 0).loss());
            }
            last = network.state();
        }
        List<String> expected = RealData.list("step_losses");
        for (int step = 0; step < 20; step++) {
            assertThat(losses.get(step))
                    .as("loss of step %d", step + 1)
                    .isCloseTo(Double.parseDouble(expected.get(step)), within(1e-4));
        }
        for (String name : List.of("0_conv/kernel", "0_conv/bias", "2_conv/kernel", "2_conv/bias", "10_dense/kernel")) {
            assertClose(last.get(name), Npy.read(kerasFile("step_final", name)), 1e-4f);
        }
    }

    @Test
    void trainedWeightsGiveKerasLogits() throws IOException {
        TrainedModel model = trained();
        float[] waveforms = Npy.read(RealData.reference().resolve("waveforms.npy"));
        var clips = new ArrayList<LabelledClip>();
        for (int clip = 0; clip < 10; clip++) {
            var samples = new float[16000];
            System.arraycopy(waveforms, clip * 16000, samples, 0, 16000);
            clips.add(LabelledClip.of("clip " + clip, "any", Audio.of(samples, 16000)));
        }
        assertLogits(model.logits(AudioDataset.of(clips)), "golden_logits");
    }

    @Test
    void trainedWeightsGiveKerasAnswersOverTheTestClips() throws IOException {
        AudioDataset test = RealData.tutorial().splitLikeKeras(0.2, 0).test();
        float[][] logits = trained().logits(test);
        assertThat(logits).hasNumberOfRows(832);
        assertLogits(logits, "test_logits");
        assertThat(trained().evaluate(test).accuracy()).isCloseTo(RealData.number("test_accuracy"), within(1e-7));
    }

    @Test
    void exportedFilesGiveKerasAnswersOverTheTestClips(@TempDir Path folder) throws Exception {
        AudioDataset test = RealData.tutorial().splitLikeKeras(0.2, 0).test();
        Path waveformForm = folder.resolve("waveform.onnx");
        Path spectrogramForm = folder.resolve("spectrogram.onnx");
        trained().export(waveformForm);
        trained().exportSpectrogramForm(spectrogramForm);
        var waveforms = new float[832 * 16000];
        var spectrograms = new float[832 * 124 * 129];
        for (int clip = 0; clip < 832; clip++) {
            var samples = new float[16000];
            FRONT_END.samples(test.clips().get(clip), samples);
            System.arraycopy(samples, 0, waveforms, clip * 16000, 16000);
            System.arraycopy(FRONT_END.spectrogram(samples), 0, spectrograms, clip * 124 * 129, 124 * 129);
        }
        assertLogits(OnnxLogits.of(waveformForm, waveforms, 832, 16000).predictions(), "test_logits");
        assertLogits(OnnxLogits.of(spectrogramForm, spectrograms, 832, 124, 129).predictions(), "test_logits");
    }

    @Test
    void bothFormsLoadedAgainGiveTheSame832Answers(@TempDir Path folder) throws Exception {
        AudioDataset test = RealData.tutorial().splitLikeKeras(0.2, 0).test();
        Path waveformForm = folder.resolve("waveform.onnx");
        Path spectrogramForm = folder.resolve("spectrogram.onnx");
        trained().export(waveformForm);
        trained().exportSpectrogramForm(spectrogramForm);
        List<Audio> clips = test.clips().stream().map(LabelledClip::audio).toList();
        assertThat(clips).hasSize(832);
        for (Path form : List.of(waveformForm, spectrogramForm)) {
            try (var classifier = KeywordClassifier.load(form)) {
                List<Prediction> answers = classifier.classifyAll(clips);
                assertLogits(answers.stream().map(Prediction::logits).toArray(float[][]::new), "test_logits");
                assertThat(IntStream.range(0, 832)
                                .filter(clip -> answers.get(clip)
                                        .label()
                                        .equals(test.clips().get(clip).word()))
                                .count())
                        .isEqualTo(Math.round(832 * RealData.number("test_accuracy")));
            }
        }
    }

    /** Ranges from ever more clips: the more there are, the farther apart are their extremes. */
    @ParameterizedTest
    @ValueSource(ints = {20, 200, 768})
    void eightBitsGiveTheTrainedModelsAnswers(int clips, @TempDir Path folder) throws Exception {
        Split split = RealData.tutorial().splitLikeKeras(0.2, 0);
        Path file = folder.resolve("kws.onnx");
        trained().export(file);
        Stream<Audio> validation =
                split.validation().clips().stream().limit(clips).map(LabelledClip::audio);
        byte[] exported = Files.readAllBytes(file);
        byte[] small = Precision.INT8.convert(exported, validation);

        assertThat(small.length).isLessThan(exported.length / 3);
        List<String> expected = labels(exported, split.test());
        List<String> found = labels(small, split.test());
        long same = IntStream.range(0, 832)
                .filter(clip -> expected.get(clip).equals(found.get(clip)))
                .count();
        assertThat(same / 832.0).isGreaterThan(0.98);
    }

    private static List<String> labels(byte[] model, AudioDataset clips) {
        try (var classifier = KeywordClassifier.builder().load(model)) {
            return classifier
                    .classifyAll(clips.clips().stream().map(LabelledClip::audio).toList())
                    .stream()
                    .map(Prediction::label)
                    .toList();
        }
    }

    private static void assertLogits(float[][] logits, String file) throws IOException {
        float[] expected = Npy.read(RealData.reference().resolve(file + ".npy"));
        for (int clip = 0; clip < logits.length; clip++) {
            float[] row = Arrays.copyOfRange(expected, clip * 8, clip * 8 + 8);
            assertClose(logits[clip], row, 1e-4f);
            assertThat(largest(logits[clip])).as("answer to clip %d", clip).isEqualTo(largest(row));
        }
    }

    private static int largest(float[] row) {
        return IntStream.range(0, row.length)
                .reduce((a, b) -> row[b] > row[a] ? b : a)
                .orElseThrow();
    }

    private static void assertClose(float[] actual, float[] expected, float tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("value %d", i).isCloseTo(expected[i], within(tolerance));
        }
    }

    private static Normalization reference() throws IOException {
        return new Normalization(RealData.number("mean"), RealData.number("variance"));
    }

    private static TrainedModel trained() throws IOException {
        var arrays = new LinkedHashMap<String, float[]>();
        for (Network.Parameter parameter : NETWORK.parameters()) {
            arrays.put(parameter.name(), Npy.read(kerasFile("trained", parameter.name())));
        }
        var net = new TrainedModel.Net(
                RealData.list("labels"), FRONT_END, Optional.of(reference()), NETWORK, new Weights(arrays));
        return new TrainedModel(net, List.of(), 1, Map.of());
    }

    private static Path kerasFile(String prefix, String name) {
        int slash = name.indexOf('/');
        return RealData.reference()
                .resolve(prefix + "_" + KERAS_NAMES.get(name.substring(0, slash)) + "_" + name.substring(slash + 1)
                        + ".npy");
    }

    private static Network withoutDropout() {
        var layers = NETWORK.layers().stream()
                .map(layer -> layer instanceof Layer.Dropout ? new Layer.Dropout(0) : layer)
                .toList();
        return new Network(NETWORK.input(), layers);
    }

    /** Kernels from a hash of the flat index, as the reference script sets them; biases 0. */
    private static Weights fixedUniform() {
        var arrays = new LinkedHashMap<String, float[]>();
        for (Network.Parameter parameter : NETWORK.parameters()) {
            var values = new float[parameter.size()];
            if (parameter.role() == Network.Role.KERNEL) {
                double limit =
                        Math.sqrt(6.0 / (parameter.fan().in() + parameter.fan().out()));
                for (int i = 0; i < values.length; i++) {
                    long z = (i + 1) * 0x9E3779B97F4A7C15L;
                    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
                    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
                    z ^= z >>> 31;
                    values[i] = (float) ((2 * ((z >>> 40) / 16777216.0) - 1) * limit);
                }
            }
            arrays.put(parameter.name(), values);
        }
        return new Weights(arrays);
    }
}
