package io.github.kws4j.models.embedding;

import static io.github.kws4j.graph.OnnxGraph.integer;
import static io.github.kws4j.graph.OnnxGraph.ints;

import io.github.kws4j.Device;
import io.github.kws4j.KeywordBackend;
import io.github.kws4j.ModelException;
import io.github.kws4j.NetworkOptions;
import io.github.kws4j.NetworkPorts;
import io.github.kws4j.SteppingNetwork;
import io.github.kws4j.graph.OnnxGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ONNX file of a word embedding: the speech embedding's network and, on its vectors, the word embedding's. Its
 * state is the speech embedding's and the last {@value #PAST} standardised vectors, so a stream computes nothing twice.
 */
final class WordEmbeddingFile {
    private static final int VALUES = WordWindows.VALUES;
    private static final int PAST = WordWindows.LENGTH - 1;
    private static final String PRECISION = "kws.note.precision";

    private final OnnxGraph graph = new OnnxGraph("word_embedding");
    private final WordNetwork.Folded network;
    private final Distillation.Scale scale;
    private final int outputs;

    private WordEmbeddingFile(WordNetwork.Folded network, Distillation.Scale scale) {
        this.network = network;
        this.scale = scale;
        outputs = network.output().columns();
    }

    /**
     * The content of the file: weights of windows of 8 bits, all others of 32.
     *
     * @param embedding content of the speech embedding's file
     * @param scale what its vectors are standardised by
     * @param notes metadata beside those of {@code embedding}
     */
    static byte[] write(
            byte[] embedding, WordNetwork.Folded network, Distillation.Scale scale, Map<String, String> notes) {
        return new WordEmbeddingFile(network, scale).write(embedding, notes);
    }

    private byte[] write(byte[] embedding, Map<String, String> notes) {
        var options = new NetworkOptions(Device.cpu(), 1, NetworkPorts.asDeclared());
        try (var base = KeywordBackend.find().open(embedding, "speech embedding", options)) {
            if (!(base instanceof SteppingNetwork stepping)) {
                throw new ModelException("expected a speech embedding with a state but found one input");
            }
            add(embedding, stepping.stateLength(), stepping.inputShape().get(1));
            var metadata = new LinkedHashMap<>(base.metadata());
            metadata.remove(PRECISION);
            metadata.put("kws.vector_size", Integer.toString(outputs));
            metadata.put("kws.vectors", "1");
            metadata.putAll(notes);
            return graph.toBytes(metadata);
        }
    }

    private void add(byte[] embedding, long own, long bands) {
        long past = (long) PAST * VALUES;
        String spectrogram = graph.input("spectrogram", -1, bands);
        String state = graph.input("state", own + past);
        Map<String, String> base = graph.include(
                embedding, "speech/", Map.of("spectrogram", spectrogram, "state", slice(state, 1, 0, own)));
        String vectors = standardised(base.getOrDefault("embeddings", "embeddings"));
        String before = graph.node("Reshape", List.of(slice(state, 1, own, own + past), graph.longs(-1, PAST, VALUES)));
        String all = graph.node("Concat", List.of(before, vectors), integer("axis", 1));
        graph.floatOutput(words(all), -1, outputs);
        String last = graph.node("Reshape", List.of(slice(all, 1, -PAST, Integer.MAX_VALUE), graph.longs(-1, past)));
        String next = base.getOrDefault("next_state", "next_state");
        graph.floatOutput(graph.named("next_state", "Concat", List.of(next, last), integer("axis", 1)), own + past);
    }

    private String slice(String value, int axis, long from, long to) {
        return graph.node("Slice", List.of(value, graph.longs(from), graph.longs(to), graph.longs(axis)));
    }

    private String standardised(String vectors) {
        String centred = graph.node("Sub", List.of(vectors, graph.floats("mean", scale.mean(), VALUES)));
        return graph.node("Div", List.of(centred, graph.floats("deviation", scale.deviation(), VALUES)));
    }

    /** From {@code batch x past + steps x values} to {@code batch x steps x outputs}. */
    private String words(String vectors) {
        int hidden = network.bias().length;
        var bias = new float[outputs + hidden];
        System.arraycopy(network.bias(), 0, bias, outputs, hidden);
        String both = WindowLayer.add(graph, vectors, network.wide(), bias);
        String active = graph.node("Relu", List.of(slice(both, 2, outputs, (long) outputs + hidden)));
        float[] out = network.output().transposed().values();
        String kernel =
                graph.node("Transpose", List.of(graph.kernel("output", out, outputs, hidden)), ints("perm", 1, 0));
        String added = graph.node("MatMul", List.of(active, kernel));
        return graph.named("embeddings", "Add", List.of(slice(both, 2, 0, outputs), added));
    }
}
