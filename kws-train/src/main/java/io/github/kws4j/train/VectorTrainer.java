package io.github.kws4j.train;

import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.FeatureShape;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.optimizer.LearningRate;
import io.github.kws4j.train.optimizer.Optimizer;
import io.github.kws4j.train.tensorflow.Objective;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fits a network that makes a sequence of vectors of a spectrogram to vectors that are given, by their mean squared
 * difference and half of one minus their cosine. The seed decides the first weights and the draws. For one thread.
 *
 * <pre>{@code
 * TrainedVectors network = VectorTrainer.of(new FeatureShape(600, 40, 1), layers)
 *         .epochs(40).seed(1).checkpoint(Path.of("checkpoints")).onEpoch(System.out::println)
 *         .fit(training, validation);
 * }</pre>
 *
 * <p>The accuracy of an {@link Epoch} is the mean cosine of the vectors that the network gave and those it should have
 * given.
 */
public final class VectorTrainer {
    private static final double ANGLE = 0.5;

    private final Network network;
    private Optimizer optimizer = Optimizer.adam();
    private LearningRate learningRate = new LearningRate.Cosine(2e-3, 0.03);
    private int drawsPerEpoch = 16_000;
    private int validationDraws = 256;
    private int epochs = 10;
    private int batchSize = 64;
    private long seed;
    private Optional<Path> checkpoint = Optional.empty();
    private Consumer<Epoch> onEpoch = epoch -> {};
    private Consumer<Step> onStep = step -> {};

    private VectorTrainer(Network network) {
        this.network = network;
    }

    /**
     * A trainer of a network.
     *
     * @param input the size of a clip's features
     * @param layers in the order of computation; they end in a height of 1, a width of vectors and their values as
     *     channels
     * @return a trainer with Adam, a rate of 0.002 that falls along a cosine, 10 epochs of 16,000 draws and batches of
     *     64
     * @throws IllegalArgumentException where the layers do not fit each other or end in another size
     */
    public static VectorTrainer of(FeatureShape input, List<Layer> layers) {
        return new VectorTrainer(Network.ofVectors(input, layers));
    }

    /**
     * The learning rate over the steps.
     *
     * @param schedule the rate
     * @return this
     */
    public VectorTrainer learningRate(LearningRate schedule) {
        learningRate = schedule;
        return this;
    }

    /**
     * How a step follows the gradient.
     *
     * @param how the optimiser
     * @return this
     */
    public VectorTrainer optimizer(Optimizer how) {
        optimizer = how;
        return this;
    }

    /**
     * How many clips make an epoch, and how many, drawn once, it is measured on.
     *
     * @param training at least 1
     * @param validation at least 1
     * @return this
     * @throws IllegalArgumentException where a number is below 1
     */
    public VectorTrainer drawsPerEpoch(int training, int validation) {
        drawsPerEpoch = atLeastOne("training draws", training);
        validationDraws = atLeastOne("validation draws", validation);
        return this;
    }

    /**
     * Passes over as many draws.
     *
     * @param count at least 1
     * @return this
     * @throws IllegalArgumentException where {@code count} is below 1
     */
    public VectorTrainer epochs(int count) {
        epochs = atLeastOne("epochs", count);
        return this;
    }

    /**
     * Clips in one step.
     *
     * @param clips at least 1
     * @return this
     * @throws IllegalArgumentException where {@code clips} is below 1
     */
    public VectorTrainer batchSize(int clips) {
        batchSize = atLeastOne("clips in a batch", clips);
        return this;
    }

    /**
     * Where all random numbers come from.
     *
     * @param number any
     * @return this
     */
    public VectorTrainer seed(long number) {
        seed = number;
        return this;
    }

    /**
     * Keeps the state of the training in a folder, and goes on from there, as {@link KeywordTrainer#checkpoint} does.
     *
     * @param folder made where it is absent
     * @return this
     */
    public VectorTrainer checkpoint(Path folder) {
        checkpoint = Optional.of(folder);
        return this;
    }

    /**
     * Called after each epoch, on the thread that called {@link #fit}.
     *
     * @param listener receives what the epoch gave
     * @return this
     */
    public VectorTrainer onEpoch(Consumer<Epoch> listener) {
        onEpoch = listener;
        return this;
    }

    /**
     * Called after each step, on the thread that called {@link #fit}.
     *
     * @param listener receives how far the epoch is
     * @return this
     */
    public VectorTrainer onStep(Consumer<Step> listener) {
        onStep = listener;
        return this;
    }

    /**
     * Trains. An interrupt of the calling thread stops it as {@link KeywordTrainer#fit} is stopped.
     *
     * @param training what is drawn from; the next clips are made on as many threads as there are processors meanwhile
     * @param validation what each epoch is measured on
     * @return the network
     * @throws IllegalArgumentException where a clip has another size than the network's input or output, or the
     *     checkpoint is that of another training
     * @throws IOException where the checkpoint can't be read or written
     * @throws java.util.concurrent.CancellationException where the thread is interrupted
     */
    public TrainedVectors fit(VectorSource training, VectorSource validation) throws IOException {
        var batches = new TrainingOptions.BatchOptions(batchSize, false, drawsPerEpoch);
        var steps = new TrainingOptions.Steps(optimizer, learningRate, 0, batches, Optional.empty());
        var stop = new TrainingOptions.Stop(epochs, Integer.MAX_VALUE, false);
        var objective = new Objective.Vectors(ANGLE);
        var observers = new TrainingRun.Observers(onEpoch, onStep, checkpoint);
        var plan = new TrainingRun.Plan(identity(steps, objective), objective, steps, stop, seed, Optional.empty());
        if (checkpoint.isPresent()) {
            Checkpoint.tryFolder(checkpoint.get());
        }
        Batch.OfVectors measured;
        try (var draws = new DrawnVectors(validation, network, validationDraws, ~seed)) {
            measured = draws.make(1, 0, validationDraws);
        }
        try (var draws = new DrawnVectors(training, network, drawsPerEpoch, seed)) {
            var run = new TrainingRun(plan, observers, network, draws, new Closeness(measured, network));
            Weights weights = run.toTheEnd();
            return new TrainedVectors(network, weights, run.history());
        }
    }

    private List<String> identity(TrainingOptions.Steps steps, Objective objective) {
        var lines = new ArrayList<>(List.of(
                "seed " + seed,
                "batch size " + batchSize,
                "optimizer " + optimizer,
                "learning rate " + learningRate,
                "objective " + objective));
        if (steps.dependOnLength()) {
            lines.add("epochs " + epochs);
        }
        return lines;
    }

    private static int atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("expected at least 1 " + what + " but got " + value);
        }
        return value;
    }
}
