package io.github.kws4j.train;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** What plain ONNX Runtime makes of a model file, with none of our code between. */
record OnnxLogits(float[][] predictions, long[] classIds, String[] classNames) {
    static OnnxLogits of(Path model, float[] values, long... shape) throws OrtException {
        var environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(model.toString());
                var input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
                var result =
                        session.run(Map.of(session.getInputNames().iterator().next(), input))) {
            return new OnnxLogits(
                    (float[][]) result.get("predictions").orElseThrow().getValue(),
                    (long[]) result.get("class_ids").orElseThrow().getValue(),
                    (String[]) result.get("class_names").orElseThrow().getValue());
        }
    }
}
