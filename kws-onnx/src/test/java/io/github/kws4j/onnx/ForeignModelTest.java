package io.github.kws4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordClassifierBuilder;
import io.github.kws4j.ModelException;
import io.github.kws4j.ModelMetadata;
import io.github.kws4j.OutputKind;
import io.github.kws4j.Score;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.spectrogram.Spectrogram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that other programs wrote: taken for what they are, or refused with what is missing. */
class ForeignModelTest {
    private static final List<String> AB = List.of("a", "b");

    @TempDir
    private Path folder;

    /** {@code MatMul(waveform, weights)}, then {@code operators} one after the other; the last gives {@code answer}. */
    private static OnnxMl.GraphProto.Builder graph(long[] input, float[][] weights, String... operators) {
        var matrix = OnnxMl.TensorProto.newBuilder()
                .setName("weights")
                .setDataType(DataType.FLOAT_VALUE)
                .addDims(weights.length)
                .addDims(weights[0].length);
        for (float[] row : weights) {
            for (float weight : row) {
                matrix.addFloatData(weight);
            }
        }
        var graph = OnnxMl.GraphProto.newBuilder()
                .setName("foreign")
                .addInitializer(matrix)
                .addInput(TinyModel.value("waveform", DataType.FLOAT, input))
                .addOutput(TinyModel.value("answer", DataType.FLOAT, new long[] {input[0], weights[0].length}));
        String value = "waveform";
        for (int i = 0; i <= operators.length; i++) {
            var node = OnnxMl.NodeProto.newBuilder()
                    .setOpType(i == 0 ? "MatMul" : operators[i - 1])
                    .addInput(value);
            if (i == 0) {
                node.addInput("weights");
            }
            value = i == operators.length ? "answer" : "value" + i;
            graph.addNode(node.addOutput(value));
        }
        return graph;
    }

    private static byte[] model(OnnxMl.GraphProto.Builder graph, Map<String, String> metadata) {
        var model = OnnxMl.ModelProto.newBuilder()
                .setIrVersion(9)
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(18))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                OnnxMl.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    private static byte[] model(String... operators) {
        return model(graph(new long[] {-1, TinyModel.WINDOW}, TinyModel.WEIGHTS, operators), Map.of());
    }

    private static KeywordClassifierBuilder builder() {
        return KeywordClassifier.builder().labels(AB).sampleRate(8);
    }

    private static double probabilityOfB(KeywordClassifierBuilder builder, byte[] model) {
        try (var classifier = builder.load(model)) {
            return classifier
                    .classify(new float[] {.5f, .25f, 1, 0})
                    .scores()
                    .get(1)
                    .probability(); // logits 1 and 3
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Softmax", "LogSoftmax", "Softmax Identity", "Softmax Transpose Transpose", "Softmax Flatten"
            })
    void probabilityIsTheSameWhetherTheNetworkEndsInASoftmaxOrNot(String operators) {
        var model = operators.isEmpty() ? model() : model(operators.split(" "));

        assertThat(probabilityOfB(builder(), model)).isEqualTo(1 / (1 + Math.exp(-2)), within(1e-6));
    }

    @Test
    void whatCantBeSeenIsAskedFor() {
        var model = model("Softmax", "Exp", "Log", "Abs");

        assertThatThrownBy(() -> builder().load(model))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith(
                        "expected to see whether output answer is logits or probabilities but Abs makes it;"
                                + " say outputs(OutputKind.LOGITS) or outputs(OutputKind.PROBABILITIES)");
        assertThat(probabilityOfB(builder().outputs(OutputKind.PROBABILITIES), model))
                .isEqualTo(1 / (1 + Math.exp(-2)), within(1e-6));
    }

    @Test
    void logitsTakenForProbabilitiesAreAnError() {
        assertThatThrownBy(() -> probabilityOfB(builder().outputs(OutputKind.PROBABILITIES), model()))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("expected probabilities that add up to 1 but the network gave [1.0, 3.0]");
    }

    @Test
    void singleSigmoidIsAWordAgainstNone() {
        var model = model(graph(new long[] {-1, 2}, new float[][] {{1}, {0}}, "Sigmoid"), Map.of());

        try (var classifier =
                KeywordClassifier.builder().labels(List.of("yes")).sampleRate(8).load(model)) {
            assertThat(classifier.labels()).containsExactly("_unknown_", "yes");
            var scores = classifier.classify(new float[] {-2, 0}).scores();
            assertThat(scores.get(1).probability()).isEqualTo(1 / (1 + Math.exp(2)), within(1e-6));
            assertThat(scores.stream().mapToDouble(Score::probability).sum()).isEqualTo(1, within(1e-9));
        }
    }

