package io.github.kws4j.train;

import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.graph.OnnxGraph;
import io.github.kws4j.spectrogram.Spectrogram;
import io.github.kws4j.train.network.FeatureShape;
import java.util.List;
import java.util.Optional;

/**
 * What a network sees of a clip: the spectrogram of a window of fixed length, resized where asked. A shorter clip is
 * followed by silence, a longer one loses its end. Immutable and safe to share between threads.
 */
final class FrontEnd {
    private final Spectrogram spectrogram;
    private final int sampleRate;
    private final int window;
    private final int frames;
    private final Optional<FeatureShape> resized;
    private final Optional<BilinearResize> resize;

    FrontEnd(Spectrogram spectrogram, int sampleRate, int window, Optional<FeatureShape> resized) {
        this.spectrogram = spectrogram;
        this.sampleRate = sampleRate;
        this.window = window;
        this.frames = spectrogram.frames(window);
        this.resized = resized;
        this.resize = resized.map(to -> new BilinearResize(frames, spectrogram.bins(), to.height(), to.width()));
        if (frames < 1) {
            throw new IllegalArgumentException("expected a window that fills a frame of " + spectrogram.frameLength()
                    + " samples but got " + window);
        }
    }

    Spectrogram spectrogram() {
        return spectrogram;
    }

    int sampleRate() {
        return sampleRate;
    }

    /** Samples in the window. */
    int window() {
        return window;
    }

    /** Frames in the window. */
    int frames() {
        return frames;
    }

    /** What the spectrogram is resized to. */
    Optional<FeatureShape> resized() {
        return resized;
    }

    /** The size of what a network takes: the resized spectrogram, or the spectrogram itself. */
    FeatureShape shape() {
        return resized.orElse(new FeatureShape(frames, spectrogram.bins(), 1));
    }

    /** Fills {@code out}, a window long, with the samples of {@code clip} at this front end's rate. */
    void samples(LabelledClip clip, float[] out) {
        if (clip.sampleRate() == sampleRate) {
            clip.copyTo(out);
        } else {
            clip.audio().resample(sampleRate, out.length).copyTo(0, out, 0, out.length);
        }
    }

    /** The spectrogram of a window of samples, {@code frames x bins}, row-major. */
    float[] spectrogram(float[] samples) {
        var values = new float[frames * spectrogram.bins()];
        spectrogram(samples, values);
        return values;
    }

    /** As {@link #spectrogram(float[])}, into {@code out}. */
    void spectrogram(float[] samples, float[] out) {
        spectrogram.compute(samples, 0, window, out, 0);
    }

    /** Writes what the network takes of a {@link #spectrogram(float[])} into {@code out} from {@code at}. */
    void features(float[] values, float[] out, int at) {
        if (resize.isPresent()) {
            resize.get().resize(values, out, at);
        } else {
            System.arraycopy(values, 0, out, at, values.length);
        }
    }

    /**
     * Adds the nodes from {@code batch x frames x bins} to {@code batch x 1 x height x width}, resized and normalised.
     */
    String features(OnnxGraph graph, String spectra, Optional<Normalization> normalization) {
        String value = graph.node("Unsqueeze", List.of(spectra, graph.longs(1)));
        if (resized.isPresent()) {
            FeatureShape to = resized.get();
            value = graph.node(
                    "Resize",
                    List.of(value, "", "", graph.longs(to.height(), to.width())),
                    OnnxGraph.ints("axes", 2, 3),
                    OnnxGraph.text("mode", "linear"),
                    OnnxGraph.text("coordinate_transformation_mode", "half_pixel"),
                    OnnxGraph.integer("antialias", 0));
        }
        if (normalization.isPresent()) {
            Normalization by = normalization.get();
            String shifted = graph.node("Sub", List.of(value, graph.scalar(by.shift())));
            value = graph.node("Div", List.of(shifted, graph.scalar(by.deviation())));
        }
        return value;
    }
}
