package io.github.kws4j.train;

import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.spectrogram.MelScale;
import io.github.kws4j.spectrogram.Spectrogram;
import io.github.kws4j.train.augment.LabelledSource;
import io.github.kws4j.train.augment.SpectrogramAugmentation;
import io.github.kws4j.train.network.FeatureShape;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Networks;
import io.github.kws4j.train.optimizer.LearningRate;
import io.github.kws4j.train.optimizer.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fits a network to labelled clips with TensorFlow. A recipe such as {@link #tutorial()} sets all options; each can be
 * changed until {@link #fit}, which takes them as they are then. The seed decides the first weights, the order of the
 * clips, dropout and augmentation. For one thread.
 *
 * <pre>{@code
 * Split split = AudioDataset.ofFolders(Path.of("recordings")).splitBySpeaker(10, 10);
 * var model = KeywordTrainer.tutorial().epochs(10).patience(2).seed(42)
 *         .onEpoch(System.out::println)
 *         .fit(split.train(), split.validation());
 * System.out.println(model.evaluate(split.test()));
 * model.export(Path.of("kws.onnx"));
 * }</pre>
 */
public final class KeywordTrainer {
    private final String recipe;
    private Spectrogram spectrogram;
    private int sampleRate = 16_000;
    private Duration window = Duration.ofSeconds(1);
    private Optional<FeatureShape> resized = Optional.empty();
    private boolean normalized;
    private List<Layer> layers;
    private Optimizer optimizer = Optimizer.adam();
    private LearningRate learningRate = new LearningRate.Constant(1e-3);
    private double labelSmoothing;
    private Optional<SpectrogramAugmentation> augmentation = Optional.empty();
    private int drawsPerEpoch = 16_000;
    private int epochs = 10;
    private int batchSize = 64;
    private boolean fixedBatches;
    private int patience = Integer.MAX_VALUE;
    private boolean keepsBest;
    private long seed;
    private Consumer<Epoch> onEpoch = epoch -> {};
    private Consumer<Step> onStep = step -> {};
    private Optional<Path> checkpoint = Optional.empty();
    private Optional<FirstWeights.Source> firstWeights = Optional.empty();
    private TrainingOptions.Teachers teachers = TrainingOptions.Teachers.NONE;

    private KeywordTrainer(String recipe, Spectrogram spectrogram, List<Layer> layers) {
        this.recipe = recipe;
        this.spectrogram = spectrogram;
        this.layers = List.copyOf(layers);
    }

    /**
     * The recipe of TensorFlow's tutorial 'Simple audio recognition': STFT magnitudes of one second at 16 kHz, resized
     * to 32x32 and normalised; two convolutions, max pooling and a dense layer of 128; Adam at 0.001 in batches of 64.
     * The tutorial itself trains 10 epochs with a patience of 2.
     *
     * @return a trainer with that recipe
     */
    public static KeywordTrainer tutorial() {
        var trainer = new KeywordTrainer(
                "tutorial", Spectrogram.stft().frameLength(255).frameStep(128).build(), Networks.tutorial());
        return trainer.resize(32, 32).normalize(true).fixedBatches(true);
    }

    /**
     * The recipe that the model in the jar was made with, there with windows of a second and a half: 40 log-mel bands
     * of one second at 16 kHz into a temporal depthwise-separable residual network of 129 thousand weights, for drawn
     * clips ({@link #fit(List, AudioDataset)}): SGD with momentum, a cosine schedule, label smoothing and changes to
     * the spectrograms. 100 epochs in batches of 100.
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
                .augmentation(SpectrogramAugmentation.none()
                        .withTilt(0.5)
                        .withTimeMasks(2, 14)
                        .withBandMasks(2, 5))
                .batchSize(100)
                .epochs(100);
    }

    /**
     * The front end. The network's input has the height of its frames and the width of its bins.
     *
     * @param spectrogram what turns samples into frames
     * @return this
     */
    public KeywordTrainer spectrogram(Spectrogram spectrogram) {
        this.spectrogram = spectrogram;
        return this;
    }

    /**
     * The stretch of sound that is classified at once. Shorter clips are followed by silence, longer ones lose their
     * end; clips at another rate are resampled.
     *
     * @param length length of the window
     * @param sampleRate samples a second, in hertz
     * @return this
     * @throws IllegalArgumentException where {@code length} or {@code sampleRate} is not above 0, or the window has
     *     2^31 samples or more
     */
    public KeywordTrainer window(Duration length, int sampleRate) {
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("expected a window longer than 0 s but got " + length);
        }
        this.sampleRate = atLeast(1, "a sample rate", sampleRate);
        samples(length, sampleRate);
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
     * Whether spectrograms are brought to mean 0 and variance 1, by one mean and one variance over all values of the
     * training spectrograms before they are resized.
     *
     * @param normalized true to do so
     * @return this
     */
    public KeywordTrainer normalize(boolean normalized) {
        this.normalized = normalized;
        return this;
    }

    /**
     * The network but for its last layer: a {@link Layer.Dense} with one output a label is put after these.
     *
     * @param layers the layers, in order; the last height and width end at a {@link Layer.Flatten} or {@link
     *     Layer.GlobalAveragePool}
     * @return this
     */
    public KeywordTrainer network(List<Layer> layers) {
        this.layers = List.copyOf(layers);
        return this;
    }

    /**
     * How a step follows the gradient.
     *
     * @param optimizer the optimiser
     * @return this
     */
    public KeywordTrainer optimizer(Optimizer optimizer) {
        this.optimizer = optimizer;
        return this;
    }

    /**
     * The learning rate over the steps.
     *
     * @param learningRate the rate
     * @return this
     */
    public KeywordTrainer learningRate(LearningRate learningRate) {
        this.learningRate = learningRate;
        return this;
    }

    /**
     * The share of each clip's label that is dealt out evenly to all labels (Szegedy et al. 2016). Validation counts
     * without.
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
     * @param augmentation the changes
     * @return this
     */
    public KeywordTrainer augmentation(SpectrogramAugmentation augmentation) {
        this.augmentation = Optional.of(augmentation);
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
     * @param epochs at least 1
     * @return this
     * @throws IllegalArgumentException where {@code epochs} is below 1
     */
    public KeywordTrainer epochs(int epochs) {
        this.epochs = atLeast(1, "a number of epochs", epochs);
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
     * Whether the members of each batch are dealt out once and stay together (the tutorial's recipe), so that only the
     * batches' order changes from epoch to epoch; else clips are dealt anew for each. Keras does the former where a
     * data set is cached after {@code batch}. Where the clips don't fill the last batch, it stays the last. Of no
     * meaning for drawn clips.
     *
     * @param fixed true to deal once
     * @return this
     */
    public KeywordTrainer fixedBatches(boolean fixed) {
        fixedBatches = fixed;
        return this;
    }

    /**
     * Stops early, after this many epochs in a row whose validation loss is not below the least so far. The weights
     * stay those of the last epoch, as in Keras, unless {@link #keepBest} is set.
     *
     * @param patience at least 1
     * @return this
     * @throws IllegalArgumentException where {@code patience} is below 1
     */
    public KeywordTrainer patience(int patience) {
        this.patience = atLeast(1, "a patience", patience);
        return this;
    }

    /**
     * Whether the model has the weights of the epoch with the least validation loss, not those of the last.
     *
     * @param best true for the best epoch
     * @return this
     */
    public KeywordTrainer keepBest(boolean best) {
        keepsBest = best;
        return this;
    }

    /**
     * Where all random numbers come from. On one machine, with one number of cores, a seed gives one model.
     *
     * @param seed any number
     * @return this
     */
    public KeywordTrainer seed(long seed) {
        this.seed = seed;
        return this;
    }

    /**
     * Called after each epoch, on the thread that called {@link #fit}.
     *
     * @param listener receives what the epoch gave
     * @return this
     */
    public KeywordTrainer onEpoch(Consumer<Epoch> listener) {
        onEpoch = listener;
        return this;
    }

    /**
     * Called after each step, on the thread that called {@link #fit}.
     *
     * @param listener receives how far the epoch is
     * @return this
     */
    public KeywordTrainer onStep(Consumer<Step> listener) {
        onStep = listener;
        return this;
    }

    /**
     * Keeps the state of the training in a folder, after each epoch and when it is interrupted. Where the folder holds
     * the state of a training with the same options and data, {@link #fit} goes on from there, to the result that it
     * would have had. The patience may differ, and the number of epochs, unless the learning rate or the optimiser
     * depends on it.
     *
     * @param folder made where it is absent
     * @return this
     */
    public KeywordTrainer checkpoint(Path folder) {
        checkpoint = Optional.of(folder);
        return this;
    }

    /**
     * Begins with the weights that another training left in its {@link #checkpoint} folder or in a model file, in place
     * of drawn ones: to adapt a model to further clips, or to a window of another length, in few epochs. Both have the
     * same layers, as many weights in each, and the same labels; all else may differ. The optimiser begins anew.
     *
     * <p>This one may have a residual block more, between two ReLUs, without layers in its shortcut and with batch
     * normalisation at the end of its path, which changes nothing at first.
     *
     * <p>A model file is one that {@link TrainedModel#export} or {@link TrainedModel#exportSpectrogramForm} wrote, with
     * weights as floats. What batch normalisation normalises by is not in it; it is measured on the first thousand
     * clips of the first epoch, so that logits are those of the file until the first step, where window and spectrogram
     * are its own and not {@linkplain #normalize normalised}, which is done as these clips ask for. Its temperature and
     * thresholds are not taken over.
     *
     * @param path the other training's checkpoint folder, or a model file; {@link #fit} reads it, and it stays as it
     *     is
     * @return this
     */
    public KeywordTrainer firstWeights(Path path) {
        firstWeights = Optional.of(FirstWeights.at(path));
        return this;
    }

    /**
     * Begins with the weights in the content of a model file, as {@link #firstWeights(Path)}: for instance of the model
     * in the jar.
     *
     * <pre>{@code
     * KeywordTrainer.compact()
     *         .window(Duration.ofMillis(1500), 16_000)
     *         .learningRate(new LearningRate.Cosine(0.005, 0.08))
     *         .firstWeights(EmbeddedModel.find().content());
     * }</pre>
     *
     * @param model content of an ONNX file
     * @return this
     */
    public KeywordTrainer firstWeights(byte[] model) {
        firstWeights = Optional.of(FirstWeights.of(model.clone()));
        return this;
    }

    /**
     * Learns from trained networks beside the labels (Hinton, Vinyals and Dean 2015): a clip is to be answered, by a
     * share, as they answer the same features, changes to its spectrogram included; with several, by the geometric mean
     * of their probabilities, brought to a sum of 1. Their answers take the time of a forward pass each. The loss of an
     * epoch is that of these targets, and a clip counts as right where the answer is their most probable one.
     *
     * @param share how much of the target is their answer, 0 to 1; the rest is the label
     * @param trained {@link #checkpoint} folders of finished trainings or model files, of networks as {@link
     *     #firstWeights(Path)} takes them; {@link #fit} reads them, and they stay as they are; none to learn from
     *     labels alone
     * @return this
     * @throws IllegalArgumentException where {@code share} is not 0 to 1
     */
    public KeywordTrainer teachers(double share, List<Path> trained) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("expected a share of 0 to 1 but got " + share);
        }
        teachers = new TrainingOptions.Teachers(share, trained);
        return this;
    }

    /** What has been set, as it is at this moment. */
    TrainingOptions options() {
        var frontEnd = new FrontEnd(spectrogram, sampleRate, samples(window, sampleRate), resized);
        return new TrainingOptions(
                recipe,
                new TrainingOptions.Input(frontEnd, normalized),
                layers,
                new TrainingOptions.Steps(
                        optimizer,
                        learningRate,
                        labelSmoothing,
                        new TrainingOptions.BatchOptions(batchSize, fixedBatches, drawsPerEpoch),
                        augmentation),
                new TrainingOptions.Stop(epochs, patience, keepsBest),
                seed,
                firstWeights,
                teachers);
    }

    private static int samples(Duration length, int sampleRate) {
        long seconds = Math.min(length.getSeconds(), Integer.MAX_VALUE);
        long samples = seconds * sampleRate + (long) length.getNano() * sampleRate / 1_000_000_000;
        if (samples > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("expected a window of at most " + Integer.MAX_VALUE + " samples but got "
                    + length + " at " + sampleRate + " Hz");
        }
        return (int) samples;
    }

    /**
     * Trains a model. An interrupt of the calling thread stops it cleanly after the step it is in: the checkpoint is
     * written, and {@link java.util.concurrent.CancellationException} is thrown; the thread's interrupt status stays
     * set.
     *
     * @param train the clips to learn from
     * @param validation the clips to measure each epoch on, with the same labels
     * @return the model
     * @throws IllegalArgumentException where a part is empty, their labels differ, there are fewer than two labels, the
     *     layers don't fit each other, the clips' features are too many for memory, the checkpoint is that of another
     *     training, or {@link #firstWeights} or {@link #teachers} are those of another network or of other labels, or
     *     are no floats
     * @throws io.github.kws4j.ModelException where one of them is a model file without kws4j's metadata
     * @throws IOException where the checkpoint is damaged, can't be read, or can't be written; where there are no
     *     {@link #firstWeights} or {@link #teachers}
     * @throws java.util.concurrent.CancellationException where the thread is interrupted
     */
    public TrainedModel fit(AudioDataset train, AudioDataset validation) throws IOException {
        return Training.of(options(), train, validation).run(observers());
    }

    /**
     * Trains a model on clips that are drawn anew for each step, {@link #drawsPerEpoch} in an epoch; the next ones are
     * made on as many threads as there are processors meanwhile. Stopped and kept like {@link #fit(AudioDataset,
     * AudioDataset)}.
     *
     * @param train at least two labels; several sources may have one label
     * @param validation the clips to measure each epoch on, with the same labels
     * @return the model; its labels are in alphabetical order
     * @throws IllegalArgumentException as {@link #fit(AudioDataset, AudioDataset)}, or where spectrograms are to be
     *     normalised, whose mean and variance are those of a fixed set of clips
     * @throws io.github.kws4j.ModelException as {@link #fit(AudioDataset, AudioDataset)}
     * @throws IOException as {@link #fit(AudioDataset, AudioDataset)}
     * @throws java.util.concurrent.CancellationException where the thread is interrupted
     */
    public TrainedModel fit(List<LabelledSource> train, AudioDataset validation) throws IOException {
        return Training.of(options(), train, validation).run(observers());
    }

    private TrainingRun.Observers observers() {
        return new TrainingRun.Observers(onEpoch, onStep, checkpoint);
    }

    private static int atLeast(int least, String what, int value) {
        if (value < least) {
            throw new IllegalArgumentException("expected " + what + " of at least " + least + " but got " + value);
        }
        return value;
    }
}
