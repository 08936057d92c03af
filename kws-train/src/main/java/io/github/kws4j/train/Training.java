package io.github.kws4j.train;

import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.evaluate.Evaluation;
import io.github.kws4j.train.augment.LabelledSource;
import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.tensorflow.TensorFlowNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** One run of a {@link KeywordTrainer}: options, clips, and what came of them so far. */
final class Training {
    private final TrainingOptions options;
    private final List<String> labels;
    private final Data data;
    private final AudioDataset validation;

    /**
     * Who is told, and where the state is kept.
     *
     * @param onEpoch called after each epoch
     * @param onStep called after each step
     * @param folder where the checkpoint goes
     */
    record Observers(Consumer<Epoch> onEpoch, Consumer<Step> onStep, Optional<Path> folder) {}

    /** Batches to train on and how they were normalised. */
    private record Prepared(Batches batches, Optional<Normalization> normalization) {}

    /** Computes what is trained on, once it is known that it can be kept. */
    private interface Data {
        Prepared prepare();
    }

    private Training(TrainingOptions options, List<String> labels, Data data, AudioDataset validation) {
        this.options = options;
        this.labels = labels;
        this.data = data;
        this.validation = validation;
    }

    /** A training on all clips of a data set. */
    static Training of(TrainingOptions options, AudioDataset train, AudioDataset validation) {
        checkData(train.size(), train.labels(), validation);
        Features.checkSize(train.size(), options.frontEnd());
        Features.checkSize(validation.size(), options.frontEnd());
        return new Training(options, train.labels(), () -> prepared(options, train), validation);
    }

    private static Prepared prepared(TrainingOptions options, AudioDataset train) {
        Features.Adapted adapted = Features.of(train, options.frontEnd());
        Features features = adapted.features();
        Optional<Normalization> normalization =
                Optional.of(adapted.normalization()).filter(n -> options.input().normalized());
        normalization.ifPresent(features::normalize);
        return new Prepared(new ShuffledBatches(features, options), normalization);
    }

    /** A training on clips that are drawn from sources. */
    static Training of(TrainingOptions options, List<LabelledSource> train, AudioDataset validation) {
        List<String> labels =
                train.stream().map(LabelledSource::label).distinct().sorted().toList();
        checkData(train.size(), labels, validation);
        if (options.input().normalized()) {
            throw new IllegalArgumentException(
                    "expected no normalisation with drawn clips: begin the network with Layer.batchNorm() instead");
        }
        Features.checkSize(validation.size(), options.frontEnd());
        List<LabelledSource> sources = List.copyOf(train);
        return new Training(
                options,
                labels,
                () -> new Prepared(new DrawnBatches(sources, labels, options), Optional.empty()),
                validation);
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

    /** Trains to the end. */
    TrainedModel run(Observers observers) throws IOException {
        Network network = options.network(labels.size());
        if (observers.folder.isPresent()) {
            Checkpoint.tryFolder(observers.folder.get());
        }
        Prepared prepared = data.prepare();
        Features validated = Features.of(validation, options.frontEnd()).features();
        prepared.normalization.ifPresent(validated::normalize);
        try (Batches batches = prepared.batches) {
            var run = new Run(observers, network, batches, validated);
            Weights weights = run.toTheEnd();
            return new TrainedModel(
                    new TrainedModel.Net(labels, options.frontEnd(), prepared.normalization, network, weights),
                    run.progress.history(),
                    1,
                    options.notes());
        }
    }

    /** The epochs of the training, over features that lie ready. */
    private final class Run {
        private final Observers observers;
        private final Network network;
        private final Batches train;
        private final Features validated;
        private final Optional<Checkpoint> checkpoint;
        private Progress progress;

        Run(Observers observers, Network network, Batches train, Features validated) throws IOException {
            this.observers = observers;
            this.network = network;
            this.train = train;
            this.validated = validated;
            this.checkpoint = observers.folder.map(folder -> new Checkpoint(folder, identity()));
            Optional<Progress> kept = checkpoint.isPresent() ? checkpoint.get().read() : Optional.empty();
            this.progress = kept.orElseGet(() -> Progress.start(Weights.initial(network, options.seed())));
        }

        /** What must not differ when a training goes on from a checkpoint. */
        private String identity() {
            var lines = new ArrayList<>(options.identity());
            lines.add("input " + network.input());
            lines.add("layers " + network.layers());
            lines.add("clips " + train.clips() + " and " + validated.clips());
            lines.add("labels " + labels);
            lines.add(train.identity());
            lines.add("validation " + validated.identity());
            return String.join("\n", lines);
        }

        /** Trains and gives the model's weights. */
        Weights toTheEnd() throws IOException {
            var steps = options.steps();
            try (var tensorFlow = new TensorFlowNetwork(network, steps.optimizer(), steps.labelSmoothing())) {
                tensorFlow.load(progress.state());
                while (progress.history().size() < options.stop().epochs()
                        && progress.epochsWithoutGain() < options.stop().patience()) {
                    epoch(tensorFlow);
                }
            }
            return progress.best().orElse(progress.state()).only(network.parameters());
        }

        private int stepsPerEpoch() {
            return (train.clips() + options.batchSize() - 1) / options.batchSize();
        }

        private void epoch(TensorFlowNetwork tensorFlow) throws IOException {
            long start = System.nanoTime();
            int number = progress.history().size() + 1;
            double lossSum = progress.lossSum();
            long hits = progress.hits();
            for (int step = progress.step(); step < stepsPerEpoch(); step++) {
                int from = step * options.batchSize();
                int to = Math.min(from + options.batchSize(), train.clips());
                Batch batch = train.batch(number, from, to);
                TensorFlowNetwork.Outcome outcome =
                        step(tensorFlow, batch, (long) (number - 1) * stepsPerEpoch() + step);
                lossSum += outcome.loss() * batch.clips();
                hits += outcome.hits();
                observers.onStep.accept(new Step(number, step + 1, stepsPerEpoch(), lossSum / to));
                if (Thread.currentThread().isInterrupted()) {
                    stop(tensorFlow, step + 1, lossSum, hits);
                }
            }
            Evaluation measured = evaluate(tensorFlow);
            var epoch = new Epoch(
                    number,
                    new Epoch.Figures(lossSum / train.clips(), (double) hits / train.clips()),
                    new Epoch.Figures(measured.loss(), measured.accuracy()),
                    Duration.ofNanos(System.nanoTime() - start));
            finish(epoch, tensorFlow.state());
        }

        private TensorFlowNetwork.Outcome step(TensorFlowNetwork tensorFlow, Batch batch, long stepsBefore) {
            long steps = (long) options.stop().epochs() * stepsPerEpoch();
            double rate = options.steps().learningRate().at(stepsBefore, steps);
            return tensorFlow.train(batch, stepsBefore + 1, steps, rate, options.seed());
        }

        /** Writes the checkpoint and leaves by an exception. */
        private void stop(TensorFlowNetwork tensorFlow, int step, double lossSum, long hits) throws IOException {
            progress = new Progress(progress.history(), step, lossSum, hits, tensorFlow.state(), progress.best());
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
            progress = progress.after(
                    epoch, state, options.stop().keepsBest() && gained ? Optional.of(state) : progress.best());
            save();
            observers.onEpoch.accept(epoch);
        }

        private void save() throws IOException {
            if (checkpoint.isPresent()) {
                checkpoint.get().write(progress);
            }
        }

        private Evaluation evaluate(TensorFlowNetwork tensorFlow) {
            return Evaluation.of(labels, tensorFlow.logits(validated.values(), validated.clips()), validated.labels());
        }
    }
}
