package io.github.kws4j.graph;

import static io.github.kws4j.graph.OnnxGraph.ints;
import static io.github.kws4j.graph.OnnxGraph.text;

import io.github.kws4j.spectrogram.LogMel;
import io.github.kws4j.spectrogram.Margin;
import io.github.kws4j.spectrogram.Mfcc;
import io.github.kws4j.spectrogram.Spectrogram;
import io.github.kws4j.spectrogram.Stft;
import java.util.List;

/**
 * Writes a spectrogram as ONNX nodes. The Fourier transform is a convolution whose kernels are windowed cosines and
 * sines, one pair a bin, and whose stride is the frame step: ONNX Runtime's own {@code STFT} takes several times as
 * long.
 */
public final class SpectrogramNodes {
    private final OnnxGraph graph;
    private final Spectrogram spectrogram;
    private final Stft stft;
    private final int window;
    private final int bins;

    /**
     * Nodes for {@code graph}.
     *
     * @param graph where the nodes go
     * @param spectrogram an STFT or log-mel spectrogram
     * @param window samples of the waveform
     */
    public SpectrogramNodes(OnnxGraph graph, Spectrogram spectrogram, int window) {
        this.graph = graph;
        this.spectrogram = spectrogram;
        this.window = window;
        this.stft = spectrogram.frontEnd().stft();
        this.bins = stft.bins();
    }

    /**
     * Adds the nodes from {@code batch x samples} to {@code batch x frames x bins}.
     *
     * @param waveform the samples' name
     * @return the frames' name
     * @throws IllegalArgumentException where the spectrogram is neither STFT nor log-mel
     */
    public String of(String waveform) {
        String spectrum = power(waveform);
        if (stft.power() == 1) {
            spectrum = graph.node("Sqrt", List.of(spectrum));
        }
        if (spectrogram.frontEnd() instanceof LogMel logMel) {
            spectrum = logMel(spectrum, logMel);
        } else if (spectrogram.frontEnd() instanceof Mfcc) {
            throw new IllegalArgumentException("expected a spectrogram of type stft or log_mel in the waveform form but"
                    + " got mfcc; export the spectrogram form");
        }
        return graph.node("Transpose", List.of(spectrum), ints("perm", 0, 2, 1));
    }

    /** From {@code batch x samples} to {@code batch x FFT bins x frames}. */
    private String power(String waveform) {
        String channel = graph.node("Unsqueeze", List.of(waveform, graph.longs(1)));
        int frameLength = spectrogram.frameLength();
        String kernels = graph.floats("fourier_kernels", fourierKernels(), 2L * bins, 1, frameLength);
        String spectrum = graph.node(
                "Conv",
                List.of(centred(channel), kernels),
                ints("kernel_shape", frameLength),
                ints("strides", spectrogram.frameStep()));
        String squares = graph.node("Mul", List.of(spectrum, spectrum));
        String real = slice(squares, 0, bins);
        String imaginary = slice(squares, bins, 2L * bins);
        return graph.node("Add", List.of(real, imaginary));
    }

    /** The sound continued at both ends, where frames are centred. */
    private String centred(String channel) {
        if (!stft.frames().centred()) {
            return channel;
        }
        int fftLength = stft.fftLength();
        int frameLength = spectrogram.frameLength();
        long before = fftLength / 2 - (fftLength - frameLength) / 2;
        long after = (spectrogram.frames(window) - 1L) * spectrogram.frameStep() + frameLength - before - window;
        String pads = graph.longs(0, 0, before, 0, 0, Math.max(0, after));
        return graph.node(
                "Pad",
                List.of(channel, pads),
                text("mode", stft.frames().margin() == Margin.ZEROS ? "constant" : "reflect"));
    }

    private String slice(String value, long from, long to) {
        return graph.node("Slice", List.of(value, graph.longs(from), graph.longs(to), graph.longs(1)));
    }

    /** {@code 2 bins x frame length}: windowed cosines, then windowed sines. */
    private float[] fourierKernels() {
        int length = spectrogram.frameLength();
        int fftLength = stft.fftLength();
        float[] weights = stft.frames().window().weights(length);
        var kernels = new float[2 * bins * length];
        for (int bin = 0; bin < bins; bin++) {
            for (int i = 0; i < length; i++) {
                double angle = 2 * Math.PI * ((long) bin * i % fftLength) / fftLength;
                kernels[bin * length + i] = (float) (weights[i] * Math.cos(angle));
                kernels[(bins + bin) * length + i] = (float) (-weights[i] * Math.sin(angle));
            }
        }
        return kernels;
    }

    private String logMel(String spectrum, LogMel logMel) {
        double[][] weights = logMel.weights();
        var flat = new float[weights.length * bins];
        for (int band = 0; band < weights.length; band++) {
            for (int bin = 0; bin < bins; bin++) {
                flat[band * bins + bin] = (float) weights[band][bin];
            }
        }
        String matrix = graph.floats("mel_weights", flat, weights.length, bins);
        String bands = graph.node("MatMul", List.of(matrix, spectrum));
        String floor = graph.scalar(logMel.logarithm().floor());
        if (logMel.logarithm().decibels()) {
            String log = graph.node("Log", List.of(graph.node("Max", List.of(bands, floor))));
            return inRange(
                    graph.node("Mul", List.of(log, graph.scalar(10 / Math.log(10)))),
                    logMel.logarithm().range());
        }
        return graph.node("Log", List.of(graph.node("Add", List.of(bands, floor))));
    }

    /** What is more than {@code range} under a row's loudest value is raised to that. */
    private String inRange(String decibels, double range) {
        if (range == Double.POSITIVE_INFINITY) {
            return decibels;
        }
        String loudest = graph.node("ReduceMax", List.of(decibels, graph.longs(1, 2)));
        return graph.node("Max", List.of(decibels, graph.node("Sub", List.of(loudest, graph.scalar(range)))));
    }
}
