package io.github.kws4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.kws4j.Device;
import io.github.kws4j.NetworkOptions;
import io.github.kws4j.NetworkPorts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to a GPU in 16 bits, run on the CPU. */
class NarrowSamplesTest {
    private static final byte[] TINY = TinyModel.model();

    private static byte[] twice(byte[] model) throws IOException {
        var changed = ModelProto.parseFrom(model).toBuilder();
        var weights = changed.getGraphBuilder().getInitializerBuilder(0);
        for (int i = 0; i < weights.getFloatDataCount(); i++) {
            weights.setFloatData(i, 2 * weights.getFloatData(i));
        }
        return changed.build().toByteArray();
    }

    private static OnnxNetwork network(byte[] model, byte[] narrow) throws IOException, OrtException {
        KeptEnvironment.require("model");
        return new OnnxNetwork(
                session(model),
                OnnxFile.read(new ByteArrayInputStream(model)),
                "model",
                new OnnxNetwork.Opened(Device.cpu(), "", NetworkPorts.asDeclared(), ports -> {
                    try {
                        return Optional.of(session(NarrowSamples.in(narrow, ports.input, ports.inputShape)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
    }

    private static OrtSession session(byte[] model) throws OrtException {
        return KeptEnvironment.get().createSession(model);
    }

    private static float[] logits(OnnxNetwork network, float... rows) {
        int batch = rows.length / TinyModel.WINDOW;
        float[] logits = new float[batch * network.classes()];
        network.run(rows, batch, logits);
        return logits;
    }

    /** Integers of 16 bits, as a decoder makes samples of them. */
    private static float[] samples(int count) {
        var random = new Random(1);
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (random.nextInt(65536) - 32768) / 32768f;
        }
        return samples;
    }

    @ParameterizedTest
    @ValueSource(floats = {-1, 32767 / 32768f, 1 / 32768f, 0, -0.0f, -0.5f})
    void sampleOf16BitsGoesAsAnInteger(float sample) throws IOException, OrtException {
        try (var network = network(TINY, twice(TINY))) {
            assertThat(logits(network, 0.5f, 0, 0.25f, sample)).containsExactly(1, 2 * (0.75f - sample));
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {1, 0.1f, 1 / 65536f, -32769 / 32768f, 2 + 1 / 32768f, 1e30f, 1e-30f})
    void chunkWithAnyOtherSampleGoesAsFloats(float sample) throws IOException, OrtException {
        try (var network = network(TINY, twice(TINY))) {
            assertThat(logits(network, 0.5f, 0, 0.25f, 0, 0, 0, 0, sample)).containsExactly(0.5f, 0.75f, 0, -sample);
            assertThat(logits(network, 0.5f, 0, 0.25f, 0)).containsExactly(1, 1.5f);
        }
    }

    @Test
    void answersAreTheSameToTheLastBitInChunksOfAnySize() throws IOException, OrtException {
        assertSame(TINY, 1000);
    }

    @Test
    void trainedModelGivesTheSameToTheLastBit() throws IOException, OrtException {
        assertSame(new EnglishKeywords().content(), 3);
    }

    private static void assertSame(byte[] model, int batch) throws IOException, OrtException {
        var options = new NetworkOptions(Device.cpu(), 1, NetworkPorts.asDeclared());
        try (var narrow = network(model, model);
                var floats = new OnnxBackend().open(model, "model", options)) {
            float[] rows = samples(batch * floats.inputShape().stream().reduce(1, Math::multiplyExact));
            float[] expected = new float[batch * floats.classes()];
            float[] actual = new float[expected.length];
            floats.run(rows, batch, expected);
            narrow.run(rows, batch, actual);
            assertThat(actual).containsExactly(expected);
        }
    }

    @Test
    void restOfTheFileStays() throws IOException {
        var before = ModelProto.parseFrom(TINY);
        var after = ModelProto.parseFrom(NarrowSamples.in(TINY, "waveform", new long[] {-1, TinyModel.WINDOW}));

        assertThat(after.getGraph().getNodeList().subList(2, 3))
                .isEqualTo(before.getGraph().getNodeList());
        assertThat(after.getGraph().getInputList())
                .extracting(input -> input.getName())
                .containsExactly("kws4j/samples_16");
        assertThat(after.getGraph().getOutputList()).isEqualTo(before.getGraph().getOutputList());
        assertThat(after.getMetadataPropsList()).isEqualTo(before.getMetadataPropsList());
        assertThat(after.getOpsetImportList()).isEqualTo(before.getOpsetImportList());
    }

    @Test
    void whatIsNoModelIsRefused() {
        assertThatThrownBy(() -> NarrowSamples.in(new byte[] {1, 2, 3}, "waveform", new long[] {-1, 4}))
                .isInstanceOf(IOException.class);
    }
}
