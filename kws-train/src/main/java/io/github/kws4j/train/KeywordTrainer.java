package io.github.kws4j.train;

import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.spectrogram.MelScale;
import io.github.kws4j.spectrogram.Spectrogram;
import io.github.kws4j.train.augment.LabelledSource;
import io.github.kws4j.train.augment.SpectrogramAugmentation;
import io.github.kws4j.train.network.FeatureShape;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Networks;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.optimizer.LearningRate;
import io.github.kws4j.train.optimizer.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.tensorflow.TensorFlow;

/**
 * Fits a network to labelled clips with TensorFlow. A recipe such as {@link #tutorial()} sets all options; each can be changed. The
 * seed decides the first weights, the order of the clips, dropout and augmentation. For one thread.
 *
 * <pre>{@code
 * var model = KeywordTrainer.tutorial().epochs(10).patience(2).seed(42)
 *         .onEpoch(System.out::println)
 *         .fit(split.train(), split.validation());
 * }</pre>
 */
public final class KeywordTrainer {
    final String recipe;
    Spectrogram spectrogram;
    int sampleRate = 16_000;
    Duration window = Duration.ofSeconds(1);
    Optional<FeatureShape> resized = Optional.empty();
    boolean normalized;
    List<Layer> layers;
    Optimizer optimizer = Optimizer.adam();
    LearningRate learningRate = new LearningRate.Constant(1e-3);
    double labelSmoothing;
    Optional<SpectrogramAugmentation> augmentation = Optional.empty();
    int drawsPerEpoch = 16_000;
    int epochs = 10;
    int batchSize = 64;
    int patience = Integer.MAX_VALUE;
    boolean keepsBest;
    long seed;
    Consumer<Epoch> onEpoch = epoch -> {};
    Consumer<Step> onStep = step -> {};
    Optional<Path> checkpoint = Optional.empty();

    private KeywordTrainer(String recipe, Spectrogram spectrogram, List<Layer> layers) {
        this.recipe = recipe;
        this.spectrogram = spectrogram;
        this.layers = List.copyOf(layers);
    }

    /**
     * The recipe of TensorFlow's tutorial 'Simple audio recognition': STFT magnitudes of one second at 16 kHz, resized to 32x32 and
     * normalised; two convolutions, max pooling and a dense layer of 128; Adam at 0.001 in batches of 64. The tutorial itself trains 10
     * epochs with a patience of 2.
     *
     * @return a trainer with that recipe
     */
    public static KeywordTrainer tutorial() {
        var trainer = new KeywordTrainer(
                "tutorial", Spectrogram.stft().frameLength(255).frameStep(128).build(), Networks.tutorial());
        return trainer.resize(32, 32).normalize(true);
    }

    /**
     * The recipe of the model in the jar: 40 log-mel bands of one second at 16 kHz into a temporal depthwise-separable residual network of 129
     * thousand weights, for drawn clips ({@link #fit(List, AudioDataset)}): SGD with momentum, a cosine schedule, label smoothing and
     * changes to the spectrograms. 100 epochs in batches of 100.
     *
     * @return a trainer with that recipe
     */
    public static KeywordTrainer compact() {
        Spectrogram bands = Spectrogram.logMel()
                .sampleRate(16_000)
                .frameLength(480)
                .frameStep(160)
                .fftLength(512)
                .power(2)
                .bands(40)
                .range(20, 7600)
                .scale(MelScale.TENSORFLOW)
                .logOffset(1e-8)
                .build();
        return new KeywordTrainer("compact", bands, Networks.compact(96))
                .optimizer(new Optimizer.Sgd(0.9, true, 1e-3))
                .learningRate(new LearningRate.Cosine(0.1, 0.08))
                .labelSmoothing(0.05)
                .augmentation(new SpectrogramAugmentation(0, 0, 0.5, 2, 14, 2, 5))
                .batchSize(100)
                .epochs(100);
    }

    /**
     * The front end. The network's input has the height of its frames and the width of its bins.
     *
     * @param frontEnd what turns samples into frames
     * @return this
     */
    public KeywordTrainer spectrogram(Spectrogram frontEnd) {
        spectrogram = frontEnd;
        return this;
    }

