package io.github.kws4j.train;

import io.github.kws4j.ModelMetadata;
import io.github.kws4j.ModelMetadataBuilder;
import io.github.kws4j.OperatingPoints;
import io.github.kws4j.Softmax;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.Split;
import io.github.kws4j.evaluate.ClassifiedClips;
import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.evaluate.Evaluation;
import io.github.kws4j.file.WholeFile;
import io.github.kws4j.graph.OnnxGraph;
import io.github.kws4j.graph.SpectrogramNodes;
import io.github.kws4j.plot.Report;
import io.github.kws4j.spectrogram.Spectrogram;
import io.github.kws4j.train.network.BatchNormFolding;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.OnnxLayers;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.tensorflow.TensorFlowNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/** A network that has been fitted, its front end and its labels. Immutable and safe to share between threads. */
public final class TrainedModel {
    private static final int CLIPS_AT_ONCE = 1024;

    private final Net net;
    private final List<Epoch> history;
    private final double temperature;
    private final Map<String, String> notes;
    private final Optional<OperatingPoints> operatingPoints;

    /**
     * All it takes to answer.
     *
     * @param labels the words, in the order of the logits
     * @param frontEnd from samples to features
     * @param normalization of the features, where there is one
     * @param network the layers
     * @param weights theirs
     */
    record Net(
            List<String> labels,
            FrontEnd frontEnd,
            Optional<Normalization> normalization,
            Network network,
            Weights weights) {}

    TrainedModel(Net net, List<Epoch> history, double temperature, Map<String, String> notes) {
        this(net, history, temperature, notes, Optional.empty());
    }

    private TrainedModel(
            Net net,
            List<Epoch> history,
            double temperature,
            Map<String, String> notes,
            Optional<OperatingPoints> operatingPoints) {
        this.net = net;
        this.history = history;
        this.temperature = temperature;
        this.notes = notes;
        this.operatingPoints = operatingPoints;
    }

    /**
     * The words, in the order of the logits.
     *
     * @return an unmodifiable list
     */
    public List<String> labels() {
        return net.labels();
    }

    /**
     * The front end.
     *
     * @return what turns samples into the frames that the network takes
     */
    public Spectrogram spectrogram() {
        return net.frontEnd().spectrogram();
    }

    /**
     * What the model is made of, layer by layer.
     *
     * @return sizes and weights
     */
    public ModelSummary summary() {
        return ModelSummary.of(net);
    }

    /**
     * The mean and variance that features are normalised by.
     *
     * @return empty where the recipe does not normalise
     */
    public Optional<Normalization> normalization() {
        return net.normalization();
    }

    /**
     * What each epoch of the training gave.
     *
     * @return an unmodifiable list, first epoch first
     */
    public List<Epoch> history() {
        return history;
    }

    /**
     * What the logits are divided by before the softmax.
     *
     * @return 1 where none was fitted
     */
    public double temperature() {
        return temperature;
    }

    /**
     * What the model says of itself in its files: the recipe, the seed, the versions, and what {@link #withNote} added.
     *
     * @return an unmodifiable map
     */
    public Map<String, String> notes() {
        return Collections.unmodifiableMap(notes);
    }

    /**
     * The number of trained weights.
     *
     * @return above 0; moving statistics of batch normalisation are not counted
     */
    public int size() {
        return net.network().trainedWeights();
    }

    /**
     * The network's answers to clips, before temperature and softmax.
     *
     * @param clips any clips; they are resampled and fitted to the window
     * @return {@code clips x labels}
     */
    public float[][] logits(AudioDataset clips) {
        var logits = new ArrayList<float[]>(clips.size());
        try (var tensorFlow = new TensorFlowNetwork(net.network())) {
            tensorFlow.load(net.weights());
            for (int from = 0; from < clips.size(); from += CLIPS_AT_ONCE) {
                var some = clips.clips().subList(from, Math.min(from + CLIPS_AT_ONCE, clips.size()));
                Features features =
                        Features.of(AudioDataset.of(some), net.frontEnd()).features();
                net.normalization().ifPresent(features::normalize);
                logits.addAll(Arrays.asList(tensorFlow.outputs(features.values(), features.clips())));
            }
        }
        return logits.toArray(float[][]::new);
    }

    /**
     * How well the model classifies labelled clips, with its temperature.
     *
     * @param clips at least one clip; their words are among this model's, not all of which need occur
     * @return the figures
     * @throws IllegalArgumentException where {@code clips} is empty or has words that are not the model's
     */
    public Evaluation evaluate(AudioDataset clips) {
        return answers(clips).evaluation();
    }

    /**
     * The model's answers to labelled clips, with its temperature.
     *
     * @param clips at least one clip; their words are among this model's
     * @return what an evaluation and a report are made of
     * @throws IllegalArgumentException where {@code clips} is empty or has words that are not the model's
     */
    public ClassifiedClips answers(AudioDataset clips) {
        return ClassifiedClips.of(net.labels(), clips, logits(clips), new Softmax(temperature));
    }

