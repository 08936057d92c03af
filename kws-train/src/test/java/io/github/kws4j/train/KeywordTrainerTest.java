package io.github.kws4j.train;

import static io.github.kws4j.train.ToneTraining.TRAIN;
import static io.github.kws4j.train.ToneTraining.VALIDATION;
import static io.github.kws4j.train.ToneTraining.tones;
import static io.github.kws4j.train.ToneTraining.trainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.evaluate.Evaluation;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.optimizer.LearningRate;
import io.github.kws4j.train.optimizer.Optimizer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trains the tutorial's layers, dropout and Adam among them, on a quarter second of tones in noise. */
@Timeout(300)
class KeywordTrainerTest {
    private static Weights weights(double value) {
        return new Weights(Map.of("weight", new float[] {(float) value}));
    }

    @Test
    void theTutorialsLayersLearnTones() throws IOException {
        TrainedModel model = trainer().epochs(5).fit(TRAIN, VALIDATION);

        assertThat(model.evaluate(tones(50, 3, "high", "low")).accuracy()).isGreaterThan(0.95);
    }

    @Test
    void oneSeedGivesOneModelAndAnotherGivesAnother() throws IOException {
        float[][] logits = trainer().fit(TRAIN, VALIDATION).logits(VALIDATION);

        assertThat(trainer().fit(TRAIN, VALIDATION).logits(VALIDATION)).isDeepEqualTo(logits);
        assertThat(Arrays.deepEquals(trainer().seed(6).fit(TRAIN, VALIDATION).logits(VALIDATION), logits))
                .isFalse();
    }

    @Test
    void everyStepAndEpochIsReportedInOrder() throws IOException {
        var reported = new ArrayList<String>();
        TrainedModel model = trainer()
                .epochs(2)
                .onStep(step -> reported.add(step.epoch() + ":" + step.number() + "/" + step.steps()))
                .onEpoch(epoch -> reported.add("epoch " + epoch.number()))
                .fit(TRAIN, VALIDATION);

        assertThat(reported)
                .containsExactly(
                        "1:1/4", "1:2/4", "1:3/4", "1:4/4", "epoch 1", "2:1/4", "2:2/4", "2:3/4", "2:4/4", "epoch 2");
        Epoch last = model.history().get(1);
        Evaluation again = model.evaluate(VALIDATION);
        assertThat(last.validation().loss()).isEqualTo(again.loss());
        assertThat(last.validation().accuracy()).isEqualTo(again.accuracy());
        assertThat(last.duration()).isPositive();
    }

    @Test
    void anEpochWithoutLowerValidationLossUsesUpPatience() throws IOException {
        // A rate of 0 leaves the weights, and so the loss, as they are after the first epoch.
        LearningRate none = new LearningRate.Piecewise(new TreeMap<>(Map.of(0L, 1e-3, 4L, 0.0)));
        TrainedModel model = trainer().epochs(20).learningRate(none).patience(2).fit(TRAIN, VALIDATION);

        assertThat(model.history()).hasSize(3);
        assertThat(trainer().epochs(6).learningRate(none).fit(TRAIN, VALIDATION).history())
                .hasSize(6);
    }

    @Test
    void theLastEpochOfAnEarlyStopNamesTheBest() throws IOException {
        LearningRate none = new LearningRate.Piecewise(new TreeMap<>(Map.of(0L, 1e-3, 4L, 0.0)));
        var reported = new ArrayList<Epoch>();
        trainer()
                .epochs(20)
                .learningRate(none)
                .patience(2)
                .onEpoch(reported::add)
                .fit(TRAIN, VALIDATION);

        assertThat(reported).hasSize(3);
        assertThat(reported.get(1).earlyStop()).isEmpty();
        assertThat(reported.get(2).earlyStop()).hasValue(1);
        assertThat(reported.get(2).toString()).endsWith("Epoch 3: early stopping, best was epoch 1");
    }

    @Test
    void summaryOfTheTutorialsModelIsKerass() throws IOException {
        var labels = new String[] {"a", "b", "c", "d", "e", "f", "g", "h"};
        var model = KeywordTrainer.tutorial().epochs(1).fit(tones(1, 1, labels), tones(1, 2, labels));

        ModelSummary summary = model.summary();

        assertThat(summary.weights()).isEqualTo(1_625_611);
        assertThat(summary.stages())
                .contains(
                        new ModelSummary.Stage("spectrogram", "124x129x1", 0),
                        new ModelSummary.Stage("resize", "32x32x1", 0),
                        new ModelSummary.Stage("normalize", "32x32x1", 3))
                .extracting(ModelSummary.Stage::weights)
                .contains(320, 18_496, 1_605_760, 1_032);
        assertThat(summary.stages())
                .extracting(ModelSummary.Stage::output)
                .contains("30x30x32", "14x14x64", "12544", "8");
        assertThat(summary.toString()).contains("1,625,611");
        assertThat(model.normalization()).isPresent();
    }

