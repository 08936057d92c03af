package io.github.kws4j.train;

import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.tensorflow.Objective;
import io.github.kws4j.train.tensorflow.TensorFlowNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** The epochs of a training over batches that lie ready, whatever its network is trained towards. */
final class TrainingRun {
    private final Plan plan;
    private final Observers observers;
    private final Network network;
    private final Batches train;
    private final Validation validation;
    private final Optional<Checkpoint> checkpoint;
    private Progress progress;

    /**
     * What a training does.
     *
     * @param identity what must not differ where it goes on from a checkpoint, besides the network and the clips, a
     *     line each
     * @param objective what the network is trained towards
     * @param steps how weights change
     * @param stop when it ends, and with which weights
     * @param seed where all random numbers come from
     * @param first the weights that it begins with, where they are not drawn
     */
    record Plan(
            List<String> identity,
            Objective objective,
            TrainingOptions.Steps steps,
            TrainingOptions.Stop stop,
            long seed,
            Optional<FirstWeights> first) {}

    /**
     * Who is notified, and where the state is kept.
     *
     * @param onEpoch called after each epoch
     * @param onStep called after each step
     * @param folder where the checkpoint goes
     */
    record Observers(Consumer<Epoch> onEpoch, Consumer<Step> onStep, Optional<Path> folder) {}

    TrainingRun(Plan plan, Observers observers, Network network, Batches train, Validation validation)
            throws IOException {
        this.plan = plan;
        this.observers = observers;
        this.network = network;
        this.train = train;
        this.validation = validation;
        Weights first = plan.first.map(FirstWeights::weights).orElseGet(() -> Weights.initial(network, plan.seed));
        String identity = plan.first.isPresent() ? identity() + "\nfirst weights " + first.sum() : identity();
        this.checkpoint = observers.folder.map(folder -> new Checkpoint(folder, identity));
        Optional<Progress> kept = checkpoint.isPresent() ? checkpoint.get().read() : Optional.empty();
        this.progress = kept.orElseGet(() -> Progress.start(fitted(first)));
    }

    private Weights fitted(Weights drawn) {
        return plan.first
                .map(left -> left.fitted(network, train, plan.steps.batches().size()))
                .orElse(drawn);
    }

    /** What must not differ when a training goes on from a checkpoint. */
    private String identity() {
        var lines = new ArrayList<>(plan.identity);
        lines.add("input " + network.input());
        lines.add(Checkpoint.layers(network.layers()));
        lines.add("clips " + train.clips() + " and " + validation.clips());
        lines.add(train.identity());
        lines.add("validation " + validation.identity());
        return String.join("\n", lines);
    }

    List<Epoch> history() {
        return progress.history();
    }

    /** Trains and gives the model's weights. */
    Weights toTheEnd() throws IOException {
        try (var tensorFlow = new TensorFlowNetwork(network, plan.steps.optimizer(), plan.objective)) {
            tensorFlow.load(progress.state());
            while (progress.history().size() < plan.stop.epochs()
                    && progress.epochsWithoutGain() < plan.stop.patience()) {
                epoch(tensorFlow);
            }
        }
        return progress.best().orElse(progress.state()).only(network.parameters());
    }

    private int stepsPerEpoch() {
        return (train.clips() + plan.steps.batches().size() - 1)
                / plan.steps.batches().size();
    }

    private void epoch(TensorFlowNetwork tensorFlow) throws IOException {
        long start = System.nanoTime();
        int number = progress.history().size() + 1;
        double lossSum = progress.lossSum();
        double right = progress.right();
        for (int step = progress.step(); step < stepsPerEpoch(); step++) {
            int from = step * plan.steps.batches().size();
            int to = Math.min(from + plan.steps.batches().size(), train.clips());
            Batch batch = train.batch(number, from, to);
            TensorFlowNetwork.Outcome outcome = step(tensorFlow, batch, (long) (number - 1) * stepsPerEpoch() + step);
            lossSum += outcome.loss() * batch.clips();
            right += outcome.right();
            observers.onStep.accept(new Step(number, step + 1, stepsPerEpoch(), lossSum / to));
            if (Thread.currentThread().isInterrupted()) {
                stop(tensorFlow, step + 1, lossSum, right);
            }
        }
        Epoch.Figures measured = validation.measure(tensorFlow);
        var epoch = new Epoch(
                number,
                new Epoch.Figures(lossSum / train.clips(), right / train.clips()),
                measured,
                Duration.ofNanos(System.nanoTime() - start));
        finish(epoch, tensorFlow.state());
    }

    private TensorFlowNetwork.Outcome step(TensorFlowNetwork tensorFlow, Batch batch, long stepsBefore) {
        long steps = (long) plan.stop.epochs() * stepsPerEpoch();
        double rate = plan.steps.learningRate().at(stepsBefore, steps);
        return tensorFlow.train(batch, stepsBefore + 1, steps, rate, plan.seed);
    }

    /** Writes the checkpoint and leaves by an exception. */
    private void stop(TensorFlowNetwork tensorFlow, int step, double lossSum, double right) throws IOException {
        progress = new Progress(progress.history(), step, lossSum, right, tensorFlow.state(), progress.best());
        save();
        throw new CancellationException(
                "interrupted in epoch " + (progress.history().size() + 1) + " after step " + step
                        + " of " + stepsPerEpoch()
                        + observers
                                .folder
                                .map(folder -> "; the state is kept in " + folder)
                                .orElse("; the state is lost, as there is no checkpoint folder"));
    }

    private void finish(Epoch epoch, Weights state) throws IOException {
        double least = progress.history().stream()
                .mapToDouble(past -> past.validation().loss())
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        boolean gained = epoch.validation().loss() < least;
        progress = progress.after(epoch, state, plan.stop.keepsBest() && gained ? Optional.of(state) : progress.best());
        save();
        int without = progress.epochsWithoutGain();
        observers.onEpoch.accept(
                without < plan.stop.patience() ? epoch : epoch.withEarlyStop(epoch.number() - without));
    }

    private void save() throws IOException {
        if (checkpoint.isPresent()) {
            checkpoint.get().write(progress);
        }
    }
}
