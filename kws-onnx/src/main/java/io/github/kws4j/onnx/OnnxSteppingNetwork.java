package io.github.kws4j.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.kws4j.Device;
import io.github.kws4j.ModelException;
import io.github.kws4j.SteppingNetwork;
import io.github.kws4j.onnx.SteppingTensors.Port;
import io.github.kws4j.onnx.SteppingTensors.Slice;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * One ONNX Runtime session of a network with state: inputs {@code [batch, frames, bins]} and {@code state [batch,
 * numbers]}, outputs {@code [batch, steps, classes]} and {@code next_state}; the frames of a step stand in its
 * metadata. Tensors of one row of a few steps, which streams run, are kept; a larger extent goes in chunks of rows.
 */
final class OnnxSteppingNetwork implements SteppingNetwork {
    private static final String STATE = "state";
    private static final String NEXT_STATE = "next_state";
    private static final String STEP_FRAMES = "kws.step_frames";
    private static final int MOST_STEPS_AT_ONCE = 2048;
    private static final int MOST_STEPS_KEPT = 8;

    private final OrtSession session;
    private final String name;
    private final Device device;
    private final String deviceNote;
    private final Map<String, String> metadata;
    private final String input;
    private final String output;
    private final int stepFrames;
    private final int bins;
    private final int stateLength;
    private final int classes;
    private final UseCount use;
    /** Tensors of one row that wait to be used again, by their steps. */
    private final Map<Integer, Queue<SteppingTensors>> singleRows = new ConcurrentHashMap<>();

    /** Takes over {@code session}, which is closed where this throws. */
    OnnxSteppingNetwork(OrtSession session, OnnxFile file, String name, OnnxNetwork.Opened opened) throws OrtException {
        this.session = session;
        this.name = name;
        device = opened.device();
        deviceNote = opened.note();
        metadata = file.metadata();
        try {
            stepFrames = stepFrames();
            input = other("input", STATE, session.getInputInfo());
            output = other("output", NEXT_STATE, session.getOutputInfo());
            bins = size("input", input, session.getInputInfo(), 3);
            classes = size("output", output, session.getOutputInfo(), 3);
            stateLength = size("input", STATE, session.getInputInfo(), 2);
            size("output", NEXT_STATE, session.getOutputInfo(), 2);
        } catch (OrtException | RuntimeException | Error e) {
            session.close();
            throw e;
        }
        use = new UseCount(name, this::free);
    }

    /** Whether a session is of such a network. */
    static boolean isIn(OrtSession session, OnnxFile file) {
        return file.metadata().containsKey(STEP_FRAMES)
                && session.getInputNames().contains(STATE)
                && session.getInputNames().size() == 2;
    }

    private int stepFrames() {
        String frames = metadata.getOrDefault(STEP_FRAMES, "none");
        if (!frames.matches("[1-9][0-9]{0,5}")) {
            throw new ModelException(
                    name + ": expected the frames of a step in " + STEP_FRAMES + " but found " + frames);
        }
        return Integer.parseInt(frames);
    }

    private String other(String role, String one, Map<String, NodeInfo> nodes) {
        var others = nodes.keySet().stream().filter(node -> !node.equals(one)).collect(Collectors.toList());
        if (others.size() != 1 || nodes.size() != 2) {
            throw new ModelException(
                    name + ": expected one " + role + " beside " + one + " but found " + nodes.keySet());
        }
        return others.get(0);
    }

    /** The last size of a float tensor of so many dimensions. */
    private int size(String role, String node, Map<String, NodeInfo> nodes, int dimensions) {
        NodeInfo info = nodes.get(node);
        if (info != null
                && info.getInfo() instanceof TensorInfo tensor
                && tensor.type == OnnxJavaType.FLOAT
                && tensor.getShape().length == dimensions
                && tensor.getShape()[dimensions - 1] > 0) {
            return Math.toIntExact(tensor.getShape()[dimensions - 1]);
        }
        throw new ModelException(name + ": expected " + role + " " + node + " to be a float tensor of " + dimensions
                + " dimensions, the last of a fixed size, but found " + info);
    }

    @Override
    public void run(float[] rows, Extent extent, float[] states, float[] outputs) {
        int steps = extent.steps();
        requireLength("values", rows, (long) extent.batch() * steps * stepFrames * bins);
        requireLength("numbers of state", states, (long) extent.batch() * stateLength);
        requireLength("outputs", outputs, (long) extent.batch() * steps * classes);
        int chunk = Math.max(1, MOST_STEPS_AT_ONCE / steps);
        use.enter();
        try {
            for (int row = 0; row < extent.batch(); row += chunk) {
                var part = new Extent(Math.min(chunk, extent.batch() - row), steps);
                run(
                        part,
                        new Slice(rows, row * steps * stepFrames * bins),
                        new Slice(states, row * stateLength),
                        new Slice(outputs, row * steps * classes));
            }
        } catch (OrtException e) {
            throw new ModelException(name + ": inference failed: " + e.getMessage(), e);
        } finally {
            use.leave();
        }
    }

    private static void requireLength(String what, float[] array, long length) {
        if (array.length < length) {
            throw new IllegalArgumentException("expected " + length + " " + what + " or more but got " + array.length);
        }
    }

    private void run(Extent extent, Slice rows, Slice states, Slice outputs) throws OrtException {
        boolean kept = extent.batch() == 1 && extent.steps() <= MOST_STEPS_KEPT;
        Queue<SteppingTensors> waiting = kept
                ? singleRows.computeIfAbsent(extent.steps(), steps -> new ConcurrentLinkedQueue<>())
                : new ArrayDeque<>();
        SteppingTensors idle = waiting.poll();
        SteppingTensors tensors = idle == null ? tensors(extent) : idle;
        try {
            tensors.run(session, rows, states, outputs);
        } catch (OrtException | RuntimeException e) {
            tensors.close();
            throw e;
        }
        if (kept) {
            waiting.offer(tensors);
        } else {
            tensors.close();
        }
    }

    private SteppingTensors tensors(Extent extent) throws OrtException {
        int batch = extent.batch();
        return new SteppingTensors(
                new Port(input, batch, (long) extent.steps() * stepFrames, bins),
                new Port(STATE, batch, stateLength),
                new Port(output, batch, extent.steps(), classes),
                new Port(NEXT_STATE, batch, stateLength));
    }

    @Override
    public void close() {
        use.close();
    }

    private void free() {
        singleRows.values().forEach(waiting -> waiting.forEach(SteppingTensors::close));
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
        return List.of(stepFrames, bins);
    }

    @Override
    public int stateLength() {
        return stateLength;
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
