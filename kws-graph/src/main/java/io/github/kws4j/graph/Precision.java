package io.github.kws4j.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.ModelException;
import io.github.kws4j.ModelMetadata;
import io.github.kws4j.Prediction;
import io.github.kws4j.audio.Audio;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a model file holds its weights, and what ONNX Runtime computes with. Every form takes and gives the same as the
 * file that {@code TrainedModel.export} or {@code TrainedModel.exportSpectrogramForm} wrote, is standard ONNX, and is
 * loaded by the same call.
 *
 * <pre>{@code
 * Stream<Audio> clips = AudioDataset.ofFolders(Path.of("recordings")).clips().stream().map(LabelledClip::audio);
 * byte[] model = Files.readAllBytes(Path.of("kws.onnx"));
 * Files.write(Path.of("kws-int8.onnx"), Precision.INT8.convert(model, clips));
 * }</pre>
 *
 * <p>{@code kws-bench/RESULTS.md} has size, speed and accuracy of each side by side.
 */
public enum Precision {
    /** Weights of 32 bits: what is exported. */
    FLOAT32,

    /**
     * Kernels of 16 bits (IEEE 754 binary16, rounded to nearest), made 32 again when the model is loaded: about half
     * the size, the same speed, and logits that differ in the third decimal.
     */
    FLOAT16,

    /**
     * Kernels of 8 bits with one scale a channel, made floats again when the model is loaded: about a quarter of the
     * size, the same speed, and every weight within a 254th of its channel's largest.
     */
    INT8_KERNELS,

    /**
     * Convolutions and dense layers in whole numbers of 8 bits, but for the spectrogram and the first layer, whose
     * input spans more than 8 bits hold, and the second where labels would differ: about a third of the size, and on a
     * CPU faster. Kernels have one scale a channel, what flows between layers one a tensor, whose range leaves the
     * least error in the clips given, the quiet ones counted like the loud. It is written as quantise-dequantise pairs
     * of nodes (Jacob et al. 2018, arXiv 1712.05877). Kernels lie in [-64, 64], not [-127, 127]: so the sum of two
     * products stays within 16 bits, and x86 processors without VNNI instructions, which add them there, give the same
     * answers. Meant for CPUs; on CUDA it is correct but computed in floats.
     */
    INT8;

    private static final String NOTE = "kws.note.precision";
    private static final double AGREEMENT = 0.98;
    /** Of the logits, with one layer in floats; above it two stay so, as labels of other clips would differ. */
    private static final double LARGEST_ERROR = 0.04;

    /**
     * A model in this precision, which its metadata record ({@code notes().get("precision")}). All else in the
     * metadata stays: temperature and thresholds are those fitted to the original. {@link #INT8} is refused where it
     * gives another label to more than 2 % of the clips.
     *
     * @param model content of a file in {@link #FLOAT32} that {@code TrainedModel} wrote, in either form, or, for all
     *     but {@link #INT8}, {@code TrainedVectors}; not changed
     * @param clips for {@link #INT8}, sound such as the model is to classify, some hundred clips; they are resampled,
     *     fitted to the model's window and held in memory. The others read none: {@code Stream.empty()}
     * @return content of an ONNX file
     * @throws IllegalArgumentException where {@code model} is no such file, or there is no clip to measure
     *     {@link #INT8} on
     * @throws ModelException for {@link #INT8}, where the metadata are missing, no backend is on the class path to run
     *     the model with, or the labels differ for more than 2 % of the clips
     */
    public byte[] convert(byte[] model, Stream<Audio> clips) {
        return convert(model, clips, AGREEMENT);
    }

