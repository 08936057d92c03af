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
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs ONNX models with ONNX Runtime. Found through {@link java.util.ServiceLoader}; callers never name it. */
public final class OnnxBackend implements KeywordBackend {
    private static final Logger LOG = Logger.getLogger(OnnxBackend.class.getName());
    private static final char REPLACEMENT = '\ufffd';
    /** Of a model that is changed in memory. */
    private static final long MOST_BYTES = 1 << 28;

    /** Called by {@link java.util.ServiceLoader}. */
    public OnnxBackend() {}

    /** Where a model lies: opened for its own reading, and given to ONNX Runtime. */
    private interface Source {
        InputStream content() throws IOException;

        byte[] bytes() throws IOException;

        OrtSession session(SessionOptions options) throws OrtException;
    }

    private record OfPath(Path path) implements Source {
        @Override
        public InputStream content() throws IOException {
            return new BufferedInputStream(Files.newInputStream(path));
        }

        @Override
        public byte[] bytes() throws IOException {
            if (Files.size(path) > MOST_BYTES) {
                throw new IOException(path + ": expected at most " + MOST_BYTES + " bytes");
            }
            return Files.readAllBytes(path);
        }

        @Override
        public OrtSession session(SessionOptions options) throws OrtException {
            return KeptEnvironment.get().createSession(path.toString(), options);
        }
    }

    private record OfBytes(byte[] model) implements Source {
        @Override
        public InputStream content() {
            return new ByteArrayInputStream(model);
        }

        @Override
        public byte[] bytes() {
            return model;
        }

        @Override
        public OrtSession session(SessionOptions options) throws OrtException {
            return KeptEnvironment.get().createSession(model, options);
        }
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
                crossesJni(model) ? new OfPath(model) : new OfBytes(Files.readAllBytes(model)),
                model.toString(),
                options);
    }

    /** Whether ONNX Runtime finds the file by its name: in the default file system, no character garbled on the way. */
    private static boolean crossesJni(Path model) {
        return model.getFileSystem() == FileSystems.getDefault()
                && model.toString().chars().noneMatch(c -> Character.isSurrogate((char) c) || c == REPLACEMENT);
    }

    @Override
    public KeywordNetwork open(byte[] model, String name, NetworkOptions options) {
        try {
            return open(new OfBytes(model), name, options);
        } catch (IOException e) {
            throw new ModelException(name + ": " + e.getMessage(), e);
        }
    }

    private static KeywordNetwork open(Source source, String name, NetworkOptions options) throws IOException {
        OnnxFile file;
        try (var content = source.content()) {
            file = OnnxFile.read(content);
        } catch (MalformedProtobufException | EOFException e) {
            throw refused(name, e);
        }
        KeptEnvironment.require(name);
        Device device = options.device();
        if (device.kind() == Device.Kind.CPU) {
            return openOnCpu(source, file, name, options, "");
        }
        try (var session = options(options.threads())) {
            try (var cuda = new OrtCUDAProviderOptions(device.index())) {
                cuda.add("use_tf32", device.tf32() ? "1" : "0");
                session.addCUDA(cuda);
            }
            var opened =
                    new OnnxNetwork.Opened(device, "", options.ports(), ports -> narrow(source, session, name, ports));
            var network = network(source.session(session), file, name, opened);
            LOG.info(() -> name + " runs on " + device);
            return network;
        } catch (OrtException | LinkageError e) {
            if (!device.fallsBackToCpu()) {
                throw new ModelException(
                        name + ": expected to run on " + device + " but CUDA is unavailable: " + e.getMessage()
                                + ". It needs"
                                + " com.microsoft.onnxruntime:onnxruntime_gpu in place of onnxruntime, an NVIDIA"
                                + " driver, CUDA 12.9"
                                + " and cuDNN 9; or ask for Device.cuda(" + device.index() + ").orCpu()",
                        e);
            }
            String note = device + " is unavailable: " + e.getMessage();
            LOG.warning(() -> name + " runs on the CPU: " + note);
            return openOnCpu(source, file, name, options, note);
        }
    }

    private static KeywordNetwork openOnCpu(
            Source source, OnnxFile file, String name, NetworkOptions options, String note) {
        try (var session = options(options.threads())) {
            var opened = new OnnxNetwork.Opened(Device.cpu(), note, options.ports());
            return network(source.session(session), file, name, opened);
        } catch (OrtException e) {
            throw refused(name, e);
        }
    }

    /**
     * A session for samples of 16 bits, of a model that takes samples: half as much goes to the device. Empty where the
     * model can't be changed so, as where its weights lie in other files or it is larger than 256 MB.
     */
    private static Optional<OrtSession> narrow(Source source, SessionOptions options, String name, Ports ports) {
        if (ports.clipShape.size() != 1) {
            return Optional.empty();
        }
        try {
            byte[] narrowed = NarrowSamples.in(source.bytes(), ports.input, ports.inputShape);
            return Optional.of(KeptEnvironment.get().createSession(narrowed, options));
        } catch (IOException | OrtException e) {
            LOG.log(Level.FINE, name + ": all samples go to the device as floats", e);
            return Optional.empty();
        }
    }

    private static KeywordNetwork network(OrtSession session, OnnxFile file, String name, OnnxNetwork.Opened opened)
            throws OrtException {
        return OnnxSteppingNetwork.isIn(session, file)
                ? new OnnxSteppingNetwork(session, file, name, opened)
                : new OnnxNetwork(session, file, name, opened);
    }

    private static ModelException refused(String name, Exception e) {
        return new ModelException(
                name + ": expected an ONNX model that ONNX Runtime can run but found: " + e.getMessage(), e);
    }

    private static SessionOptions options(int threads) throws OrtException {
        // Only through the environment's logger can a provider that isn't to be had say why.
        KeptEnvironment.get();
        var options = new SessionOptions();
        options.setIntraOpNumThreads(Math.max(1, threads));
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        // Idle threads of ONNX Runtime would wait without sleeping and take cores from spectrograms and other
        // inferences.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }
}