    /**
     * A page on this training: tests the model.
     *
     * @param split what it was trained, validated and is tested on
     * @return a report
     * @throws IllegalArgumentException where there is no test clip, or the test clips have labels that are not the
     *     model's
     */
    public Report report(Split split) {
        return Report.of(answers(split.test()))
                .facts(notes)
                .fact("temperature", Double.toString(temperature))
                .fact("weights", Integer.toString(size()))
                .fact("spectrogram", spectrogram().frontEnd().toString())
                .spectrogram(spectrogram())
                .text("Layers", summary().toString())
                .training(split, history);
    }

    /**
     * This model with the temperature that makes its probabilities fit best: the logits are divided by it before the
     * softmax (Guo et al. 2017). It minimises the loss over {@code clips}, between 0.2 and 5; answers stay the same.
     *
     * @param clips clips that the model was not trained on; their words are among the model's
     * @return a copy
     * @throws IllegalArgumentException where {@code clips} is empty or has words that are not the model's
     */
    public TrainedModel withFittedTemperature(AudioDataset clips) {
        float[][] logits = logits(clips);
        var loss = new UnivariateObjectiveFunction(t -> ClassifiedClips.of(net.labels(), clips, logits, new Softmax(t))
                .evaluation()
                .loss());
        double best = new BrentOptimizer(1e-4, 1e-6)
                .optimize(loss, GoalType.MINIMIZE, new SearchInterval(0.2, 5, 1), MaxEval.unlimited())
                .getPoint();
        return new TrainedModel(net, history, best, notes, operatingPoints);
    }

    /**
     * This model with something more to say of itself in its files, such as the data it was trained on or its accuracy.
     *
     * @param key name of the note
     * @param text what it says
     * @return a copy
     * @throws IllegalArgumentException where {@code key} means something else in a model file, such as {@code
     *     sample_rate}
     */
    public TrainedModel withNote(String key, String text) {
        Map<String, String> more = metadata().note(key, text).build().notes();
        return new TrainedModel(net, history, temperature, more, operatingPoints);
    }

    /**
     * This model with the thresholds that streams of it are to take.
     *
     * @param points thresholds of the model's words, as {@code ThresholdCalibrator} finds them
     * @return a copy
     * @throws IllegalArgumentException where they name a word that the model does not know
     */
    public TrainedModel withOperatingPoints(OperatingPoints points) {
        var checked = metadata().operatingPoints(points).build().operatingPoints();
        return new TrainedModel(net, history, temperature, notes, checked);
    }

    /**
     * Writes the model as an ONNX file that takes the sound itself. Input: {@code waveform}, {@code batch x samples}.
     * Outputs: {@code predictions} (logits, {@code batch x labels}), {@code class_ids} and {@code class_names} ({@code
     * batch}). Batch normalisation is folded into the convolutions before it. The file's metadata hold labels, sample
     * rate, window, temperature and notes.
     *
     * @param file where to; overwritten
     * @throws IOException where it can't be written
     * @throws IllegalArgumentException where the spectrogram is neither STFT nor log-mel
     */
    public void export(Path file) throws IOException {
        var graph = new OnnxGraph("keywords");
        String waveform = graph.input("waveform", net.frontEnd().window());
        writeNetwork(
                graph,
                new SpectrogramNodes(
                                graph,
                                net.frontEnd().spectrogram(),
                                net.frontEnd().window())
                        .of(waveform));
        WholeFile.write(file, graph.toBytes(metadata().build().toMap()));
    }

    /**
     * Writes the model as an ONNX file that takes the spectrogram: its metadata hold the settings. Input: {@code
     * spectrogram}, {@code batch x frames x bins}; outputs and metadata else as in {@link #export}.
     *
     * @param file where to; overwritten
     * @throws IOException where it can't be written
     */
    public void exportSpectrogramForm(Path file) throws IOException {
        var graph = new OnnxGraph("keywords");
        int bins = net.frontEnd().spectrogram().bins();
        writeNetwork(graph, graph.input("spectrogram", net.frontEnd().frames(), bins));
        WholeFile.write(
                file,
                graph.toBytes(metadata()
                        .frontEnd(net.frontEnd().spectrogram().frontEnd())
                        .build()
                        .toMap()));
    }

    private void writeNetwork(OnnxGraph graph, String spectrogram) {
        String features = net.frontEnd().features(graph, spectrogram, net.normalization());
        BatchNormFolding.Folded folded = BatchNormFolding.fold(net.network().layers(), net.weights());
        String logits = new OnnxLayers(graph, folded.weights())
                .walk(folded.layers(), features, net.network().input());
        graph.floatOutput(
                graph.named("predictions", "Identity", List.of(logits)),
                net.labels().size());
        String ids = graph.named(
                "class_ids",
                "ArgMax",
                List.of("predictions"),
                OnnxGraph.integer("axis", 1),
                OnnxGraph.integer("keepdims", 0));
        graph.longOutput(ids);
        graph.stringOutput(graph.named("class_names", "Gather", List.of(graph.strings("labels", net.labels()), ids)));
    }

    private ModelMetadataBuilder metadata() {
        ModelMetadataBuilder metadata = ModelMetadata.builder(net.labels())
                .sampleRate(net.frontEnd().sampleRate())
                .windowSamples(net.frontEnd().window())
                .temperature(temperature)
                .notes(notes);
        operatingPoints.ifPresent(metadata::operatingPoints);
        return metadata;
    }
}
