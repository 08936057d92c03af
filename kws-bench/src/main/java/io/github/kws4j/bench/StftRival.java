package io.github.kws4j.bench;

import io.github.kws4j.spectrogram.Spectrogram;
import io.github.kws4j.spectrogram.Window;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import org.jtransforms.fft.FloatFFT_1D;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Who computes the tutorial's STFT. */
public enum StftRival {
    /** This library, into a buffer. */
    KWS4J {
        @Override
        Transform open(float[] example) {
            Spectrogram stft = Spectrogram.stft().build();
            float[] magnitudes = new float[FRAMES * BINS];
            return samples -> {
                stft.compute(samples, 0, samples.length, magnitudes, 0);
                return magnitudes;
            };
        }
    },
    /** JTransforms' FFT of frames that are cut and windowed already; yields packed spectra, not their magnitudes. */
    JTRANSFORMS_FFT_ALONE {
        @Override
        Transform open(float[] example) {
            var fft = new FloatFFT_1D(FFT);
            float[] frames = windowed(example);
            float[] spectra = new float[frames.length];
            return samples -> {
                System.arraycopy(frames, 0, spectra, 0, frames.length);
                for (int at = 0; at < spectra.length; at += FFT) {
                    fft.realForward(spectra, at);
                }
                return spectra;
            };
        }
    },
    /** Commons Math's FFT, in double as it is, with all else by hand. */
    COMMONS_MATH {
        @Override
        Transform open(float[] example) {
            var fft = new FastFourierTransformer(DftNormalization.STANDARD);
            float[] window = Window.HANN.weights(TensorFlowStft.LENGTH);
            float[] magnitudes = new float[FRAMES * BINS];
            double[] frame = new double[FFT];
            return samples -> {
                for (int t = 0; t < FRAMES; t++) {
                    for (int n = 0; n < window.length; n++) {
                        frame[n] = window[n] * samples[t * TensorFlowStft.STEP + n];
                    }
                    var spectrum = fft.transform(frame, TransformType.FORWARD);
                    for (int bin = 0; bin < BINS; bin++) {
                        double re = spectrum[bin].getReal();
                        double im = spectrum[bin].getImaginary();
                        magnitudes[t * BINS + bin] = (float) Math.sqrt(re * re + im * im);
                    }
                }
                return magnitudes;
            };
        }
    },
    /** TensorFlow-Java: frames by gather, {@code RFFT}, {@code ComplexAbs}. */
    TENSORFLOW {
        @Override
        Transform open(float[] example) {
            return new TensorFlow(example.length);
        }
    },
    /** ONNX Runtime's operator {@code STFT} on one thread. */
    ONNX_RUNTIME {
        @Override
        Transform open(float[] example) {
            return new OnnxRuntime(example.length);
        }
    };

    static final int FFT = TensorFlowStft.FFT;
    static final int FRAMES = 124;
    static final int BINS = FFT / 2 + 1;

    /** Takes a second of sound; its answer is overwritten by the next. */
    interface Transform extends AutoCloseable {
        float[] apply(float[] samples);

        @Override
        default void close() {}
    }

    /** Makes ready for sounds as long as {@code example}. */
    abstract Transform open(float[] example);

    static float[] windowed(float[] samples) {
        float[] window = Window.HANN.weights(TensorFlowStft.LENGTH);
        float[] frames = new float[FRAMES * FFT];
        for (int t = 0; t < FRAMES; t++) {
            for (int n = 0; n < window.length; n++) {
                frames[t * FFT + n] = window[n] * samples[t * TensorFlowStft.STEP + n];
            }
        }
        return frames;
    }

    private static final class TensorFlow implements Transform {
        private final Graph graph = new Graph();
        private final Placeholder<TFloat32> waveform;
        private final Output<TFloat32> magnitude;
        private final Session session;
        private final float[] magnitudes = new float[FRAMES * BINS];

        TensorFlow(int samples) {
            waveform = Ops.create(graph).placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, samples)));
            magnitude = TensorFlowStft.magnitude(graph, waveform, samples);
            session = new Session(graph, TensorFlowTutorial.threads(1));
        }

        @Override
        public float[] apply(float[] samples) {
            try (var input = TFloat32.tensorOf(Shape.of(1, samples.length), DataBuffers.of(samples));
                    var result = session.runner()
                            .feed(waveform, input)
                            .fetch(magnitude)
                            .run()) {
                ((TFloat32) result.get(0)).copyTo(NdArrays.wrap(Shape.of(1, FRAMES, BINS), DataBuffers.of(magnitudes)));
                return magnitudes;
            }
        }

        @Override
        public void close() {
            session.close();
            graph.close();
        }
    }

    private static final class OnnxRuntime implements Transform {
        private final RawNetwork network;
        private final float[] magnitudes = new float[FRAMES * BINS];

        OnnxRuntime(int samples) {
            network = RawNetwork.open(
                    StftOperator.model(samples), 1, new long[] {1, samples, 1}, new long[] {1, FRAMES, BINS});
        }

        @Override
        public float[] apply(float[] samples) {
            network.put(samples);
            network.run();
            network.get(magnitudes);
            return magnitudes;
        }

        @Override
        public void close() {
            network.close();
        }
    }
}
