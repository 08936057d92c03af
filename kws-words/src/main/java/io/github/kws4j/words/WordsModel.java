package io.github.kws4j.words;

import static io.github.kws4j.graph.OnnxGraph.integer;
import static io.github.kws4j.graph.OnnxGraph.ints;

import io.github.kws4j.ModelMetadata;
import io.github.kws4j.graph.OnnxGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The ONNX file of some words: the embedding's network, then a convolution over its last vectors with a kernel a
 * detector, the largest of each word's detectors, and 0 for no word. Its state is the embedding's and the vectors
 * before a step, so a stream computes nothing twice; it is written as the difference to the state after some seconds of
 * faint noise, so that a stream that begins, with a state of zeros, begins as after a pause.
 */
final class WordsModel {
    private final SpeechEmbedding embedding;
    private final LagCovariances speech;
    private final int past;
    private final OnnxGraph graph = new OnnxGraph("own_words");

    private WordsModel(SpeechEmbedding embedding, LagCovariances speech) {
        this.embedding = embedding;
        this.speech = speech;
        past = embedding.window() - 1;
    }

    /** Loads what files are written with: a moment that a caller may use otherwise. */
    static void prepare() {
        new OnnxGraph("").toBytes(Map.of());
    }

    /** The content of the file; all words have the same number of detectors. */
    static byte[] write(
            SpeechEmbedding embedding, LagCovariances speech, List<Detectors> words, ModelMetadata metadata) {
        return new WordsModel(embedding, speech).write(words, metadata);
    }

    private byte[] write(List<Detectors> words, ModelMetadata metadata) {
        long size = embedding.size();
        long own = embedding.stateLength();
        long kept = own + past * size;
        String spectrogram = graph.input("spectrogram", -1, embedding.frontEnd().bins());
        String rest = graph.floats("rest", rest(kept), kept);
        String state = graph.node("Add", List.of(graph.input("state", kept), rest));
        Map<String, String> embedded = graph.include(
                embedding.model(), "embedding/", Map.of("spectrogram", spectrogram, "state", slice(state, 0, own)));
        String vectors = standardised(embedded.getOrDefault("embeddings", "embeddings"));
        String reached = embedded.getOrDefault("next_state", "next_state");
        if (past > 0) {
            String before = graph.node("Reshape", List.of(slice(state, own, kept), graph.longs(-1, past, size)));
            vectors = graph.node("Concat", List.of(before, vectors), integer("axis", 1));
            String last = slice(vectors, -past, Integer.MAX_VALUE);
            String flat = graph.node("Reshape", List.of(last, graph.longs(-1, past * size)));
            reached = graph.node("Concat", List.of(reached, flat), integer("axis", 1));
        }
        graph.floatOutput(
                graph.named("predictions", "Pad", List.of(scores(vectors, words), graph.longs(0, 0, 0, 0, 0, 1))),
                -1,
                words.size() + 1L);
        graph.floatOutput(graph.named("next_state", "Sub", List.of(reached, rest)), kept);
        return graph.toBytes(metadata.toMap());
    }

    /** The embedding's state after faint noise, and the vectors before it, the oldest first. */
    private float[] rest(long length) {
        var rest = embedding.rest();
        float[] values = Arrays.copyOf(rest.state(), Math.toIntExact(length));
        float[][] vectors = speech.standardise(rest.vectors());
        int size = speech.size();
        for (int i = 0; i < past; i++) {
            System.arraycopy(vectors[vectors.length - past + i], 0, values, rest.state().length + i * size, size);
        }
        return values;
    }

    private String slice(String value, long from, long to) {
        return graph.node("Slice", List.of(value, graph.longs(from), graph.longs(to), graph.longs(1)));
    }

    private String standardised(String vectors) {
        String centred = graph.node("Sub", List.of(vectors, graph.floats("mean", speech.mean(), speech.size())));
        return graph.node("Div", List.of(centred, graph.floats("deviation", speech.deviation(), speech.size())));
    }

    /** From {@code batch x past + steps x size} to {@code batch x steps x words}. */
    private String scores(String vectors, List<Detectors> words) {
        var weights = new ArrayList<float[]>();
        words.forEach(word -> weights.addAll(word.weights()));
        int each = weights.size() / words.size();
        float[] offsets = new float[weights.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = words.get(i / each).offsets()[i % each];
        }
        String detectors = DetectorLayer.add(graph, vectors, speech.size(), weights, offsets);
        String grouped = graph.node("Reshape", List.of(detectors, graph.longs(0, words.size(), each, -1)));
        String largest = graph.node("ReduceMax", List.of(grouped, graph.longs(2)), integer("keepdims", 0));
        return graph.node("Transpose", List.of(largest), ints("perm", 0, 2, 1));
    }

    /**
     * The detectors in a file that {@link #write} wrote.
     *
     * @param window vectors that a detector looks at
     * @param size numbers in a vector of the embedding
     * @throws IllegalArgumentException where it is another file, or its detectors look at more or fewer vectors
     */
    static List<Detectors> read(byte[] model, List<String> labels, int window, int size) {
        var constants = OnnxGraph.floatConstants(model);
        float[] offsets = DetectorLayer.offsets(constants);
        if (offsets.length == 0) {
            throw new IllegalArgumentException(
                    "expected a model that CustomKeywords exported but got one without detectors; it holds " + labels);
        }
        int numbers = DetectorLayer.numbers(constants);
        if (numbers != window * size) {
            throw new IllegalArgumentException("expected detectors of " + window + " vectors of " + size
                    + " numbers but found " + numbers + " numbers in each, as another version wrote them; learn the"
                    + " words again");
        }
        var weights = DetectorLayer.weights(constants, size);
        int each = offsets.length / labels.size();
        var words = new ArrayList<Detectors>();
        for (int word = 0; word < labels.size(); word++) {
            int from = word * each;
            words.add(new Detectors(
                    labels.get(word),
                    weights.subList(from, from + each),
                    Arrays.copyOfRange(offsets, from, from + each)));
        }
        return words;
    }
}