    /**
     * As {@link #convert(byte[], Stream)}, with another bound on how many labels may differ.
     *
     * @param model content of a file in {@link #FLOAT32} that kws4j exported, in either form; not changed
     * @param clips for {@link #INT8}, sound such as the model is to classify
     * @param agreement the least share of the clips that must have the same likeliest label as before, 0 to 1; 0 asks
     *     nothing
     * @return content of an ONNX file
     * @throws IllegalArgumentException where {@code model} is no such file, {@code agreement} is not a share, or there
     *     is no clip to measure {@link #INT8} on
     * @throws ModelException as above, or where fewer labels agree
     */
    public byte[] convert(byte[] model, Stream<Audio> clips, double agreement) {
        if (!(agreement >= 0 && agreement <= 1)) {
            throw new IllegalArgumentException("expected an agreement of 0 to 1 but got " + agreement);
        }
        ModelProto parsed = IncludedModel.parse(model);
        Map<String, String> metadata = parsed.getMetadataPropsList().stream()
                .collect(Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
        checkOriginal(parsed, metadata);
        return switch (this) {
            case FLOAT32 -> model.clone();
            case FLOAT16 -> Float16Kernels.in(parsed.getGraph()).toBytes(noted(metadata));
            case INT8_KERNELS -> Int8Kernels.in(parsed.getGraph()).toBytes(noted(metadata));
            case INT8 -> eightBits(model, parsed.getGraph(), metadata, clips, agreement);
        };
    }

    /** Keeps the first layer in floats, and the second, too, where that is not enough. */
    private byte[] eightBits(
            byte[] model, GraphProto graph, Map<String, String> metadata, Stream<Audio> sounds, double agreement) {
        ModelMetadata described = ModelMetadata.of(metadata);
        List<Audio> clips = fitted(sounds, described);
        List<Prediction> expected = answers(model, clips);
        Map<String, ActivationRange> ranges = new QuantizedLayers(graph, 1).ranges(described, clips);
        byte[] converted = Int8Layers.of(new QuantizedLayers(graph, 1), ranges).toBytes(noted(metadata));
        List<Prediction> found = answers(converted, clips);
        var fewer = new QuantizedLayers(graph, 2);
        if (!fewer.isEmpty() && (error(expected, found) > LARGEST_ERROR || agreement(expected, found) < agreement)) {
            converted = Int8Layers.of(fewer, ranges).toBytes(noted(metadata));
            found = answers(converted, clips);
        }
        double reached = agreement(expected, found);
        if (reached < agreement) {
            throw new ModelException(String.format(
                    Locale.ROOT,
                    "expected INT8 to give at least %.4f of the clips the label that FLOAT32 gives but got %.4f "
                            + "(of %d); measure on"
                            + " more clips like those that it is to classify, take FLOAT16, or ask for less "
                            + "with convert(model,"
                            + " clips, agreement)",
                    agreement,
                    reached,
                    clips.size()));
        }
        return converted;
    }

    private static double agreement(List<Prediction> expected, List<Prediction> found) {
        long same = IntStream.range(0, expected.size())
                .filter(clip ->
                        expected.get(clip).label().equals(found.get(clip).label()))
                .count();
        return (double) same / expected.size();
    }

    /** The root mean square of what the logits are off by, as a share of theirs. */
    private static double error(List<Prediction> expected, List<Prediction> found) {
        double errors = 0;
        double squares = 0;
        for (int clip = 0; clip < expected.size(); clip++) {
            float[] wanted = expected.get(clip).logits();
            float[] got = found.get(clip).logits();
            for (int i = 0; i < wanted.length; i++) {
                errors += Math.pow(got[i] - wanted[i], 2);
                squares += Math.pow(wanted[i], 2);
            }
        }
        return Math.sqrt(errors / Math.max(squares, Double.MIN_NORMAL));
    }

    private static List<Audio> fitted(Stream<Audio> clips, ModelMetadata metadata) {
        List<Audio> fitted = clips.map(
                        clip -> clip.resample(metadata.sampleRate()).fitTo(metadata.windowSamples()))
                .toList();
        if (fitted.isEmpty()) {
            throw new IllegalArgumentException("expected clips to measure the ranges of INT8 on but got none");
        }
        return fitted;
    }

    private static List<Prediction> answers(byte[] model, List<Audio> clips) {
        try (var classifier = KeywordClassifier.builder().load(model)) {
            return classifier.classifyAll(clips);
        }
    }

    private static void checkOriginal(ModelProto model, Map<String, String> metadata) {
        String present = metadata.getOrDefault(NOTE, FLOAT32.name());
        if (!present.equals(FLOAT32.name())) {
            throw new IllegalArgumentException("expected a model in FLOAT32 but got one in " + present);
        }
        if (model.getGraph().getInitializerList().stream().noneMatch(c -> OnnxGraph.isKernel(c.getName()))) {
            throw new IllegalArgumentException("expected a model that kws4j wrote but got one of producer '"
                    + model.getProducerName() + "' without kernels of its layers");
        }
    }

    private Map<String, String> noted(Map<String, String> metadata) {
        var noted = new TreeMap<>(metadata);
        noted.put(NOTE, name());
        return noted;
    }
}
