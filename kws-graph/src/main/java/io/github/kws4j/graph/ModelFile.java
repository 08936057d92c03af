package io.github.kws4j.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.github.kws4j.ModelMetadata;
import java.util.Map;
import java.util.stream.Collectors;

/** The content of a model file: what it says of itself, and changes to that and to its form. */
public final class ModelFile {
    private static final String OURS = "kws.";

    private ModelFile() {}

    /**
     * What a model file says of itself.
     *
     * @param model content of an ONNX file
     * @return its {@code kws.*} metadata
     * @throws IllegalArgumentException where {@code model} is no such content
     * @throws io.github.kws4j.ModelException where its metadata are missing or make no sense
     */
    public static ModelMetadata metadata(byte[] model) {
        return ModelMetadata.of(entries(IncludedModel.parse(model)));
    }

    static Map<String, String> entries(ModelProto model) {
        return model.getMetadataPropsList().stream()
                .collect(Collectors.toMap(
                        StringStringEntryProto::getKey, StringStringEntryProto::getValue, (first, last) -> last));
    }

    /**
     * The same network with other metadata, such as thresholds found later. Entries of other programs stay.
     *
     * @param model content of an ONNX file; not changed
     * @param metadata what it is to say
     * @return content of an ONNX file
     * @throws IllegalArgumentException where {@code model} is no such content
     */
    public static byte[] describe(byte[] model, ModelMetadata metadata) {
        ModelProto before = IncludedModel.parse(model);
        ModelProto.Builder after = before.toBuilder().clearMetadataProps();
        before.getMetadataPropsList().stream()
                .filter(entry -> !entry.getKey().startsWith(OURS))
                .forEach(after::addMetadataProps);
        metadata.toMap()
                .forEach((key, value) -> after.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return after.build().toByteArray();
    }

    /**
     * The same network with its front end inside the graph, for devices that compute it faster than the CPU: it takes a
     * window of samples, {@code waveform}, and gives the same outputs but for rounding. It is for clips; streams of it
     * compute each window anew. A network with a state goes from the start of the window through all its steps, and
     * gives each label's largest output, as {@code classify} does; its thresholds, which are for steps, are left out.
     *
     * <pre>{@code
     * byte[] model = ModelFile.waveformForm(EmbeddedModel.find().content());
     * var classifier = KeywordClassifier.builder().device(Device.cuda(0)).load(model);
     * }</pre>
     *
     * @param model content of an ONNX file with {@code kws.*} metadata, whose input is {@code [batch, frames, bins]}
     *     and whose opset is 13 to 18; not changed
     * @return content of an ONNX file
     * @throws IllegalArgumentException where {@code model} is no such content, takes samples already, or takes MFCCs
     * @throws io.github.kws4j.ModelException where its metadata are missing or make no sense
     */
    public static byte[] waveformForm(byte[] model) {
        return new WaveformForm(model).toBytes();
    }
}
