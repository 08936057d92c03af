package io.github.kws4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.kws4j.EmbeddedModel;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.ModelException;
import io.github.kws4j.Prediction;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.graph.Precision;
import io.github.kws4j.train.network.FeatureShape;
import io.github.kws4j.train.network.Kernel;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PrecisionTest {
    private static final byte[] EMBEDDED = EmbeddedModel.find().content();

    @TempDir
    private Path folder;

    /** The recordings that come with the examples, and each again a tenth as loud. */
    private static List<Audio> words() {
        Path clips = Path.of(System.getProperty("kws.root", "..")).resolve("examples/clips");
        try (var files = Files.list(clips)) {
            return files.filter(file -> file.toString().endsWith(".wav"))
                    .sorted()
                    .flatMap(file -> Stream.of(1f, 0.1f).map(gain -> amplified(file, gain)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Audio amplified(Path file, float gain) {
        try {
            Audio audio = AudioDecoder.standard().decode(file);
            float[] samples = audio.samples();
            for (int i = 0; i < samples.length; i++) {
                samples[i] *= gain;
            }
            return Audio.of(samples, audio.sampleRate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Prediction> answers(byte[] model, List<Audio> clips) {
        try (var classifier = KeywordClassifier.builder().load(model)) {
            return classifier.classifyAll(clips);
        }
    }

    /** The root mean square of what the logits are off by, as a share of that of how they vary. */
    private static double error(List<Prediction> actual, List<Prediction> expected) {
        double[] truth = logits(expected);
        double[] found = logits(actual);
        double mean = Arrays.stream(truth).average().orElseThrow();
        double error = 0;
        double variation = 0;
        for (int i = 0; i < truth.length; i++) {
            error += Math.pow(found[i] - truth[i], 2);
            variation += Math.pow(truth[i] - mean, 2);
        }
        return Math.sqrt(error / variation);
    }

    private static double[] logits(List<Prediction> predictions) {
        return predictions.stream()
                .map(Prediction::logits)
                .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(i -> row[i]))
                .toArray();
    }

    private static List<String> labels(List<Prediction> predictions) {
        return predictions.stream().map(Prediction::label).toList();
    }

    @Test
    void halfPrecisionHalvesTheEmbeddedModelAndGivesTheSameLabels() {
        byte[] half = Precision.FLOAT16.convert(EMBEDDED, Stream.empty());
        assertThat(half.length).isLessThan((int) (0.55 * EMBEDDED.length));
        List<Prediction> expected = answers(EMBEDDED, words());
        List<Prediction> actual = answers(half, words());
        assertThat(error(actual, expected)).isLessThan(1e-3);
        assertThat(labels(actual)).isEqualTo(labels(expected));
    }

    @Test
    void kernelsOfEightBitsTakeAQuarterOfTheEmbeddedModelAndGiveTheSameLabels() {
        byte[] small = Precision.INT8_KERNELS.convert(EMBEDDED, Stream.empty());
        assertThat(small.length).isLessThan((int) (0.33 * EMBEDDED.length));
        List<Prediction> expected = answers(EMBEDDED, words());
        List<Prediction> actual = answers(small, words());
        assertThat(error(actual, expected)).isLessThan(0.02);
        assertThat(labels(actual)).isEqualTo(labels(expected));
    }

    @Test
    void eightBitsTakeAThirdOfTheEmbeddedModelAndGiveTheSameLabels() {
        byte[] small = Precision.INT8.convert(EMBEDDED, words().stream());
        assertThat(small.length).isLessThan((int) (0.36 * EMBEDDED.length));
        List<Prediction> expected = answers(EMBEDDED, words());
        List<Prediction> actual = answers(small, words());
        assertThat(error(actual, expected)).isLessThan(0.05);
        assertThat(labels(actual)).isEqualTo(labels(expected));
    }

    @Test
    void runtimeComputesAllLayersOfTheEmbeddedModelButTheFirstInEightBits() throws Exception {
        List<String> operators = operatorsThatRun(Precision.INT8.convert(EMBEDDED, words().stream()));
        assertThat(operators).contains("QLinearConv", "QLinearAdd", "QLinearGlobalAveragePool", "QGemm");
        assertThat(operators).doesNotContain("Gemm", "Add").satisfiesOnlyOnce(PrecisionTest::isConvolutionInFloats);
    }

    private static void isConvolutionInFloats(String operator) {
        assertThat(operator).isIn("Conv", "FusedConv");
    }

    @Test
    void runtimeCastsSmallerKernelsWhenItLoadsNotWhenItRuns() throws Exception {
        for (Precision precision : List.of(Precision.FLOAT16, Precision.INT8_KERNELS)) {
            assertThat(operatorsThatRun(precision.convert(EMBEDDED, Stream.empty())))
                    .isEqualTo(operatorsThatRun(EMBEDDED))
                    .doesNotContain("Cast");
        }
    }

    /** What ONNX Runtime has left to do once it has optimised a model. */
    private List<String> operatorsThatRun(byte[] model) throws Exception {
        Path optimized = folder.resolve("optimized.onnx");
        try (var options = new SessionOptions()) {
            options.setOptimizedModelFilePath(optimized.toString());
            OrtEnvironment.getEnvironment().createSession(model, options).close();
        }
        return ModelProto.parseFrom(Files.readAllBytes(optimized)).getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .toList();
    }

    static Stream<TrainedModel> everyLayer() {
        return ExportTest.models();
    }

    @ParameterizedTest
    @MethodSource("everyLayer")
    void everyLayerInBothFormsGivesNearlyTheSame(TrainedModel model) throws Exception {
        List<Audio> clips = tones();
        Path file = folder.resolve("model.onnx");
        for (boolean waveform : new boolean[] {true, false}) {
            if (waveform) {
                model.export(file);
            } else {
                model.exportSpectrogramForm(file);
            }
            byte[] exported = Files.readAllBytes(file);
            List<Prediction> expected = answers(exported, clips);
            assertThat(error(answers(Precision.FLOAT16.convert(exported, Stream.empty()), clips), expected))
                    .isLessThan(2e-3);
            assertThat(error(answers(Precision.INT8.convert(exported, clips.stream()), clips), expected))
                    .isLessThan(0.1);
        }
    }

    @ParameterizedTest
    @MethodSource("everyLayer")
    void runtimeComputesLaterLayersInEightBits(TrainedModel model) throws Exception {
        Path file = folder.resolve("model.onnx");
        model.exportSpectrogramForm(file);
        List<String> operators = operatorsThatRun(Precision.INT8.convert(Files.readAllBytes(file), tones().stream()));
        assertThat(operators).contains("QGemm").doesNotContain("Gemm", "FusedGemm", "Add");
        assertThat(operators)
                .as("the first layer, and perhaps the second")
                .filteredOn(operator -> operator.equals("Conv") || operator.equals("FusedConv"))
                .hasSizeBetween(1, 2);
    }

    private static List<Audio> tones() {
        var clips = new ArrayList<Audio>();
        for (int clip = 0; clip < 8; clip++) {
            var samples = new float[8000];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (float) (0.3 * Math.sin(i * 0.05 * (clip + 1)) + 0.1 * Math.sin(i * i * 1e-5));
            }
            clips.add(Audio.of(samples, 16_000));
        }
        return clips;
    }

    /** Products of two bytes, added in 16 bits as on x86 without VNNI, must not overflow. */
    @Test
    void kernelsOfEightBitsLeaveRoomForASumOfTwoProducts() throws Exception {
        ModelProto model = ModelProto.parseFrom(Precision.INT8.convert(EMBEDDED, words().stream()));
        List<TensorProto> kernels = model.getGraph().getInitializerList().stream()
                .filter(constant -> constant.getName().endsWith("/kernel/int8"))
                .toList();
        assertThat(kernels).isNotEmpty();
        for (TensorProto kernel : kernels) {
            int largest = 0;
            for (byte weight : kernel.getRawData().toByteArray()) {
                largest = Math.max(largest, Math.abs(weight));
            }
            assertThat(2 * 255 * largest).as(kernel.getName()).isBetween(2 * 255 * 60, (int) Short.MAX_VALUE);
        }
    }

    @Test
    void convertedModelNamesItsPrecisionAndKeepsAllElse() {
        for (Precision precision : List.of(Precision.FLOAT16, Precision.INT8_KERNELS, Precision.INT8)) {
            try (var original = KeywordClassifier.builder().load(EMBEDDED);
                    var converted = KeywordClassifier.builder().load(precision.convert(EMBEDDED, words().stream()))) {
                assertThat(converted.metadata().notes())
                        .containsEntry("precision", precision.name())
                        .containsAllEntriesOf(original.metadata().notes());
                assertThat(converted.labels()).isEqualTo(original.labels());
                assertThat(converted.metadata().temperature())
                        .isEqualTo(original.metadata().temperature());
            }
        }
    }

    @Test
    void exportedPrecisionIsTheSameFile() {
        assertThat(Precision.FLOAT32.convert(EMBEDDED, Stream.empty()))
                .isEqualTo(EMBEDDED)
                .isNotSameAs(EMBEDDED);
    }

    @ParameterizedTest
    @EnumSource
    void convertedModelIsNotConvertedAgain(Precision precision) {
        byte[] half = Precision.FLOAT16.convert(EMBEDDED, Stream.empty());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> precision.convert(half, words().stream()))
                .withMessage("expected a model in FLOAT32 but got one in FLOAT16");
    }

    /** Clips on both sides of where the embedded model turns from one word to another, too near for eight bits. */
    private static List<Audio> undecided() {
        try (var classifier = KeywordClassifier.builder().load(EMBEDDED)) {
            Audio one = words().get(0);
            String label = classifier.classify(one).label();
            Audio other = words().stream()
                    .filter(word -> !classifier.classify(word).label().equals(label))
                    .findFirst()
                    .orElseThrow();
            double low = 0;
            double high = 1;
            while (high - low > 1e-6) {
                double middle = (low + high) / 2;
                boolean same =
                        classifier.classify(mixed(one, other, middle)).label().equals(label);
                low = same ? middle : low;
                high = same ? high : middle;
            }
            double turn = low;
            return IntStream.range(-20, 20)
                    .mapToObj(i -> mixed(one, other, turn + i * 2e-6))
                    .toList();
        }
    }

    private static Audio mixed(Audio one, Audio other, double share) {
        float[] samples = one.samples();
        float[] added = other.fitTo(samples.length).samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] += (float) (share * (added[i] - samples[i]));
        }
        return Audio.of(samples, one.sampleRate());
    }

    @Test
    void eightBitsThatGiveOtherLabelsAreRefusedUnlessLessIsAskedFor() {
        List<Audio> clips = undecided();

        assertThatThrownBy(() -> Precision.INT8.convert(EMBEDDED, clips.stream()))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(
                        "expected INT8 to give at least 0.9800 of the clips the label that FLOAT32 gives but got 0.")
                .hasMessageEndingWith(" take FLOAT16, or ask for less with convert(model, clips, agreement)");
        assertThat(Precision.INT8.convert(EMBEDDED, clips.stream(), 0)).isNotEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Precision.INT8.convert(EMBEDDED, clips.stream(), 1.1))
                .withMessage("expected an agreement of 0 to 1 but got 1.1");
    }

    @Test
    void eightBitsWithoutAClipAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Precision.INT8.convert(EMBEDDED, Stream.empty()))
                .withMessage("expected clips to measure the ranges of INT8 on but got none");
    }

    @Test
    void bytesThatAreNoModelAreRefused() {
        byte[] text = "no model".getBytes(StandardCharsets.UTF_8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Precision.FLOAT16.convert(text, Stream.empty()))
                .withMessageStartingWith("expected the content of an ONNX file but got 8 bytes that are none: ");
    }

    @Test
    void modelOfAnotherProducerIsRefused() {
        byte[] foreign =
                ModelProto.newBuilder().setProducerName("other").build().toByteArray();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Precision.FLOAT16.convert(foreign, Stream.empty()))
                .withMessage("expected a model that kws4j wrote but got one of producer 'other' without kernels of "
                        + "its layers");
    }

    @Test
    void modelWithoutLabelsIsRefusedWhereClipsAreClassified() {
        byte[] vectors = new TrainedVectors(
                        Network.ofVectors(
                                new FeatureShape(4, 3, 1),
                                List.of(new Layer.BandsToChannels(), new Layer.Conv(2, Kernel.of(1, 1), true))),
                        new Weights(Map.of("1_conv/kernel", new float[6], "1_conv/bias", new float[2])),
                        List.of())
                .toOnnx(Map.of());
        assertThatThrownBy(() -> Precision.INT8.convert(vectors, Stream.empty()))
                .isInstanceOf(ModelException.class)
                .hasMessage("model metadata: expected an entry kws.labels but found none");
    }
}
