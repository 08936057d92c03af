package io.github.kws4j.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.github.kws4j.ModelMetadata;
import io.github.kws4j.audio.Audio;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a model file holds its weights, and what ONNX Runtime computes with. Every form takes and gives the same as the file that
 * {@code TrainedModel.export} or {@code TrainedModel.exportSpectrogramForm} wrote, is standard ONNX, and is loaded by the same call.
 *
 * <pre>{@code
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
     * Kernels of 16 bits (IEEE 754 binary16, rounded to nearest), made 32 again when the model is loaded: about half the size, the same
     * speed, and logits that differ in the third decimal.
     */
    FLOAT16,

    /**
     * Convolutions and dense layers in whole numbers of 8 bits, but for the spectrogram, which stays as it is: about a third of the size, and on
     * a CPU faster. Kernels have one scale a channel, what flows between layers one a tensor, from its least to its greatest value over the
     * clips given, as quantise-dequantise pairs of nodes (Jacob et al. 2018, arXiv 1712.05877). Kernels lie in [-64, 64], not
     * [-127, 127]: so the sum of two products stays within 16 bits, and x86 processors without VNNI instructions, which add them there, give
     * the same answers. Meant for CPUs; on CUDA it is correct but computed in floats.
     */
    INT8;

    private static final String NOTE = "kws.note.precision";

    /**
     * A model in this precision, which it says in its metadata ({@code notes().get("precision")}). All else in the metadata stays: temperature and
     * thresholds are those fitted to the original.
     *
     * @param model content of a file in {@link #FLOAT32} that {@code TrainedModel} wrote, in either form, or, for all but {@link #INT8},
     *     {@code TrainedVectors}; not changed
     * @param clips for {@link #INT8}, sound such as the model is to hear, some hundred clips; they are resampled and fitted to the model's
     *     window, a batch at a time. The others read none: {@code Stream.empty()}
     * @return content of an ONNX file
     * @throws IllegalArgumentException where {@code model} is no such file, or there is no clip to measure {@link #INT8} on
     * @throws io.github.kws4j.ModelException for {@link #INT8}, where the metadata are missing or no backend is on the class path to run the
     *     model with
     */
    public byte[] convert(byte[] model, Stream<Audio> clips) {
        ModelProto parsed = IncludedModel.parse(model);
        Map<String, String> metadata = parsed.getMetadataPropsList().stream()
                .collect(Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
        checkOriginal(parsed, metadata);
        return switch (this) {
            case FLOAT32 -> model.clone();
            case FLOAT16 -> Float16Kernels.in(parsed.getGraph()).toBytes(noted(metadata));
            case INT8 -> {
                var activations = new Activations(parsed.getGraph());
                Map<String, Activations.Range> ranges = activations.measure(ModelMetadata.of(metadata), clips);
                yield Int8Layers.of(activations, ranges).toBytes(noted(metadata));
            }
        };
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
