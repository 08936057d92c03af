package io.github.kws4j.train;

import io.github.kws4j.spectrogram.Spectrogram;
import io.github.kws4j.spectrogram.Stft;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * The tutorial's STFT by TensorFlow's own kernels: {@code tf.abs(tf.signal.stft(x, 255, 128))}, to the last bit, with
 * the window given.
 */
final class TensorFlowStft implements Spectrogram {
    private static final int LENGTH = 255;
    private static final int STEP = 128;
    private static final int FFT = 256;

    private final Session session;
    private final Placeholder<TFloat32> frames;
    private final Output<TFloat32> magnitude;
    private final float[] window;

    TensorFlowStft(float[] window) {
        this.window = window;
        var graph = new Graph();
        Ops tf = Ops.create(graph);
        frames = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, FFT)));
        // Tensorflow-Java has no complex type, so these two are built by name.
        var spectrum = graph.opBuilder("RFFT", "rfft", tf.scope())
                .addInput(frames.asOutput())
                .addInput(tf.constant(new int[] {FFT}).asOutput())
                .build();
        magnitude = graph.opBuilder("ComplexAbs", "magnitude", tf.scope())
                .addInput(spectrum.output(0))
                .build()
                .output(0);
        session = new Session(graph);
    }

    @Override
    public int frames(int samples) {
        return samples < LENGTH ? 0 : (samples - LENGTH) / STEP + 1;
    }

    @Override
    public int bins() {
        return FFT / 2 + 1;
    }

    @Override
    public int frameLength() {
        return LENGTH;
    }

    @Override
    public int frameStep() {
        return STEP;
    }

    @Override
    public float[][] compute(float[] samples) {
        throw new AssertionError("not used");
    }

    @Override
    public void compute(float[] samples, int offset, int length, float[] out, int outOffset) {
        var windowed = new float[frames(length) * FFT];
        for (int frame = 0; frame < frames(length); frame++) {
            for (int i = 0; i < LENGTH; i++) {
                windowed[frame * FFT + i] = samples[offset + frame * STEP + i] * window[i];
            }
        }
        try (var tensor = TFloat32.tensorOf(Shape.of(frames(length), FFT), DataBuffers.of(windowed));
                var result =
                        session.runner().feed(frames, tensor).fetch(magnitude).run()) {
            var values = new float[frames(length) * bins()];
            ((TFloat32) result.get(0)).copyTo(NdArrays.wrap(Shape.of(frames(length), bins()), DataBuffers.of(values)));
            System.arraycopy(values, 0, out, outOffset, values.length);
        }
    }

    @Override
    public Stft frontEnd() {
        return Spectrogram.stft().frontEnd();
    }
}
