package io.github.kws4j;

import io.github.kws4j.spectrogram.Spectrogram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Options before loading a {@link KeywordClassifier}. Not safe to share between threads. */
public final class KeywordClassifierBuilder {
    private Device device = Device.cpu();
    private int threads;
    private List<String> labels = List.of();
    private int sampleRate = 16_000;
    private Optional<Spectrogram> spectrogram = Optional.empty();
    private boolean fits;

    KeywordClassifierBuilder() {}

    /**
     * Where the network runs; the CPU where this is not called.
     *
     * @param device for instance {@code Device.cuda(0).orCpu()}
     * @return this builder
     */
    public KeywordClassifierBuilder device(Device device) {
        this.device = device;
        return this;
    }

    /**
     * Threads that one inference may use. Without this call it is one: a service runs one inference on each of its own
     * threads. More help large batches.
     *
     * @param threads 1 or more
     * @return this builder
     * @throws IllegalArgumentException if {@code threads < 1}
     */
    public KeywordClassifierBuilder threads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("expected 1 or more threads but got " + threads);
        }
        this.threads = threads;
        return this;
    }

    /**
     * The words, in the order of the logits: for ONNX files that kws4j did not write, or to rename those of one it did.
     *
     * @param labels one a logit, distinct
     * @return this builder
     */
    public KeywordClassifierBuilder labels(List<String> labels) {
        this.labels = List.copyOf(labels);
        return this;
    }

    /**
     * The rate that a foreign model hears at; 16000 where this is not called. Files written by kws4j tell their own.
     *
     * @param hertz 1 or more
     * @return this builder
     * @throws IllegalArgumentException if {@code hertz < 1}
     */
    public KeywordClassifierBuilder sampleRate(int hertz) {
        if (hertz < 1) {
            throw new IllegalArgumentException("expected a sample rate of 1 Hz or more but got " + hertz);
        }
        sampleRate = hertz;
        return this;
    }

    /**
     * What a foreign model takes in place of the waveform. Files written by kws4j tell their own.
     *
     * @param spectrogram computed before the network
     * @return this builder
     */
    public KeywordClassifierBuilder spectrogram(Spectrogram spectrogram) {
        this.spectrogram = Optional.of(spectrogram);
        return this;
    }

    /**
     * Classifies the beginning of clips that are longer than the model's window, which are refused where this is not
     * called. Of a longer file, only what fills the window is resampled.
     *
     * @return this builder
     */
    public KeywordClassifierBuilder fit() {
        fits = true;
        return this;
    }

    /**
     * Loads a model file.
     *
     * @param model an ONNX file
     * @return a classifier
     * @throws IOException where the file can't be read
     * @throws ModelException where it is no model that fits the options, where the device can't be had, or where no
     *     backend is on the class path
     */
    public KeywordClassifier load(Path model) throws IOException {
        return classifier(KeywordBackend.find().open(model, options()), model.toString());
    }

    /**
     * Loads a model from memory.
     *
     * @param model the content of an ONNX file
     * @return a classifier
     * @throws ModelException as {@link #load(Path)}
     */
    public KeywordClassifier load(byte[] model) {
        return load(model, "model of " + model.length + " bytes");
    }

    /**
     * Loads the model that comes in a jar; see {@link EmbeddedModel} for which, where several do.
     *
     * @return a classifier
     * @throws ModelException as {@link #load(Path)}, or where no jar with a model is on the class path
     */
    public KeywordClassifier pretrained() {
        var model = EmbeddedModel.find();
        return load(model.content(), model.name());
    }

    private KeywordClassifier load(byte[] model, String name) {
        return classifier(KeywordBackend.find().open(model, name, options()), name);
    }

    private NetworkOptions options() {
        return new NetworkOptions(device, threads, NetworkPorts.asDeclared());
    }

    private KeywordClassifier classifier(KeywordNetwork network, String name) {
        try {
            var metadata = metadata(network);
            return new NetworkClassifier(network, metadata, metadata.frontEnd().map(Spectrogram::of), fits);
        } catch (RuntimeException e) {
            network.close();
            throw new ModelException(name + ": " + e.getMessage(), e);
        } catch (Error e) {
            network.close();
            throw e;
        }
    }

    private ModelMetadata metadata(KeywordNetwork network) {
        if (!ModelMetadata.isIn(network.metadata())) {
            return foreign(network);
        }
        var own = ModelMetadata.of(network.metadata());
        return labels.isEmpty() ? own : own.withLabels(labels);
    }

    private ModelMetadata foreign(KeywordNetwork network) {
        if (labels.isEmpty()) {
            throw new ModelException(
                    "expected kws.* metadata, or labels given by KeywordClassifier.builder().labels(...), but"
                            + " found neither; the network has " + network.classes() + " outputs");
        }
        int inputs = network.inputShape().stream().reduce(1, Math::multiplyExact);
        int window = spectrogram
                .map(s -> s.frameLength() + (inputs / s.bins() - 1) * s.frameStep())
                .orElse(inputs);
        var metadata = ModelMetadata.builder(labels).sampleRate(sampleRate).windowSamples(window);
        spectrogram.ifPresent(s -> metadata.frontEnd(s.frontEnd()));
        return metadata.build();
    }
}
