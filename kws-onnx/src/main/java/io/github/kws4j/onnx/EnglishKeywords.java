package io.github.kws4j.onnx;

import io.github.kws4j.EmbeddedModel;
import io.github.kws4j.ModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The model in the jar: eight English words. Found through {@link java.util.ServiceLoader}; callers never name it. */
public final class EnglishKeywords implements EmbeddedModel {
    private static final String RESOURCE = "keywords-en.onnx";

    /** Called by {@link java.util.ServiceLoader}. */
    public EnglishKeywords() {}

    @Override
    public String name() {
        return "pretrained model";
    }

    @Override
    public byte[] content() {
        try (var model = EnglishKeywords.class.getResourceAsStream(RESOURCE)) {
            if (model == null) {
                throw new ModelException(
                        "this build of kws-onnx carries no " + RESOURCE + "; load a model from a file");
            }
            var content = new ByteArrayOutputStream();
            byte[] block = new byte[1 << 16];
            for (int read = model.read(block); read >= 0; read = model.read(block)) {
                content.write(block, 0, read);
            }
            return content.toByteArray();
        } catch (IOException e) {
            throw new ModelException(name() + ": can't be read: " + e.getMessage(), e);
        }
    }
}
