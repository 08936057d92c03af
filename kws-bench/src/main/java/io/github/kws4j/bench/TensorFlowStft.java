package io.github.kws4j.bench;

import io.github.kws4j.spectrogram.Window;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** {@code tf.abs(tf.signal.stft(waveforms, 255, 128))} as TensorFlow-Java builds it. */
final class TensorFlowStft {
    static final int LENGTH = 255;
    static final int STEP = 128;
    static final int FFT = 256;

    private TensorFlowStft() {}

    /** From {@code batch x samples} to {@code batch x frames x bins}. */
    static Output<TFloat32> magnitude(Graph graph, Operand<TFloat32> waveforms, int samples) {
        Ops tf = Ops.create(graph);
        var frames = tf.gather(waveforms, tf.constant(indices(samples)), tf.constant(1));
        var windowed = tf.math.mul(frames, tf.constant(Window.HANN.weights(LENGTH)));
        var padded = tf.pad(windowed, tf.constant(new int[][] {{0, 0}, {0, 0}, {0, FFT - LENGTH}}), tf.constant(0f));
        // TensorFlow-Java has no complex type, so these two are built by name.
        var spectrum = graph.opBuilder("RFFT", "rfft", tf.scope())
                .addInput(padded.asOutput())
                .addInput(tf.constant(new int[] {FFT}).asOutput())
                .build();
        return graph.opBuilder("ComplexAbs", "magnitude", tf.scope())
                .addInput(spectrum.output(0))
                .build()
                .output(0);
    }

    /** Of each frame's samples. */
    private static int[][] indices(int samples) {
        var indices = new int[1 + (samples - LENGTH) / STEP][LENGTH];
        for (int frame = 0; frame < indices.length; frame++) {
            for (int i = 0; i < LENGTH; i++) {
                indices[frame][i] = frame * STEP + i;
            }
        }
        return indices;
    }
}