    @Test
    void patienceCountsEpochsInARowSinceTheLeastLoss() {
        var losses = new double[] {1.0, 0.9, 0.95, 0.9, 0.8, 0.8};
        var expected = new int[] {0, 0, 1, 2, 0, 1};
        Progress progress = Progress.start(weights(0));
        for (int i = 0; i < losses.length; i++) {
            var epoch = new Epoch(i + 1, new Epoch.Figures(0, 0), new Epoch.Figures(losses[i], 0), Duration.ZERO);
            progress = progress.after(epoch, weights(i), Optional.empty());
            assertThat(progress.epochsWithoutGain()).as("after epoch %d", i + 1).isEqualTo(expected[i]);
        }
    }

    @Test
    void theBestEpochsWeightsAreKeptOnlyWhereAsked() throws IOException {
        // Clips under each other's word: the better the network gets, the higher is their loss.
        AudioDataset contrary = VALIDATION.relabel(word -> Optional.of(word.equals("low") ? "high" : "low"));
        TrainedModel last = trainer().epochs(2).fit(TRAIN, contrary);
        TrainedModel best = trainer().epochs(2).keepBest(true).fit(TRAIN, contrary);

        double first = last.history().get(0).validation().loss();
        assertThat(last.evaluate(contrary).loss()).isGreaterThan(first);
        assertThat(best.evaluate(contrary).loss()).isEqualTo(first);
    }

