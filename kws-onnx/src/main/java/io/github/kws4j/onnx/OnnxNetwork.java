package io.github.kws4j.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.kws4j.Device;
import io.github.kws4j.KeywordNetwork;
import io.github.kws4j.ModelException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * One ONNX Runtime session. Each inference takes its tensors from a pool, so nothing is locked and next to nothing allocated; a batch
 * goes in chunks of at most {@value #LARGEST_CHUNK} rows, which bounds the memory of host and device.
 */
final class OnnxNetwork implements KeywordNetwork {
    private static final int LARGEST_CHUNK = 256;
    private static final String LOGITS = "predictions";

    private final OrtSession session;
    private final String name;
    private final Device device;
    private final String deviceNote;
    private final Map<String, String> metadata;
    private final String input;
    private final String output;
    private final long[] shape;
    private final List<Integer> inputShape;
    private final int rowLength;
    private final int classes;
    private final UseCount use;
    /** By capacity: entry {@code i} holds tensors for up to {@code 2^i} rows. */
    private final List<ConcurrentLinkedQueue<BoundTensors>> pool;

    /** Takes over {@code session}, which is closed where this throws. */
    OnnxNetwork(OrtSession session, String name, Device device, String deviceNote) throws OrtException {
        this.session = session;
        this.name = name;
        this.device = device;
        this.deviceNote = deviceNote;
        try {
            metadata = Map.copyOf(session.getMetadata().getCustomMetadata());
            input = onlyInput();
            shape = tensor("input", input, session.getInputInfo()).getShape();
            requireInput();
            inputShape = List.of(
                    LongStream.of(shape).skip(1).mapToObj(Math::toIntExact).toArray(Integer[]::new));
            rowLength = inputShape.stream().reduce(1, Math::multiplyExact);
            output = logitsOutput();
            classes = declaredClasses();
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
        use = new UseCount(name, this::free);
        pool = IntStream.rangeClosed(0, Integer.numberOfTrailingZeros(LARGEST_CHUNK))
                .mapToObj(i -> new ConcurrentLinkedQueue<BoundTensors>())
                .collect(Collectors.toList());
    }

    private String onlyInput() {
        var inputs = session.getInputNames();
        if (inputs.size() != 1) {
            throw new ModelException(name + ": expected one input but found " + inputs);
        }
        return inputs.iterator().next();
    }

    private TensorInfo tensor(String role, String node, Map<String, NodeInfo> nodes) {
        NodeInfo info = nodes.get(node);
        if (info != null && info.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT) {
            return tensor;
        }
        throw new ModelException(name + ": expected " + role + " " + node + " to be a float tensor but found " + info);
    }

    private void requireInput() {
        boolean fixed = LongStream.of(shape).skip(1).allMatch(size -> size > 0);
        if (shape.length < 2 || !fixed || shape[0] == 0) {
            throw new ModelException(name + ": expected input " + input
                    + " to be [batch, samples] or [batch, frames, bins] with fixed sizes behind the batch but found "
                    + Arrays.toString(shape));
        }
    }

    private String logitsOutput() throws OrtException {
        if (session.getOutputNames().contains(LOGITS)) {
            return LOGITS;
        }
        for (var output : session.getOutputInfo().entrySet()) {
            if (output.getValue().getInfo() instanceof TensorInfo tensor
                    && tensor.type == OnnxJavaType.FLOAT
                    && tensor.getShape().length == 2) {
                return output.getKey();
            }
        }
        throw new ModelException(name + ": expected an output " + LOGITS + " [batch, labels] of floats but found "
                + session.getOutputNames());
    }

    private int declaredClasses() throws OrtException {
        long[] sizes = tensor("output", output, session.getOutputInfo()).getShape();
        if (sizes.length != 2 || sizes[1] < 1) {
            throw new ModelException(name + ": expected output " + output + " to be [batch, labels] but found "
                    + Arrays.toString(sizes));
        }
        return Math.toIntExact(sizes[1]);
    }

    @Override
    public void run(float[] rows, int batch, float[] logits) {
        if (batch < 1 || rows.length < (long) batch * rowLength || logits.length < (long) batch * classes) {
            throw new IllegalArgumentException(
                    "expected a batch of 1 or more with " + rowLength + " values and " + classes
                            + " logits a row but got a batch of " + batch + " with " + rows.length + " values and "
                            + logits.length
                            + " logits");
        }
        use.enter();
        try {
            int chunk = shape[0] > 0 ? Math.toIntExact(shape[0]) : LARGEST_CHUNK;
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
        int size = shape[0] > 0 ? Math.toIntExact(shape[0]) : count;
        int power = Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
        boolean pooled = power < pool.size();
        BoundTensors idle = pooled ? pool.get(power).poll() : null;
        BoundTensors tensors = idle == null ? new BoundTensors(1 << power, rowLength, classes) : idle;
        try {
            tensors.bind(input, output, shape, size);
            tensors.put(rows, first * rowLength, count * rowLength);
            tensors.run(session);
            tensors.get(logits, first * classes, count * classes);
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
        pool.forEach(tensors -> tensors.forEach(BoundTensors::close));
        try {
            session.close();
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
        return inputShape;
    }

    @Override
    public int classes() {
        return classes;
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
