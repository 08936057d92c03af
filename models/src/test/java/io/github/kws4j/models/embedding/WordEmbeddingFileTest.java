package io.github.kws4j.models.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.Device;
import io.github.kws4j.KeywordBackend;
import io.github.kws4j.NetworkOptions;
import io.github.kws4j.NetworkPorts;
import io.github.kws4j.SteppingNetwork;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.graph.OnnxGraph;
import io.github.kws4j.graph.Precision;
import io.github.kws4j.words.SpeechEmbedding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordEmbeddingFileTest {
    private static final int INPUTS = WordWindows.LENGTH * WordWindows.VALUES;
    private static final WordNetwork.Sizes SIZES = new WordNetwork.Sizes(12, 14);

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(8);
    private final WordNetwork.Folded network = network();
    private final Distillation.Scale scale = new Distillation.Scale(normal(WordWindows.VALUES), deviations());

    private float[] normal(int count) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private float[] deviations() {
        float[] values = normal(WordWindows.VALUES);
        for (int i = 0; i < values.length; i++) {
            values[i] = 5 + Math.abs(values[i]);
        }
        return values;
    }

    /** A network whose weights of windows are multiples of a 127th of each output's largest, as the file has them. */
    private WordNetwork.Folded network() {
        int columns = SIZES.outputs() + SIZES.hidden();
        float[] wide = new float[INPUTS * columns];
        for (int i = 0; i < wide.length; i++) {
            int steps = i < columns ? 127 : random.nextInt(-127, 128);
            wide[i] = steps * (1 + i % columns) / 65536f / columns;
        }
        Matrix output = new Matrix(SIZES.hidden(), SIZES.outputs(), normal(SIZES.hidden() * SIZES.outputs()));
        return new WordNetwork.Folded(new Matrix(INPUTS, columns, wide), normal(SIZES.hidden()), output);
    }

    /** A speech embedding of the form that {@link TrainEmbedding} writes: some bands of the frames of each step. */
    private static byte[] speech() throws IOException {
        var metadata = new LinkedHashMap<String, String>();
        var options = new NetworkOptions(Device.cpu(), 1, NetworkPorts.asDeclared());
        try (InputStream in = SpeechEmbedding.class.getResourceAsStream("speech-embedding.onnx");
                var inJar = KeywordBackend.find().open(in.readAllBytes(), "in jar", options)) {
            metadata.putAll(inJar.metadata());
        }
        metadata.keySet().removeAll(List.of("kws.vectors", "kws.note.precision"));
        metadata.put("kws.vector_size", Integer.toString(WordWindows.VALUES));
        var graph = new OnnxGraph("speech");
        String spectrogram = graph.input("spectrogram", -1, EmbeddingLayers.BANDS);
        String state = graph.input("state", 5);
        String steps = graph.node("Reshape", List.of(spectrogram, graph.longs(0, -1, 8L * EmbeddingLayers.BANDS)));
        var some = List.of(steps, graph.longs(0), graph.longs(WordWindows.VALUES), graph.longs(2));
        graph.floatOutput(graph.named("embeddings", "Slice", some), -1, WordWindows.VALUES);
        graph.floatOutput(graph.named("next_state", "Identity", List.of(state)), 5);
        return graph.toBytes(metadata);
    }

    private Audio sound() {
        float[] samples = normal(3 * Segments.RATE);
        for (int i = 0; i < samples.length; i++) {
            samples[i] *= 0.1f * (float) Math.sin(i / 3000.0);
        }
        return Audio.of(samples, Segments.RATE);
    }

    @Test
    void theFileGivesTheWordNetworkOfTheSpeechEmbeddingsLastSixteenVectors() throws IOException {
        byte[] model = WordEmbeddingFile.write(speech(), network, scale, Map.of());
        Files.write(folder.resolve("words.onnx"), model);
        Files.write(folder.resolve("speech.onnx"), speech());
        float[][] vectors;
        float[][] words;
        try (var base = SpeechEmbedding.load(folder.resolve("speech.onnx"));
                var whole = SpeechEmbedding.load(folder.resolve("words.onnx"))) {
            Audio sound = sound();
            vectors = base.embed(sound);
            words = whole.embed(sound);
            assertThat(whole.size()).isEqualTo(SIZES.outputs());
        }
        assertThat(words.length).isEqualTo(vectors.length);
        for (int step : new int[] {15, 20, vectors.length - 1}) {
            var window = new float[INPUTS];
            for (int i = 0; i < WordWindows.LENGTH; i++) {
                float[] vector = vectors[step - WordWindows.LENGTH + 1 + i];
                System.arraycopy(scale.applied(vector), 0, window, i * vector.length, vector.length);
            }
            Matrix expected = network.apply(new Matrix(1, INPUTS, window));
            for (int i = 0; i < SIZES.outputs(); i++) {
                assertThat(words[step][i]).isCloseTo(expected.at(0, i), within(1e-3f));
            }
        }
    }

    @Test
    void stepsOfEightyMillisecondsGiveWhatAWholeSoundGives() throws IOException {
        byte[] model = Precision.INT8_KERNELS.convert(
                WordEmbeddingFile.write(speech(), network, scale, Map.of("kws.word_seed", "1")), Stream.empty());
        var options = new NetworkOptions(Device.cpu(), 1, NetworkPorts.asDeclared());
        try (var stepping = (SteppingNetwork) KeywordBackend.find().open(model, "words", options)) {
            assertThat(stepping.metadata())
                    .containsEntry("kws.vectors", "1")
                    .containsEntry("kws.vector_size", "14")
                    .containsEntry("kws.delay_samples", "2000")
                    .containsEntry("kws.word_seed", "1")
                    .containsEntry("kws.note.precision", "INT8_KERNELS");
            int steps = 25;
            float[] spectrogram = normal(steps * 8 * EmbeddingLayers.BANDS);
            var whole = new float[steps * SIZES.outputs()];
            stepping.run(spectrogram, new SteppingNetwork.Extent(1, steps), new float[stepping.stateLength()], whole);
            var state = new float[stepping.stateLength()];
            var one = new float[SIZES.outputs()];
            int row = 8 * EmbeddingLayers.BANDS;
            for (int step = 0; step < steps; step++) {
                float[] frames = Arrays.copyOfRange(spectrogram, step * row, (step + 1) * row);
                stepping.run(frames, new SteppingNetwork.Extent(1, 1), state, one);
                for (int i = 0; i < one.length; i++) {
                    assertThat(one[i]).isCloseTo(whole[step * one.length + i], within(1e-3f));
                }
            }
        }
    }
}
