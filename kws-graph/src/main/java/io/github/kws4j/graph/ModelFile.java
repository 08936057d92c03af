package io.github.kws4j.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.kws4j.ModelMetadata;

/** What the content of a model's file says of itself. */
public final class ModelFile {
    private static final String OURS = "kws.";

    private ModelFile() {}

    /**
     * The same network with other metadata, such as thresholds found later. Entries of other programs stay.
     *
     * @param model content of an ONNX file; not changed
     * @param metadata what it is to say
     * @return content of an ONNX file
     * @throws IllegalArgumentException where {@code model} is no such content
     */
    public static byte[] describe(byte[] model, ModelMetadata metadata) {
        try {
            ModelProto before = ModelProto.parseFrom(model);
            ModelProto.Builder after = before.toBuilder().clearMetadataProps();
            before.getMetadataPropsList().stream()
                    .filter(entry -> !entry.getKey().startsWith(OURS))
                    .forEach(after::addMetadataProps);
            metadata.toMap()
                    .forEach((key, value) -> after.addMetadataProps(
                            StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
            return after.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "expected the content of an ONNX file but got " + model.length + " bytes that are none", e);
        }
    }
}
