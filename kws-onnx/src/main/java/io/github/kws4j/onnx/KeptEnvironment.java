package io.github.kws4j.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.github.kws4j.ModelException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's environment, kept to the end of the process. Its Java binding frees the environment in a shutdown hook
 * of its own, which nobody can hold up, while other threads may be in an inference or a load; they then crash the JVM
 * (ONNX Runtime's issue 31352). Natively the environment counts its owners: a second one, which is never let go, keeps
 * it alive. The binding has no public call for that, so it is made by reflection; should a later ONNX Runtime lack what
 * is called, all works as without it.
 */
final class KeptEnvironment {
    private static final String FOLDER = "onnxruntime.native.path";
    private static final Logger LOG = Logger.getLogger(KeptEnvironment.class.getName());
    private static @Nullable OrtEnvironment environment;
    private static Throwable failure = new IllegalStateException("they are not loaded");

    static {
        try {
            environment = keep(NativeLibraries.load());
        } catch (LinkageError | RuntimeException e) {
            failure = e;
        }
    }

    private KeptEnvironment() {}

    /**
     * Throws, at each call, where ONNX Runtime's libraries can't be loaded.
     *
     * @throws ModelException which names the folder, the cause and what to do
     */
    static void require(String name) {
        if (environment == null) {
            throw new ModelException(
                    name + ": expected to load ONNX Runtime's libraries from "
                            + System.getProperty(FOLDER, "java.io.tmpdir, " + System.getProperty("java.io.tmpdir"))
                            + " but: " + root(failure)
                            + ". The folder must exist, be writable and allow execution: set -Djava.io.tmpdir=, or -D"
                            + FOLDER
                            + "= to one that holds the libraries; on a Linux without glibc (musl) they don't run",
                    failure);
        }
    }

    private static Throwable root(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return cause == null ? thrown : root(cause);
    }

    static OrtEnvironment get() {
        if (environment == null) {
            throw new IllegalStateException("ONNX Runtime's libraries are not loaded", failure);
        }
        return environment;
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
