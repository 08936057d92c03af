package io.github.kws4j.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.github.kws4j.Device;
import io.github.kws4j.KeywordBackend;
import io.github.kws4j.KeywordNetwork;
import io.github.kws4j.ModelException;
import io.github.kws4j.NetworkOptions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.logging.Logger;

/** Runs ONNX models with ONNX Runtime. Found through {@link java.util.ServiceLoader}; callers never name it. */
public final class OnnxBackend implements KeywordBackend {
    private static final Logger LOG = Logger.getLogger(OnnxBackend.class.getName());

    /** Called by {@link java.util.ServiceLoader}. */
    public OnnxBackend() {}

    private interface SessionSource {
        OrtSession open(SessionOptions options) throws OrtException;
    }

    @Override
    public KeywordNetwork open(Path model, NetworkOptions options) throws IOException {
        if (!Files.exists(model)) {
            throw new NoSuchFileException(model.toString(), null, "expected a model file but there is none");
        }
        if (Files.isDirectory(model)) {
            throw new IOException(model + ": expected a model file but found a directory");
        }
        if (!Files.isReadable(model)) {
            throw new AccessDeniedException(model.toString());
        }
        return open(
                session -> KeptEnvironment.get().createSession(model.toString(), session),
                model.toString(),
                options.device(),
                options.threads());
    }

    @Override
    public KeywordNetwork open(byte[] model, String name, NetworkOptions options) {
        return open(
                session -> KeptEnvironment.get().createSession(model, session),
                name,
                options.device(),
                options.threads());
    }

    private static KeywordNetwork open(SessionSource source, String name, Device device, int threads) {
        if (device.kind() == Device.Kind.CPU) {
            return openOnCpu(source, name, threads, "");
        }
        try (var options = options(threads)) {
            try (var cuda = new OrtCUDAProviderOptions(device.index())) {
                cuda.add("use_tf32", device.tf32() ? "1" : "0");
                options.addCUDA(cuda);
            }
            var network = network(source.open(options), name, device, "");
            LOG.info(() -> name + " runs on " + device);
            return network;
        } catch (OrtException | LinkageError e) {
            if (!device.fallsBackToCpu()) {
                throw new ModelException(
                        name + ": expected to run on " + device + " but CUDA can't be had: " + e.getMessage()
                                + ". It needs"
                                + " com.microsoft.onnxruntime:onnxruntime_gpu in place of onnxruntime, an NVIDIA driver, CUDA 12.9"
                                + " and cuDNN 9; or ask for Device.cuda(" + device.index() + ").orCpu()",
                        e);
            }
            String note = device + " can't be had: " + e.getMessage();
            LOG.warning(() -> name + " runs on the CPU: " + note);
            return openOnCpu(source, name, threads, note);
        }
    }

    private static KeywordNetwork openOnCpu(SessionSource source, String name, int threads, String note) {
        try (var options = options(threads)) {
            return network(source.open(options), name, Device.cpu(), note);
        } catch (OrtException e) {
            throw new ModelException(
                    name + ": expected an ONNX model that ONNX Runtime can run but found: " + e.getMessage(), e);
        }
    }

    private static KeywordNetwork network(OrtSession session, String name, Device device, String note)
            throws OrtException {
        return OnnxSteppingNetwork.isIn(session)
                ? new OnnxSteppingNetwork(session, name, device, note)
                : new OnnxNetwork(session, name, device, note);
    }

    private static SessionOptions options(int threads) throws OrtException {
        // Only through the environment's logger can a provider that isn't to be had say why.
        KeptEnvironment.get();
        var options = new SessionOptions();
        options.setIntraOpNumThreads(Math.max(1, threads));
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        // Between inferences the cores are for spectrograms: ONNX Runtime's threads would wait for the next one without
        // sleeping.
        options.addConfigEntry("session.force_spinning_stop", "1");
        return options;
    }
}
