package io.github.kws4j;

import java.util.List;
import java.util.Map;

/**
 * A network with state as one that takes whole clips: each runs from the start, and a label's output is the largest of
 * all its steps.
 */
final class UnrolledNetwork implements KeywordNetwork {
    private final SteppingNetwork network;
    private final int steps;

    /** For clips of {@code frames} frames. */
    UnrolledNetwork(SteppingNetwork network, int frames) {
        this.network = network;
        int step = network.inputShape().get(0);
        steps = frames / step;
        if (steps < 1 || frames % step != 0) {
            throw new ModelException(
                    "expected a window of whole steps of " + step + " frames but found " + frames + " frames");
        }
    }

    @Override
    public Map<String, String> metadata() {
        return network.metadata();
    }

    @Override
    public List<Integer> inputShape() {
        return List.of(steps * network.inputShape().get(0), network.inputShape().get(1));
    }

    @Override
    public int classes() {
        return network.classes();
    }

    @Override
    public OutputKind outputKind() {
        return network.outputKind();
    }

    @Override
    public void run(float[] input, int batch, float[] outputs) {
        var stepped = new float[batch * steps * classes()];
        var extent = new SteppingNetwork.Extent(batch, steps);
        network.run(input, extent, new float[batch * network.stateLength()], stepped);
        keepLargest(stepped, extent, classes(), outputs);
    }

    /** From {@code batch x steps x classes} to {@code batch x classes}. */
    static void keepLargest(float[] stepped, SteppingNetwork.Extent extent, int classes, float[] outputs) {
        int row = extent.steps() * classes;
        for (int i = 0; i < extent.batch(); i++) {
            System.arraycopy(stepped, i * row, outputs, i * classes, classes);
            for (int at = classes; at < row; at++) {
                int to = i * classes + at % classes;
                outputs[to] = Math.max(outputs[to], stepped[i * row + at]);
            }
        }
    }

    @Override
    public Device device() {
        return network.device();
    }

    @Override
    public String deviceNote() {
        return network.deviceNote();
    }

    @Override
    public void close() {
        network.close();
    }
}
