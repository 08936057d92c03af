package io.github.kws4j.train;

import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.train.augment.LabelledSource;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.tensorflow.Objective;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run of a {@link KeywordTrainer}: options, clips, and what came of them so far. */
final class Training {
    private final TrainingOptions options;
    private final List<String> labels;
    private final Data data;
    private final AudioDataset validation;

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
                () -> new Prepared(new LabelledBatches(sources, labels, options), Optional.empty()),
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
    TrainedModel run(TrainingRun.Observers observers) throws IOException {
        Network network = options.network(labels.size());
        if (observers.folder().isPresent()) {
            Checkpoint.tryFolder(observers.folder().get());
        }
        Optional<FirstWeights> first = Optional.empty();
        String kind = Checkpoint.labels(labels) + "\n" + Checkpoint.layers(network.layers());
        if (options.firstWeights().isPresent()) {
            first = Optional.of(options.firstWeights().get().read(network, kind, options.seed()));
        }
        List<Weights> teachers = options.teachers().weights(network, kind);
        Prepared prepared = data.prepare();
        Features validated = Features.of(validation, options.frontEnd()).features();
        prepared.normalization.ifPresent(validated::normalize);
        var plan = new TrainingRun.Plan(
                identity(),
                new Objective.Classes(options.steps().labelSmoothing()),
                options.steps(),
                options.stop(),
                options.seed(),
                first);
        try (Batches labelled = prepared.batches;
                Batches batches = TaughtBatches.of(labelled, options.teachers().share(), network, teachers)) {
            var run = new TrainingRun(plan, observers, network, batches, new ClassValidation(labels, validated));
            Weights weights = run.toTheEnd();
            return new TrainedModel(
                    new TrainedModel.Net(labels, options.frontEnd(), prepared.normalization, network, weights),
                    run.history(),
                    1,
                    options.notes());
        }
    }

    private List<String> identity() {
        var lines = new ArrayList<>(options.identity());
        lines.add(Checkpoint.labels(labels));
        return lines;
    }
}
