package io.github.kws4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.evaluate.Evaluation;
import io.github.kws4j.spectrogram.Spectrogram;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.optimizer.LearningRate;
import io.github.kws4j.train.optimizer.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trains the tutorial's layers, dropout and Adam among them, on a quarter second of tones in noise. */
@Timeout(300)
class KeywordTrainerTest {
    private static final int RATE = 4000;
    private static final int LENGTH = 1000;
    private static final AudioDataset TRAIN = tones(30, 1, "high", "low");
    private static final AudioDataset VALIDATION = tones(15, 2, "high", "low");

    private static AudioDataset tones(int each, long seed, String... labels) {
        var random = new Random(seed);
        var clips = new ArrayList<LabelledClip>();
        for (int i = 0; i < each; i++) {
            for (String label : labels) {
                double radians = (label.equals("low") ? 0.4 : 1.2) * (0.9 + 0.2 * random.nextDouble());
                var samples = new float[LENGTH];
                for (int t = 0; t < LENGTH; t++) {
                    samples[t] = (float) (0.2 * Math.sin(radians * t) + 0.1 * random.nextGaussian());
                }
                clips.add(LabelledClip.of(label + "/" + i, label, Audio.of(samples, RATE)));
            }
        }
        return AudioDataset.of(clips);
    }

    private static KeywordTrainer trainer() {
        return KeywordTrainer.tutorial()
                .window(Duration.ofMillis(250), RATE)
                .spectrogram(Spectrogram.stft().frameLength(64).frameStep(32).build())
                .resize(12, 12)
                .batchSize(16)
                .epochs(3)
                .seed(5);
    }

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
    void listenersHearEveryStepAndEpochInOrder() throws IOException {
        var heard = new ArrayList<String>();
        TrainedModel model = trainer()
                .epochs(2)
                .onStep(step -> heard.add(step.epoch() + ":" + step.number() + "/" + step.steps()))
                .onEpoch(epoch -> heard.add("epoch " + epoch.number()))
                .fit(TRAIN, VALIDATION);

        assertThat(heard)
                .containsExactly(
                        "1:1/4", "1:2/4", "1:3/4", "1:4/4", "epoch 1", "2:1/4", "2:2/4", "2:3/4", "2:4/4", "epoch 2");
        Epoch last = model.history().get(1);
        Evaluation again = model.evaluate(VALIDATION);
        assertThat(last.validationLoss()).isEqualTo(again.loss());
        assertThat(last.validationAccuracy()).isEqualTo(again.accuracy());
        assertThat(last.seconds()).isPositive();
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
    void patienceCountsEpochsInARowSinceTheLeastLoss() {
        var losses = new double[] {1.0, 0.9, 0.95, 0.9, 0.8, 0.8};
        var expected = new int[] {0, 0, 1, 2, 0, 1};
        Progress progress = Progress.start(weights(0));
        for (int i = 0; i < losses.length; i++) {
            var epoch = new Epoch(i + 1, 0, 0, losses[i], 0, 0);
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

        double first = last.history().get(0).validationLoss();
        assertThat(last.evaluate(contrary).loss()).isGreaterThan(first);
        assertThat(best.evaluate(contrary).loss()).isEqualTo(first);
    }

    private static void interrupt(KeywordTrainer trainer, int epoch, int step) {
        try {
            assertThatThrownBy(() -> trainer.onStep(at -> {
                                if (at.epoch() == epoch && at.number() == step) {
                                    Thread.currentThread().interrupt();
                                }
                            })
                            .fit(TRAIN, VALIDATION))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageStartingWith(
                            "interrupted in epoch " + epoch + " after step " + step + " of 4; the state is ");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aTrainingStoppedTwiceGoesOnToTheSameModel(@TempDir Path folder) throws IOException {
        TrainedModel untouched = trainer().fit(TRAIN, VALIDATION);

        interrupt(trainer().checkpoint(folder), 1, 3);
        interrupt(trainer().checkpoint(folder), 2, 4);
        TrainedModel resumed = trainer().checkpoint(folder).fit(TRAIN, VALIDATION);

        assertThat(resumed.logits(VALIDATION)).isDeepEqualTo(untouched.logits(VALIDATION));
        assertThat(resumed.history())
                .usingRecursiveComparison()
                .ignoringFields("seconds")
                .isEqualTo(untouched.history());
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
    void aFinishedTrainingTakesFurtherEpochs(@TempDir Path folder) throws IOException {
        trainer().epochs(1).checkpoint(folder).fit(TRAIN, VALIDATION);
        TrainedModel further = trainer().checkpoint(folder).fit(TRAIN, VALIDATION);

        assertThat(further.logits(VALIDATION))
                .isDeepEqualTo(trainer().fit(TRAIN, VALIDATION).logits(VALIDATION));
    }

    @Test
    void anotherTrainingsCheckpointIsRefused(@TempDir Path folder) throws IOException {
        trainer().epochs(1).checkpoint(folder).fit(TRAIN, VALIDATION);

        assertThatThrownBy(() -> trainer().seed(6).checkpoint(folder).fit(TRAIN, VALIDATION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "expected the checkpoint in " + folder + " to be of this training but it is of another, with"
                                + " seed 5; remove it or choose another folder");
        assertThatThrownBy(() -> trainer().checkpoint(folder).fit(VALIDATION, TRAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clips 60 and 30");
    }

    @Test
    void aCheckpointThatEndsEarlyIsNamed(@TempDir Path folder) throws IOException {
        trainer().epochs(1).checkpoint(folder).fit(TRAIN, VALIDATION);
        Path file = folder.resolve("training.checkpoint");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 10_000));

        assertThatThrownBy(() -> trainer().checkpoint(folder).fit(TRAIN, VALIDATION))
                .isInstanceOf(IOException.class)
                .hasMessage("expected a whole checkpoint but it ends early in " + file + "; remove it");
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
                        "expected a radius above 0, a start of at least 0 and below 1 and another optimiser but got 0.0,"
                                + " 0.5 and Adam[beta1=0.9, beta2=0.999, epsilon=1.0E-7]",
                        () -> new Optimizer.SharpnessAware(Optimizer.adam(), 0, 0.5)),
                refused(
                        "expected a radius above 0, a start of at least 0 and below 1 and another optimiser but got 0.1,"
                                + " 1.0 and Adam[beta1=0.9, beta2=0.999, epsilon=1.0E-7]",
                        () -> new Optimizer.SharpnessAware(Optimizer.adam(), 0.1, 1)),
                refused(
                        "expected a radius above 0, a start of at least 0 and below 1 and another optimiser but got 0.1,"
                                + " 0.0 and SharpnessAware[base=Adam[beta1=0.9, beta2=0.999, epsilon=1.0E-7], radius=0.2,"
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
                        () -> trainer().window(Duration.ofMillis(10), RATE).fit(TRAIN, VALIDATION)));
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
                .hasMessage("expected clips labelled [high, low] but got [high, middle]");
    }
}
