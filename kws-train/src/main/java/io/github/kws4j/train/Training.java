package io.github.kws4j.train;

import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.evaluate.Evaluation;
import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.tensorflow.TensorFlowNetwork;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** One run of a {@link KeywordTrainer} over the features of its clips. */
final class Training {
    private final KeywordTrainer options;
    private final Network network;
    private final Batches train;
    private final Features validation;
    private final Optional<Checkpoint> checkpoint;
    private Progress progress;

    Training(KeywordTrainer options, Network network, Batches train, Features validation) throws IOException {
        this.options = options;
        this.network = network;
        this.train = train;
        this.validation = validation;
        this.checkpoint = options.checkpoint.map(folder -> new Checkpoint(folder, identity()));
        Optional<Progress> kept = checkpoint.isPresent() ? checkpoint.get().read() : Optional.empty();
        this.progress = kept.orElseGet(() -> Progress.start(Weights.initial(network, options.seed)));
    }

    /** What must not differ when a training goes on from a checkpoint. */
    private String identity() {
        return String.join(
                "\n",
                "seed " + options.seed,
                "batch size " + options.batchSize,
                "optimizer " + options.optimizer,
                "label smoothing " + options.labelSmoothing,
                "keep best " + options.keepsBest,
                "input " + network.input(),
                "layers " + network.layers(),
                "clips " + train.clips() + " and " + validation.clips(),
                train.identity());
    }

    List<Epoch> history() {
        return progress.history();
    }

    /** Trains to the end and gives the model's weights. */
    Weights run() throws IOException {
        try (var tensorFlow = new TensorFlowNetwork(network, options.optimizer, options.labelSmoothing)) {
            tensorFlow.load(progress.state());
            while (progress.history().size() < options.epochs && progress.epochsWithoutGain() < options.patience) {
                epoch(tensorFlow);
            }
        }
        return progress.best().orElse(progress.state()).only(network.parameters());
    }

    private int stepsPerEpoch() {
        return (train.clips() + options.batchSize - 1) / options.batchSize;
    }

    private void epoch(TensorFlowNetwork tensorFlow) throws IOException {
        long start = System.nanoTime();
        int number = progress.history().size() + 1;
        double lossSum = progress.lossSum();
        long hits = progress.hits();
        for (int step = progress.step(); step < stepsPerEpoch(); step++) {
            int from = step * options.batchSize;
            int to = Math.min(from + options.batchSize, train.clips());
            Batch batch = train.batch(number, from, to);
            TensorFlowNetwork.Outcome outcome = step(tensorFlow, batch, (long) (number - 1) * stepsPerEpoch() + step);
            lossSum += outcome.loss() * batch.clips();
            hits += outcome.hits();
            options.onStep.accept(new Step(number, step + 1, stepsPerEpoch(), lossSum / to));
            if (Thread.currentThread().isInterrupted()) {
                stop(tensorFlow, step + 1, lossSum, hits);
            }
        }
        Evaluation heard = evaluate(tensorFlow);
        var epoch = new Epoch(
                number,
                lossSum / train.clips(),
                (double) hits / train.clips(),
                heard.loss(),
                heard.accuracy(),
                (System.nanoTime() - start) / 1e9);
        finish(epoch, tensorFlow.state());
    }

    private TensorFlowNetwork.Outcome step(TensorFlowNetwork tensorFlow, Batch batch, long stepsBefore) {
        long steps = (long) options.epochs * stepsPerEpoch();
        double rate = options.learningRate.at(stepsBefore, steps);
        return tensorFlow.train(batch, stepsBefore + 1, steps, rate, options.seed);
    }

    /** Writes the checkpoint and leaves by an exception. */
    private void stop(TensorFlowNetwork tensorFlow, int step, double lossSum, long hits) throws IOException {
        progress = new Progress(progress.history(), step, lossSum, hits, tensorFlow.state(), progress.best());
        save();
        throw new CancellationException(
                "interrupted in epoch " + (progress.history().size() + 1) + " after step " + step
                        + " of " + stepsPerEpoch()
                        + options.checkpoint
                                .map(folder -> "; the state is kept in " + folder)
                                .orElse("; the state is lost, as there is no checkpoint folder"));
    }

    private void finish(Epoch epoch, Weights state) throws IOException {
        double least = progress.history().stream()
                .mapToDouble(Epoch::validationLoss)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        Optional<Weights> best =
                options.keepsBest && epoch.validationLoss() < least ? Optional.of(state) : progress.best();
        progress = progress.after(epoch, state, best);
        save();
        options.onEpoch.accept(epoch);
    }

    private void save() throws IOException {
        if (checkpoint.isPresent()) {
            checkpoint.get().write(progress);
        }
    }

    private Evaluation evaluate(TensorFlowNetwork tensorFlow) {
        List<String> labels = IntStream.range(0, network.outputs())
                .mapToObj(Integer::toString)
                .toList();
        return Evaluation.of(labels, tensorFlow.logits(validation.values(), validation.clips()), validation.labels());
    }
}