    @Test
    void independentSigmoidsAreRefused() {
        assertThatThrownBy(() -> builder().load(model("Sigmoid")))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith(
                        "expected outputs of which one is true, as after a softmax, but answer has 2 independent ones,"
                                + " each after a sigmoid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity"})
    void networkThatGivesNoNumbersIsAnError(String value) {
        float weight = Float.parseFloat(value);
        var model = model(graph(new long[] {-1, 2}, new float[][] {{weight, 0}, {0, 0}}), Map.of());

        try (var classifier = builder().load(model)) {
            assertThatThrownBy(() -> classifier.classify(new float[] {1, 0}))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("expected finite outputs but the network gave [" + value);
            var stream = classifier.stream().open();
            assertThatThrownBy(() -> stream.accept(new float[] {1, 0, 1, 0})).isInstanceOf(ModelException.class);
        }
    }

    @Test
    void ofTwoOutputsOneIsChosenByName() {
        var graph = graph(new long[] {-1, TinyModel.WINDOW}, TinyModel.WEIGHTS)
                .addNode(OnnxMl.NodeProto.newBuilder()
                        .setOpType("Neg")
                        .addInput("answer")
                        .addOutput("embedding"));
        var outputs = List.copyOf(graph.getOutputList());
        graph.clearOutput()
                .addOutput(TinyModel.value("embedding", DataType.FLOAT, new long[] {-1, 2}))
                .addAllOutput(outputs);
        var model = model(graph, Map.of());

        assertThatThrownBy(() -> builder().load(model))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected one output [batch, labels] of floats but found [")
                .hasMessageContaining("embedding FLOAT[-1, 2]")
                .hasMessageContaining("answer FLOAT[-1, 2]")
                .hasMessageEndingWith("say which with output(name)");
        assertThat(probabilityOfB(builder().output("answer"), model)).isEqualTo(1 / (1 + Math.exp(-2)), within(1e-6));
        assertThatThrownBy(() -> builder().output("logits").load(model))
                .hasMessageContaining("expected an output named logits but found [");
    }

    @Test
    void inputIsNamedAndSeveralAreRefused() {
        assertThat(probabilityOfB(builder().input("waveform"), model())).isGreaterThan(0.5);
        assertThatThrownBy(() -> builder().input("sound").load(model()))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("expected an input named sound but found [waveform FLOAT[-1, 4]]");
        var graph = graph(new long[] {-1, TinyModel.WINDOW}, TinyModel.WEIGHTS)
                .addInput(TinyModel.value("state", DataType.FLOAT, new long[] {1, 64}));
        assertThatThrownBy(() -> builder().load(model(graph, Map.of())))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("state FLOAT[1, 64]")
                .hasMessageEndingWith(
                        "each needs values, as those of a network that keeps a state or takes lengths do");
    }

    @Test
    void dynamicSamplesNeedAWindow() {
        var model = model(graph(new long[] {-1, -1}, TinyModel.WEIGHTS), Map.of());

        assertThatThrownBy(() -> builder().load(model))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("but found [-1, -1]; for a network that takes any number say window(samples)");
        assertThat(probabilityOfB(builder().window(4), model)).isEqualTo(1 / (1 + Math.exp(-2)), within(1e-6));
    }

    @Test
    void dynamicFramesFollowFromTheWindow() {
        var graph = graph(new long[] {-1, -1, 3}, new float[][] {{1, 0}, {0, 1}, {0, 0}}, "ReduceMax");
        graph.getNodeBuilder(1).addInput("frames");
        graph.getNodeBuilder(1)
                .addAttribute(OnnxMl.AttributeProto.newBuilder()
                        .setName("keepdims")
                        .setType(OnnxMl.AttributeProto.AttributeType.INT)
                        .setI(0));
        graph.addInitializer(OnnxMl.TensorProto.newBuilder()
                .setName("frames")
                .setDataType(DataType.INT64_VALUE)
                .addDims(1)
                .addInt64Data(1));
        var model = model(graph, Map.of());
        var stft = Spectrogram.stft().frameLength(4).frameStep(2).build();

        assertThatThrownBy(() -> builder().spectrogram(stft).load(model))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("say window(samples)");
        try (var classifier = builder().spectrogram(stft).window(14).load(model)) {
            assertThat(classifier.windowSamples()).isEqualTo(14);
            assertThat(classifier.classify(new float[] {1, 1, 1, 1}).label())
                    .isEqualTo("a"); // its mean is its loudest bin
        }
    }

    @Test
    void windowSaysHowManySamplesTheFramesStandFor() {
        var flat = model(graph(new long[] {-1, 18}, new float[18][2]), Map.of());
        var stft = Spectrogram.stft().frameLength(4).frameStep(2).build();

        try (var classifier = builder().spectrogram(stft).load(flat)) {
            assertThat(classifier.windowSamples()).isEqualTo(14);
            assertThat(classifier.classify(new float[15]).scores()).hasSize(2);
        }
        try (var classifier = builder().spectrogram(stft).window(15).load(flat)) {
            assertThat(classifier.windowSamples()).isEqualTo(15);
        }
    }

    @Test
    void optionsThatContradictAModelsOwnMetadataAreRefused() {
        assertThatThrownBy(() -> KeywordClassifier.builder().sampleRate(16_000).load(TinyModel.model()))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("expected the model's own sample rate, 8, or none to be given but got 16000");
        assertThatThrownBy(() -> KeywordClassifier.builder().window(5).load(TinyModel.model()))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("expected the model's own window, 4, or none to be given but got 5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1,98,40|98, 40]; a network that takes a spectrogram needs its settings: spectrogram(...)",
                "1,16,96|16, 96]; 16 vectors of 96 values are what openWakeWord's models take: the speech"
                        + " embedding that makes"
                        + " them of sound is a network of its own, which is missing here"
            })
    void inputThatIsNoWaveformSaysWhatIsMissing(String shape, String message) {
        long[] sizes =
                List.of(shape.split(",")).stream().mapToLong(Long::parseLong).toArray();
        var weights = new float[(int) sizes[2]][1];
        var graph = graph(sizes, weights, "Sigmoid")
                .clearOutput()
                .addOutput(TinyModel.value("answer", DataType.FLOAT, new long[] {sizes[0], 1, 1}));

        assertThatThrownBy(() -> KeywordClassifier.builder()
                        .labels(List.of("yes"))
                        .window(16)
                        .load(model(
                                graph.clearNode()
                                        .addNode(OnnxMl.NodeProto.newBuilder()
                                                .setOpType("ReduceMax")
                                                .addInput("waveform")
                                                .addOutput("most")
                                                .addInput("axes"))
                                        .addInitializer(OnnxMl.TensorProto.newBuilder()
                                                .setName("axes")
                                                .setDataType(DataType.INT64_VALUE)
                                                .addDims(2)
                                                .addInt64Data(1)
                                                .addInt64Data(2))
                                        .addNode(OnnxMl.NodeProto.newBuilder()
                                                .setOpType("Sigmoid")
                                                .addInput("most")
                                                .addOutput("answer")),
                                Map.of())))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected an input of 16 samples but the network takes [" + message);
    }

    @Test
    void shapesThatCostTooMuchAreRefused() {
        var batch = model(graph(new long[] {65_535, 16_000}, new float[16_000][2]), Map.of());
        assertThatThrownBy(() -> builder().load(batch))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("expected a batch of at most 33554432 values but found [65535, 16000]");
        var any = model(graph(new long[] {-1, 1L << 40}, TinyModel.WEIGHTS), Map.of());
        assertThatThrownBy(() -> builder().load(any)).isInstanceOf(ModelException.class);
    }

    @Test
    void charactersBeyondTheBasicPlaneSurviveInLabelsNotesAndPaths() throws IOException {
        var labels = List.of("\ud83d\ude00", "\u00e7\u0131\u011f");
        var metadata = ModelMetadata.builder(labels)
                .sampleRate(8)
                .windowSamples(TinyModel.WINDOW)
                .note("\ud83d\udc4d", "\ud83d\ude00\0\n")
                .build();
        Path file = Files.write(folder.resolve("\ud83d\ude00.onnx"), TinyModel.model(metadata.toMap()));
        var raw = Map.of("kws.labels", String.join("\n", labels), "kws.sample_rate", "8", "kws.window", "4");

        try (var classifier = KeywordClassifier.load(file)) {
            assertThat(classifier.metadata()).isEqualTo(metadata);
        }
        try (var classifier = KeywordClassifier.builder().load(TinyModel.model(raw))) {
            assertThat(classifier.labels()).isEqualTo(labels);
        }
    }

    @Test
    void pathOfAnotherFileSystemIsReadFromThere() throws IOException {
        Path zip = folder.resolve("models.zip");
        try (var archive = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of("create", "true"))) {
            Path inside = archive.getPath("/tiny.onnx");
            Files.write(inside, TinyModel.model());
            try (var classifier = KeywordClassifier.load(inside)) {
                assertThat(classifier.labels()).isEqualTo(TinyModel.LABELS);
            }
            assertThatThrownBy(() -> KeywordClassifier.load(archive.getPath("/none.onnx")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("/none.onnx: expected a model file but there is none");
        }
    }

    @Test
    void metadataKeysThatCantBeOnesAreNamed() {
        var zero = Map.of("kws.labels", "a\nb", "kws.window", "4", "kws.sample_r\0te", "8");

        assertThatThrownBy(() -> KeywordClassifier.builder().load(TinyModel.model(zero)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(
                        "expected an entry kws.sample_rate but found none among [kws.sample_r\\u0000te, kws.window]");
    }

    @Test
    void batchesOfAFixedOneAreClassified() {
        var model = model(graph(new long[] {1, TinyModel.WINDOW}, TinyModel.WEIGHTS), Map.of());

        try (var classifier = builder().load(model)) {
            assertThat(classifier.classifyAll(
                            List.of(Audio.of(new float[] {1, 0, 0, 0}, 8), Audio.of(new float[] {0, 0, 1, 0}, 8))))
                    .extracting(prediction -> prediction.label())
                    .containsExactly("a", "b");
        }
    }
}
