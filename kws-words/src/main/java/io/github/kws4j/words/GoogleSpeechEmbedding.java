package io.github.kws4j.words;

import static io.github.kws4j.graph.OnnxGraph.integer;

import io.github.kws4j.ModelMetadata;
import io.github.kws4j.graph.OnnxGraph;
import io.github.kws4j.spectrogram.LogMel;
import io.github.kws4j.spectrogram.MelScale;
import io.github.kws4j.spectrogram.Spectrogram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Google's speech embedding (J. Lin et al. 2020, arXiv 2002.01322) in the ONNX form that openWakeWord distributes, made
 * a network with state: the state is the {@value #OVERLAP} frames before a step, and each step runs the whole network
 * over {@value #FRAMES} frames, as openWakeWord does. Its mel file holds a log-mel spectrogram, which ours computes;
 * only the clipping at 80 dB under a clip's loudest value is left out, as a stream has no such value.
 */
final class GoogleSpeechEmbedding {
    private static final String FILE = "embedding_model.onnx";
    private static final int FRAMES = 76;
    private static final int STEP = 8;
    private static final int OVERLAP = FRAMES - STEP;
    private static final int BANDS = 32;
    private static final int SIZE = 96;
    /** Between sound in [-1, 1] and in 16-bit numbers, which that network takes. */
    private static final double SCALE_DB = 20 * Math.log10(32768);

    private static final double QUIET = -8;

    private GoogleSpeechEmbedding() {}

    private static LogMel frontEnd() {
        return Spectrogram.logMel()
                .frameLength(400)
                .fftLength(512)
                .power(2)
                .bands(BANDS)
                .range(60, 3800)
                .scale(MelScale.SLANEY)
                .areaNormalised(true)
                .decibels(1e-10 * 0x1p-30)
                .frontEnd();
    }

    /** The network of a folder as a {@link SpeechEmbedding} takes it. */
    static byte[] read(Path folder) throws IOException {
        var graph = new OnnxGraph("speech_embedding");
        String spectrogram = graph.input("spectrogram", -1, BANDS);
        String state = graph.input("state", (long) OVERLAP * BANDS);
        String shape = graph.node("Shape", List.of(spectrogram));
        String batch = slice(graph, shape, 0, 1, 0);
        String steps = graph.node("Div", List.of(slice(graph, shape, 1, 2, 0), graph.longs(STEP)));
        String decibels = graph.node("Add", List.of(spectrogram, graph.scalar(SCALE_DB)));
        String scaled = graph.node("Mul", List.of(decibels, graph.scalar(0.1)));
        String shifted = graph.node("Sub", List.of(scaled, graph.scalar(QUIET - 2)));
        String before = graph.node("Reshape", List.of(state, graph.longs(-1, OVERLAP, BANDS)));
        String frames = graph.node("Concat", List.of(before, shifted), integer("axis", 1));
        String windows = graph.node("Gather", List.of(frames, windowIndices(graph, steps)), integer("axis", 1));
        String values = graph.node("Add", List.of(windows, graph.scalar(QUIET)));
        String rows = graph.node("Reshape", List.of(values, graph.longs(-1, FRAMES, BANDS, 1)));
        Map<String, String> outputs =
                graph.include(Files.readAllBytes(folder.resolve(FILE)), "google/", Map.of("input_1", rows));
        String vector = outputs.values().iterator().next();
        String sizes = graph.node("Concat", List.of(batch, steps, graph.longs(SIZE)), integer("axis", 0));
        graph.floatOutput(graph.named("embeddings", "Reshape", List.of(vector, sizes)), -1, SIZE);
        String last = slice(graph, frames, -OVERLAP, Integer.MAX_VALUE, 1);
        graph.floatOutput(
                graph.named("next_state", "Reshape", List.of(last, graph.longs(-1, OVERLAP * BANDS))),
                (long) OVERLAP * BANDS);
        return graph.toBytes(metadata());
    }

    /** {@code steps x FRAMES}: the frames that each step looks at. */
    private static String windowIndices(OnnxGraph graph, String steps) {
        String count = graph.node("Squeeze", List.of(steps));
        String first = graph.node("Range", List.of(graph.wholeNumber(0), count, graph.wholeNumber(1)));
        String start = graph.node("Mul", List.of(first, graph.longs(STEP)));
        String column = graph.node("Unsqueeze", List.of(start, graph.longs(1)));
        long[] within = new long[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            within[i] = i;
        }
        return graph.node("Add", List.of(column, graph.longs(within)));
    }

    private static String slice(OnnxGraph graph, String value, long from, long to, long axis) {
        return graph.node("Slice", List.of(value, graph.longs(from), graph.longs(to), graph.longs(axis)));
    }

    private static Map<String, String> metadata() {
        var own = ModelMetadata.builder(List.of("embedding"))
                .sampleRate(16_000)
                .windowSamples(1)
                .frontEnd(frontEnd())
                .build();
        var entries = new TreeMap<>(own.toMap());
        entries.keySet().removeIf(key -> !key.startsWith("kws.spectrogram.") && !key.equals("kws.sample_rate"));
        entries.put("kws.step_frames", Integer.toString(STEP));
        entries.put("kws.delay_samples", "0");
        return entries;
    }
}