    /**
     * What is heard at once. Shorter clips are followed by silence, longer ones lose their end; clips at another rate are resampled.
     *
     * @param length length of the window
     * @param hertz the sample rate
     * @return this
     * @throws IllegalArgumentException where {@code length} or {@code hertz} is not above 0
     */
    public KeywordTrainer window(Duration length, int hertz) {
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("expected a window longer than 0 s but got " + length);
        }
        sampleRate = atLeast(1, "a sample rate", hertz);
        window = length;
        return this;
    }

    /**
     * Resizes each spectrogram, bilinear, with half-pixel centres and no antialiasing.
     *
     * @param height number of rows, along time
     * @param width number of columns, along frequency
     * @return this
     * @throws IllegalArgumentException where {@code height} or {@code width} is below 1
     */
    public KeywordTrainer resize(int height, int width) {
        resized = Optional.of(new FeatureShape(atLeast(1, "a height", height), atLeast(1, "a width", width), 1));
        return this;
    }

    /**
     * Whether spectrograms are brought to mean 0 and variance 1, by one mean and one variance over all values of the training
     * spectrograms before they are resized.
     *
     * @param whether true to do so
     * @return this
     */
    public KeywordTrainer normalize(boolean whether) {
        normalized = whether;
        return this;
    }

    /**
     * The network but for its last layer: a {@link Layer.Dense} with one output a label is put after these.
     *
     * @param hidden the layers, in order; the last height and width end at a {@link Layer.Flatten} or {@link Layer.GlobalAveragePool}
     * @return this
     */
    public KeywordTrainer network(List<Layer> hidden) {
        layers = List.copyOf(hidden);
        return this;
    }

    /**
     * How a step follows the gradient.
     *
     * @param how the optimiser
     * @return this
     */
    public KeywordTrainer optimizer(Optimizer how) {
        optimizer = how;
        return this;
    }

    /**
     * The learning rate over the steps.
     *
     * @param schedule the rate
     * @return this
     */
    public KeywordTrainer learningRate(LearningRate schedule) {
        learningRate = schedule;
        return this;
    }

    /**
     * The share of each clip's label that is dealt out evenly to all labels (Szegedy et al. 2016). Validation counts without.
     *
     * @param share 0 to below 1
     * @return this
     * @throws IllegalArgumentException where {@code share} is below 0 or not below 1
     */
    public KeywordTrainer labelSmoothing(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("expected label smoothing of at least 0 and below 1 but got " + share);
        }
        labelSmoothing = share;
        return this;
    }

    /**
     * Random changes to the spectrograms of each batch.
     *
     * @param changes what is changed
     * @return this
     */
    public KeywordTrainer augmentation(SpectrogramAugmentation changes) {
        augmentation = Optional.of(changes);
        return this;
    }

    /**
     * How many clips make an epoch where they are drawn from sources (16,000).
     *
     * @param clips at least 1
     * @return this
     * @throws IllegalArgumentException where {@code clips} is below 1
     */
    public KeywordTrainer drawsPerEpoch(int clips) {
        drawsPerEpoch = atLeast(1, "a number of draws", clips);
        return this;
    }

    /**
     * The most passes over the training data.
     *
     * @param most at least 1
     * @return this
     * @throws IllegalArgumentException where {@code most} is below 1
     */
    public KeywordTrainer epochs(int most) {
        epochs = atLeast(1, "a number of epochs", most);
        return this;
    }

    /**
     * Clips in one step.
     *
     * @param clips at least 1
     * @return this
     * @throws IllegalArgumentException where {@code clips} is below 1
     */
    public KeywordTrainer batchSize(int clips) {
        batchSize = atLeast(1, "a batch size", clips);
        return this;
    }

    /**
     * Stops early, after this many epochs in a row whose validation loss is not below the least so far. The weights stay those of the
     * last epoch, as in Keras, unless {@link #keepBest} is set.
     *
     * @param epochsWithoutGain at least 1
     * @return this
     * @throws IllegalArgumentException where {@code epochsWithoutGain} is below 1
     */
    public KeywordTrainer patience(int epochsWithoutGain) {
        patience = atLeast(1, "a patience", epochsWithoutGain);
        return this;
    }

    /**
     * Whether the model has the weights of the epoch with the least validation loss, not those of the last.
     *
     * @param whether true for the best epoch
     * @return this
     */
    public KeywordTrainer keepBest(boolean whether) {
        keepsBest = whether;
        return this;
    }

    /**
     * Where all random numbers come from. On one machine, with one number of cores, a seed gives one model.
     *
     * @param number any
     * @return this
     */
    public KeywordTrainer seed(long number) {
        seed = number;
        return this;
    }

    /**
     * Called after each epoch, on the thread that called {@link #fit}.
     *
     * @param listener told what the epoch gave
     * @return this
     */
    public KeywordTrainer onEpoch(Consumer<Epoch> listener) {
        onEpoch = listener;
        return this;
    }

    /**
     * Called after each step, on the thread that called {@link #fit}.
     *
     * @param listener told how far the epoch is
     * @return this
     */
    public KeywordTrainer onStep(Consumer<Step> listener) {
        onStep = listener;
        return this;
    }

    /**
     * Keeps the state of the training in a folder, after each epoch and when it is interrupted. Where the folder holds the state of a
     * training with the same options and data, {@link #fit} goes on from there, to the result that it would have had; the number of
     * epochs and the patience may differ.
     *
     * @param folder made where it is absent
     * @return this
     */
    public KeywordTrainer checkpoint(Path folder) {
        checkpoint = Optional.of(folder);
        return this;
    }

    /**
     * Trains a model. An interrupt of the calling thread stops it cleanly after the step it is in: the checkpoint is written, and
     * {@link java.util.concurrent.CancellationException} is thrown; the thread's interrupt status stays set.
     *
     * @param train the clips to learn from
     * @param validation the clips to measure each epoch on, with the same labels
     * @return the model
     * @throws IllegalArgumentException where a part is empty, their labels differ, there are fewer than two labels, the layers don't fit each
     *     other, or the checkpoint is that of another training
     * @throws IOException where the checkpoint can't be read or written
     * @throws java.util.concurrent.CancellationException where the thread is interrupted
     */
    public TrainedModel fit(AudioDataset train, AudioDataset validation) throws IOException {
        checkData(train.size(), train.labels(), validation);
        FrontEnd frontEnd = frontEnd();
        Features.Adapted adapted = Features.of(train, frontEnd);
        Optional<Normalization> normalization =
                Optional.of(adapted.normalization()).filter(n -> normalized);
        Features features = adapted.features();
        normalization.ifPresent(features::normalize);
        return fit(
                new ShuffledBatches(features, frontEnd.shape(), seed, augmentation),
                normalization,
                frontEnd,
                validation);
    }

    /**
     * Trains a model on clips that are drawn anew for each step, {@link #drawsPerEpoch} in an epoch; the next ones are made on as many
     * threads as there are processors meanwhile. Stopped and kept like {@link #fit(AudioDataset, AudioDataset)}.
     *
     * @param train at least two labels; several sources may have one label
     * @param validation the clips to measure each epoch on, with the same labels
     * @return the model; its labels are in alphabetical order
     * @throws IllegalArgumentException as {@link #fit(AudioDataset, AudioDataset)}, or where spectrograms are to be normalised, whose mean and
     *     variance are those of a fixed set of clips
     * @throws IOException where the checkpoint can't be read or written
     * @throws java.util.concurrent.CancellationException where the thread is interrupted
     */
    public TrainedModel fit(List<LabelledSource> train, AudioDataset validation) throws IOException {
        List<String> labels =
                train.stream().map(LabelledSource::label).distinct().sorted().toList();
        checkData(train.size(), labels, validation);
        if (normalized) {
            throw new IllegalArgumentException(
                    "expected no normalisation with drawn clips: begin the network with Layer.batchNorm() instead");
        }
        FrontEnd frontEnd = frontEnd();
        var draws = new DrawnBatches(List.copyOf(train), labels, frontEnd, drawsPerEpoch, seed, augmentation);
        return fit(draws, Optional.empty(), frontEnd, validation);
    }

    private TrainedModel fit(
            Batches train, Optional<Normalization> normalization, FrontEnd frontEnd, AudioDataset validation)
            throws IOException {
        Network network = network(frontEnd, validation.labels().size());
        Features validationFeatures = Features.of(validation, frontEnd).features();
        normalization.ifPresent(validationFeatures::normalize);
        try (train) {
            var training = new Training(this, network, train, validationFeatures);
            Weights weights = training.run();
            return new TrainedModel(
                    validation.labels(), frontEnd, normalization, network, weights, training.history(), 1, notes());
        }
    }

    private static void checkData(int train, List<String> labels, AudioDataset validation) {
        if (train == 0 || validation.size() == 0) {
            throw new IllegalArgumentException("expected at least one clip to train on and one to validate on but got "
                    + train + " and " + validation.size());
        }
        if (!labels.equals(validation.labels())) {
            throw new IllegalArgumentException(
                    "expected validation clips labelled " + labels + " but got " + validation.labels());
        }
        if (labels.size() < 2) {
            throw new IllegalArgumentException("expected at least two labels but got " + labels);
        }
    }

    private Map<String, String> notes() {
        var version = Optional.ofNullable(KeywordTrainer.class.getPackage().getImplementationVersion());
        return Map.of(
                "recipe",
                recipe,
                "seed",
                Long.toString(seed),
                "version",
                version.orElse("development"),
                "tensorflow",
                TensorFlow.version());
    }

    FrontEnd frontEnd() {
        int samples = (int) (window.toNanos() * sampleRate / 1_000_000_000L);
        return new FrontEnd(spectrogram, sampleRate, samples, resized);
    }

    Network network(FrontEnd frontEnd, int labels) {
        var all = new ArrayList<>(layers);
        all.add(new Layer.Dense(labels));
        return new Network(frontEnd.shape(), all);
    }

    private static int atLeast(int least, String what, int value) {
        if (value < least) {
            throw new IllegalArgumentException("expected " + what + " of at least " + least + " but got " + value);
        }
        return value;
    }
}
