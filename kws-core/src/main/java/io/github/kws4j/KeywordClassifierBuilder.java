package io.github.kws4j;

import io.github.kws4j.spectrogram.Spectrogram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Options before loading a {@link KeywordClassifier}. Not safe to share between threads. */
public final class KeywordClassifierBuilder {
    private static final int USUAL_RATE = 16_000;

    private Device device = Device.cpu();
    private int threads;
    private List<String> labels = List.of();
    private OptionalInt sampleRate = OptionalInt.empty();
    private OptionalInt window = OptionalInt.empty();
    private Optional<String> input = Optional.empty();
    private Optional<String> output = Optional.empty();
    private Optional<OutputKind> outputs = Optional.empty();
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
     * threads, and {@code classifyAll} keeps all cores busy whatever this number is. More help a large network with a
     * single clip, and groups of streams.
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
     * The sample rate of a foreign model; 16000 where this is not called. Files written by kws4j hold their own.
     *
     * @param hertz 1 or more
     * @return this builder
     * @throws IllegalArgumentException if {@code hertz < 1}
     */
    public KeywordClassifierBuilder sampleRate(int hertz) {
        if (hertz < 1) {
            throw new IllegalArgumentException("expected a sample rate of 1 Hz or more but got " + hertz);
        }
        sampleRate = OptionalInt.of(hertz);
        return this;
    }

    /**
     * What a foreign model takes in place of the waveform. Files written by kws4j describe it themselves.
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
     * Samples in one clip: for a foreign model that takes any number of samples or frames, or to say how many samples
     * its frames stand for. Files written by kws4j hold it themselves.
     *
     * @param samples 1 or more
     * @return this builder
     * @throws IllegalArgumentException if {@code samples < 1}
     */
    public KeywordClassifierBuilder window(int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("expected a window of 1 sample or more but got " + samples);
        }
        window = OptionalInt.of(samples);
        return this;
    }

    /**
     * The input of a foreign model that takes the sound. Without this call it is the only one.
     *
     * @param name the input's name in the file
     * @return this builder
     */
    public KeywordClassifierBuilder input(String name) {
        input = Optional.of(name);
        return this;
    }

    /**
     * The output of a foreign model that has a number for each label. Without this call it is the only one that can be.
     *
     * @param name the output's name in the file
     * @return this builder
     */
    public KeywordClassifierBuilder output(String name) {
        output = Optional.of(name);
        return this;
    }

    /**
     * What a foreign model's outputs are. Without this call it is found out from the operator that makes them.
     *
     * @param kind logits or probabilities
     * @return this builder
     */
    public KeywordClassifierBuilder outputs(OutputKind kind) {
        outputs = Optional.of(kind);
        return this;
    }

    /**
     * Loads a model file.
     *
     * @param model an ONNX file
     * @return a classifier
     * @throws IOException where the file can't be read
     * @throws ModelException where it is no model that fits the options, where the device is unavailable, or where no
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
        List<Integer> shape = window.isPresent() ? inputShape(window.getAsInt()) : List.of();
        return new NetworkOptions(device, threads, new NetworkPorts(input, output, outputs, shape));
    }

    private List<Integer> inputShape(int samples) {
        return spectrogram.map(s -> List.of(s.frames(samples), s.bins())).orElse(List.of(samples));
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
        requireNoOther("sample rate", own.sampleRate(), sampleRate);
        requireNoOther("window", own.windowSamples(), window);
        return labels.isEmpty() ? own : own.withLabels(labels);
    }

    private static void requireNoOther(String what, int own, OptionalInt given) {
        if (given.isPresent() && given.getAsInt() != own) {
            throw new ModelException("expected the model's own " + what + ", " + own + ", or none to be given but got "
                    + given.getAsInt());
        }
    }

    private ModelMetadata foreign(KeywordNetwork network) {
        if (labels.isEmpty()) {
            throw new ModelException(
                    "expected kws.* metadata, or labels given by KeywordClassifier.builder().labels(...), but"
                            + " found neither; the network has " + network.classes() + " outputs");
        }
        var shape = new ArrayList<>(network.inputShape());
        shape.removeIf(size -> size == 1);
        int first = shape.isEmpty() ? 1 : shape.get(0);
        int found = spectrogram.map(s -> windowOf(s, shape)).orElse(first);
        var metadata = ModelMetadata.builder(labels)
                .sampleRate(sampleRate.orElse(USUAL_RATE))
                .windowSamples(window.orElse(found));
        spectrogram.ifPresent(s -> metadata.frontEnd(s.frontEnd()));
        return metadata.build();
    }

    /** The least samples that give the frames which a network takes. */
    private static int windowOf(Spectrogram spectrogram, List<Integer> shape) {
        long frames = shape.isEmpty() ? 1 : shape.get(0);
        if (shape.size() == 1 && spectrogram.bins() > 1) {
            frames /= spectrogram.bins();
        }
        long samples = spectrogram.frameLength() + (frames - 1) * spectrogram.frameStep();
        if (frames < 1 || samples > Integer.MAX_VALUE) {
            throw new ModelException(
                    "expected an input of frames of " + spectrogram.bins() + " values but the network takes " + shape);
        }
        return (int) samples;
    }
}
