package io.github.kws4j.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.kws4j.Device;
import io.github.kws4j.KeywordNetwork;
import io.github.kws4j.ModelException;
import io.github.kws4j.NetworkPorts;
import io.github.kws4j.OutputKind;
import io.github.kws4j.memory.Idle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One ONNX Runtime session. Each inference takes its tensors from a pool, so nothing is locked and next to nothing
 * allocated; a batch goes in chunks of at most {@value #LARGEST_CHUNK} rows, which bounds the memory of host and
 * device.
 */
final class OnnxNetwork implements KeywordNetwork {
    private static final int LARGEST_CHUNK = 256;
    private static final int MOST_VALUES = 1 << 25;

    private final OrtSession session;
    /** The same network, taking {@link NarrowSamples}. */
    private final Optional<OrtSession> narrow;

    private final String name;
    private final Device device;
    private final String deviceNote;
    private final Map<String, String> metadata;
    private final Ports ports;
    private final int rowLength;
    private final UseCount use;
    /** By capacity: entry {@code i} holds tensors for up to {@code 2^i} rows. */
    private final List<Idle<BoundTensors>> pool;

    /** Takes over {@code session}, which is closed where this throws. */
    OnnxNetwork(OrtSession session, OnnxFile file, String name, Opened opened) throws OrtException {
        this.session = session;
        this.name = name;
        device = opened.device();
        deviceNote = opened.note();
        metadata = file.metadata();
        try {
            ports = new Ports(name, session, file, opened.ports());
            narrow = opened.narrowing().session(ports);
        } catch (OrtException | RuntimeException | Error e) {
            session.close();
            throw e;
        }
        rowLength = ports.clipShape.stream().reduce(1, Math::multiplyExact);
        use = new UseCount(name, this::free);
        pool = IntStream.rangeClosed(0, Integer.numberOfTrailingZeros(LARGEST_CHUNK))
                .mapToObj(i -> new Idle<BoundTensors>())
                .collect(Collectors.toList());
    }

    /**
     * What was asked for and what came of it.
     *
     * @param device where it runs
     * @param note why that is another device than was asked for
     * @param ports which input and output were asked for
     * @param narrowing opens a session that takes samples of 16 bits
     */
    record Opened(Device device, String note, NetworkPorts ports, Narrowing narrowing) {
        Opened(Device device, String note, NetworkPorts ports) {
            this(device, note, ports, found -> Optional.empty());
        }
    }

    /** Opens a session that takes {@link NarrowSamples}, where there is to be one. */
    interface Narrowing {
        Optional<OrtSession> session(Ports ports) throws OrtException;
    }

    @Override
    public void run(float[] rows, int batch, float[] logits) {
        if (batch < 1 || rows.length < (long) batch * rowLength || logits.length < (long) batch * ports.classes) {
            throw new IllegalArgumentException(
                    "expected a batch of 1 or more with " + rowLength + " values and " + ports.classes
                            + " logits a row but got a batch of " + batch + " with " + rows.length + " values and "
                            + logits.length
                            + " logits");
        }
        use.enter();
        try {
            int fixed = (int) ports.inputShape[0];
            int chunk = fixed > 0
                    ? fixed
                    : Math.max(1, Math.min(LARGEST_CHUNK, MOST_VALUES / Math.max(rowLength, ports.classes)));
            for (int done = 0; done < batch; done += chunk) {
                runChunk(rows, done, Math.min(chunk, batch - done), logits);
            }
        } catch (OrtException e) {
            throw new ModelException(name + ": inference failed: " + e.getMessage(), e);
        } finally {
            use.leave();
        }
    }

    private void runChunk(float[] rows, int first, int count, float[] logits) throws OrtException {
        int size = ports.inputShape[0] > 0 ? (int) ports.inputShape[0] : count;
        int power = Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
        boolean pooled = power < pool.size();
        BoundTensors idle = pooled ? pool.get(power).poll() : null;
        BoundTensors tensors = idle == null ? new BoundTensors(1 << power, rowLength, ports.classes) : idle;
        try {
            tensors.bind(ports, size);
            if (narrow.isPresent() && tensors.putNarrow(rows, first * rowLength, count * rowLength)) {
                tensors.runNarrow(narrow.get());
            } else {
                tensors.put(rows, first * rowLength, count * rowLength);
                tensors.run(session);
            }
            tensors.get(logits, first * ports.classes, count * ports.classes);
        } catch (OrtException | RuntimeException e) {
            tensors.close();
            throw e;
        }
        if (pooled) {
            pool.get(power).offer(tensors);
        } else {
            tensors.close();
        }
    }

    @Override
    public void close() {
        use.close();
    }

    private void free() {
        for (var idle : pool) {
            for (BoundTensors tensors = idle.poll(); tensors != null; tensors = idle.poll()) {
                tensors.close();
            }
        }
        try {
            session.close();
            if (narrow.isPresent()) {
                narrow.get().close();
            }
        } catch (OrtException e) {
            throw new ModelException(name + ": closing failed: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public List<Integer> inputShape() {
        return ports.clipShape;
    }

    @Override
    public int classes() {
        return ports.classes;
    }

    @Override
    public OutputKind outputKind() {
        return ports.kind;
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public String deviceNote() {
        return deviceNote;
    }
}
