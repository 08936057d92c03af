package io.github.kws4j.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * ONNX Runtime's environment, kept to the end of the process. Its Java binding frees the environment in a shutdown hook of its own, which
 * nobody can hold up, while other threads may be in an inference or a load; they then crash the JVM (ONNX Runtime's issue 31352). Natively
 * the environment counts its owners: a second one, which is never let go, keeps it alive. The binding has no public call for that, so it
 * is made by reflection; should a later ONNX Runtime lack what is called, all works as without it.
 */
final class KeptEnvironment {
    private static final Logger LOG = Logger.getLogger(KeptEnvironment.class.getName());
    private static final OrtEnvironment ENVIRONMENT = keep(OrtEnvironment.getEnvironment());

    private KeptEnvironment() {}

    static OrtEnvironment get() {
        return ENVIRONMENT;
    }

    private static OrtEnvironment keep(OrtEnvironment environment) {
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            api.setAccessible(true);
            create.setAccessible(true);
            create.invoke(
                    null,
                    api.getLong(null),
                    OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(),
                    OrtEnvironment.DEFAULT_NAME);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    Level.FINE,
                    "a JVM that ends while a model runs may crash: no second owner of ONNX Runtime's environment",
                    e);
        }
        return environment;
    }
}