    @Test
    void anInterruptWithoutCheckpointSaysThatTheStateIsLost() {
        KeywordTrainer trainer = trainer().onStep(step -> Thread.currentThread().interrupt());
        try {
            assertThatThrownBy(() -> trainer.fit(TRAIN, VALIDATION))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("interrupted in epoch 1 after step 1 of 4; the state is lost, as there is no checkpoint"
                            + " folder");
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void moreClipsThanMemoryHoldsAreRefusedBeforeAnyIsDecoded() {
        FrontEnd frontEnd = trainer().resize(4000, 4000).options().frontEnd();

        assertThatThrownBy(() -> Features.checkSize(134, frontEnd))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected at most ")
                .hasMessageContaining(" clips of 4000x4000x1, whose features fit ")
                .hasMessageEndingWith(" but got 134; train on drawn clips with fit(List<LabelledSource>, AudioDataset),"
                        + " resize spectrograms, or take fewer clips");
    }

    @Test
    void aTestSetThatLacksALabelIsEvaluated() throws IOException {
        TrainedModel model = trainer().fit(TRAIN, VALIDATION);

        Evaluation low = model.evaluate(tones(20, 3, "low"));

        assertThat(low.labels()).containsExactly("high", "low");
        assertThat(low.accuracy()).isGreaterThan(0.9);
        assertThat(low.confusion()[0]).containsExactly(0, 0);
    }

    @Test
    void fixedBatchesKeepTheirMembersAndChangeTheirOrder() {
        List<List<Integer>> first = membersOfBatches(true, 1);
        var orders = IntStream.range(1, 20)
                .mapToObj(epoch -> membersOfBatches(true, epoch))
                .distinct()
                .toList();

        assertThat(orders).as("those of three full batches").hasSize(6).allSatisfy(order -> {
            assertThat(order).containsExactlyInAnyOrderElementsOf(first);
            assertThat(order.get(3))
                    .as("the batch that is not full")
                    .hasSize(12)
                    .isEqualTo(first.get(3));
        });
        assertThat(first.stream().flatMap(List::stream)).doesNotHaveDuplicates().hasSize(60);
    }

    @Test
    void batchesDealtAnewHaveOtherMembersInEachEpoch() {
        assertThat(membersOfBatches(false, 2)).doesNotContainAnyElementsOf(membersOfBatches(false, 1));
    }

    /** The first feature of each clip of each batch of an epoch, by which clips differ. */
    private static List<List<Integer>> membersOfBatches(boolean fixed, int epoch) {
        TrainingOptions options = trainer().fixedBatches(fixed).options();
        var batches = new ShuffledBatches(Features.of(TRAIN, options.frontEnd()).features(), options);
        int perClip = options.frontEnd().shape().values();
        return Stream.of(0, 16, 32, 48)
                .map(from -> batches.batch(epoch, from, Math.min(from + 16, 60)))
                .map(batch -> IntStream.range(0, batch.clips())
                        .mapToObj(clip -> Float.floatToIntBits(batch.features()[clip * perClip]))
                        .toList())
                .toList();
    }

    static Stream<Arguments> badOptions() {
        KeywordTrainer trainer = trainer();
        return Stream.of(
                refused("expected a number of epochs of at least 1 but got 0", () -> trainer.epochs(0)),
                refused("expected a batch size of at least 1 but got -1", () -> trainer.batchSize(-1)),
                refused("expected a patience of at least 1 but got 0", () -> trainer.patience(0)),
                refused("expected a height of at least 1 but got 0", () -> trainer.resize(0, 32)),
                refused("expected a width of at least 1 but got 0", () -> trainer.resize(32, 0)),
                refused("expected a number of draws of at least 1 but got 0", () -> trainer.drawsPerEpoch(0)),
                refused(
                        "expected a window of at most 2147483647 samples but got PT960H at 16000 Hz",
                        () -> trainer.window(Duration.ofDays(40), 16_000)),
                refused("expected a window longer than 0 s but got PT0S", () -> trainer.window(Duration.ZERO, 16_000)),
                refused(
                        "expected a sample rate of at least 1 but got 0",
                        () -> trainer.window(Duration.ofSeconds(1), 0)),
                refused(
                        "expected label smoothing of at least 0 and below 1 but got 1.0",
                        () -> trainer.labelSmoothing(1)),
                refused("expected a learning rate above 0 but got NaN", () -> new LearningRate.Constant(Double.NaN)),
                refused("expected a learning rate above 0 but got 0.0", () -> new LearningRate.Cosine(0, 0.1)),
                refused(
                        "expected a warm-up of at least 0 and below 1 but got 1.0",
                        () -> new LearningRate.Cosine(0.1, 1)),
                refused(
                        "expected shares of at least 0 and below 1 and an epsilon above 0 but got 0.9, 1.0 and 1.0E-7",
                        () -> new Optimizer.Adam(0.9, 1, 1e-7)),
                refused(
                        "expected a momentum of at least 0 and below 1 and a weight decay of at least 0 but got 0.9 and"
                                + " -1.0",
                        () -> new Optimizer.Sgd(0.9, true, -1)),
                refused(
                        "expected a radius above 0, a start of at least 0 and below 1 and another optimiser but "
                                + "got 0.0,"
                                + " 0.5 and Adam[beta1=0.9, beta2=0.999, epsilon=1.0E-7]",
                        () -> new Optimizer.SharpnessAware(Optimizer.adam(), 0, 0.5)),
                refused(
                        "expected a radius above 0, a start of at least 0 and below 1 and another optimiser but "
                                + "got 0.1,"
                                + " 1.0 and Adam[beta1=0.9, beta2=0.999, epsilon=1.0E-7]",
                        () -> new Optimizer.SharpnessAware(Optimizer.adam(), 0.1, 1)),
                refused(
                        "expected a radius above 0, a start of at least 0 and below 1 and another optimiser but "
                                + "got 0.1,"
                                + " 0.0 and SharpnessAware[base=Adam[beta1=0.9, beta2=0.999, epsilon=1.0E-7], "
                                + "radius=0.2,"
                                + " from=0.5]",
                        () -> new Optimizer.SharpnessAware(
                                new Optimizer.SharpnessAware(Optimizer.adam(), 0.2, 0.5), 0.1, 0)),
                refused("expected filters of at least 1 but got 0", () -> Layer.conv(0, 3)),
                refused("expected units of at least 1 but got 0", () -> new Layer.Dense(0)),
                refused("expected size of at least 1 but got 0", () -> new Layer.MaxPool(0)),
                refused("expected a dropout of at least 0 and below 1 but got 1.0", () -> new Layer.Dropout(1)),
                refused(
                        "expected a momentum of at least 0 and below 1 and an epsilon above 0 but got 0.9 and 0.0",
                        () -> new Layer.BatchNorm(0.9, 0)));
    }

    private static Arguments refused(String message, ThrowingCallable option) {
        return Arguments.of(message, option);
    }

    @ParameterizedTest
    @MethodSource("badOptions")
    void anOptionOutOfRangeIsRefused(String message, ThrowingCallable option) {
        assertThatThrownBy(option).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                refused(
                        "expected at least one clip to train on and one to validate on but got 60 and 0",
                        () -> trainer().fit(TRAIN, VALIDATION.where(clip -> false))),
                refused(
                        "expected validation clips labelled [high, low] but got [high, middle]",
                        () -> trainer().fit(TRAIN, tones(2, 1, "high", "middle"))),
                refused(
                        "expected at least two labels but got [low]",
                        () -> trainer().fit(tones(2, 1, "low"), tones(2, 2, "low"))),
                refused(
                        "expected an input of at least 20x20 at 0_conv but got 12x12x1",
                        () -> trainer().network(List.of(Layer.conv(4, 20))).fit(TRAIN, VALIDATION)),
                refused(
                        "expected channels only at 1_dense but got 10x10x4; put Flatten or GlobalAveragePool before it",
                        () -> trainer().network(List.of(Layer.conv(4, 3))).fit(TRAIN, VALIDATION)),
                refused(
                        "expected a window that fills a frame of 64 samples but got 40",
                        () -> trainer()
                                .window(Duration.ofMillis(10), ToneTraining.RATE)
                                .fit(TRAIN, VALIDATION)));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void whatDoesNotFitIsRefusedBeforeTheFirstStep(String message, ThrowingCallable fit) {
        assertThatThrownBy(fit).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void evaluationAsksForTheModelsLabels() throws IOException {
        TrainedModel model = trainer().epochs(1).fit(TRAIN, VALIDATION);

        assertThatThrownBy(() -> model.evaluate(tones(2, 1, "high", "middle")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected test clips labelled [high, low] but got [high, middle]");
    }
}
