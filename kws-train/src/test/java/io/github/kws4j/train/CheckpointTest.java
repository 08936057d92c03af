package io.github.kws4j.train;

import static io.github.kws4j.train.ToneTraining.TRAIN;
import static io.github.kws4j.train.ToneTraining.VALIDATION;
import static io.github.kws4j.train.ToneTraining.tones;
import static io.github.kws4j.train.ToneTraining.trainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.train.network.Kernel;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.optimizer.LearningRate;
import io.github.kws4j.train.optimizer.Optimizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a training leaves in a folder, and what goes on from there. */
@Timeout(300)
class CheckpointTest {
    private static Weights weights(double value) {
        return new Weights(Map.of("weight", new float[] {(float) value}));
    }

    private static void answersAs(TrainedModel expected, TrainedModel found, float tolerance) {
        float[][] wanted = expected.logits(VALIDATION);
        float[][] logits = found.logits(VALIDATION);
        for (int clip = 0; clip < wanted.length; clip++) {
            assertThat(logits[clip]).containsExactly(wanted[clip], within(tolerance));
        }
    }

    /** That neither no checkpoint in a folder nor that of another network serves. */
    private static void refusesAnotherNetwork(Path folder, UnaryOperator<KeywordTrainer> from) throws IOException {
        assertThatThrownBy(() -> from.apply(trainer()).fit(TRAIN, VALIDATION))
                .isInstanceOf(IOException.class)
                .hasMessage("expected a checkpoint in " + folder + " but there is none");
        trainer().epochs(1).checkpoint(folder).fit(TRAIN, VALIDATION);

        KeywordTrainer other = trainer().network(List.of(new Layer.Flatten()));
        assertThatThrownBy(() -> from.apply(other).fit(TRAIN, VALIDATION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of another, with layers [");
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
                .ignoringFields("duration")
                .isEqualTo(untouched.history());
    }

    @Test
    void firstWeightsAreThoseThatTheOtherTrainingLeft(@TempDir Path folder) throws IOException {
        TrainedModel other = trainer().epochs(1).checkpoint(folder).fit(TRAIN, VALIDATION);

        TrainedModel adapted = trainer()
                .seed(6)
                .epochs(1)
                .optimizer(Optimizer.adam())
                .learningRate(new LearningRate.Constant(1e-12))
                .firstWeights(folder)
                .fit(TRAIN, VALIDATION);

        assertThat(adapted.history()).hasSize(1);
        answersAs(other, adapted, 1e-3f);
    }

    @Test
    void aTrainingOfOtherFirstWeightsIsAnotherTraining(@TempDir Path folder) throws IOException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        Path kept = folder.resolve("kept");
        trainer().epochs(1).checkpoint(one).fit(TRAIN, VALIDATION);
        trainer().epochs(1).seed(6).checkpoint(two).fit(TRAIN, VALIDATION);
        trainer().epochs(1).firstWeights(one).checkpoint(kept).fit(TRAIN, VALIDATION);

        assertThatThrownBy(() -> trainer().firstWeights(two).checkpoint(kept).fit(TRAIN, VALIDATION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("with first weights ");
    }

    @Test
    void firstWeightsOfAnotherNetworkAreRefused(@TempDir Path folder) throws IOException {
        refusesAnotherNetwork(folder, trainer -> trainer.firstWeights(folder));
    }

    @Test
    void firstWeightsMayBeOfALongerInputWhereNoneDependsOnItsLength(@TempDir Path folder) throws IOException {
        KeywordTrainer pooled = trainer()
                .network(List.of(Layer.conv(2, 3), new Layer.GlobalAveragePool()))
                .epochs(1);
        int size = pooled.checkpoint(folder).fit(TRAIN, VALIDATION).size();
        KeywordTrainer longer = trainer()
                .network(List.of(Layer.conv(2, 3), new Layer.GlobalAveragePool()))
                .resize(18, 12)
                .epochs(1)
                .firstWeights(folder);

        assertThat(longer.fit(TRAIN, VALIDATION).size()).isEqualTo(size);
    }

    @Test
    void firstWeightsOfAnotherSizeAreRefused(@TempDir Path folder) throws IOException {
        trainer().epochs(1).checkpoint(folder).fit(TRAIN, VALIDATION);

        assertThatThrownBy(() -> trainer().resize(18, 12).firstWeights(folder).fit(TRAIN, VALIDATION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("expected \\d+ weights of .+ but got \\d+");
    }

    @Test
    void firstWeightsGrowByAResidualBlockThatChangesNothingYet(@TempDir Path folder) throws IOException {
        Layer first = Layer.conv(4, 3);
        var relu = new Layer.Relu();
        var pool = new Layer.GlobalAveragePool();
        KeywordTrainer small = trainer().network(List.of(first, relu, pool)).epochs(1);
        TrainedModel before = small.checkpoint(folder).fit(TRAIN, VALIDATION);
        var path = Layer.separableConv(4, Kernel.of(3, 3).withPadding());
        KeywordTrainer large = trainer()
                .network(List.of(first, relu, new Layer.Residual(path, List.of()), relu, pool))
                .epochs(1);

        TrainedModel grown = large.learningRate(new LearningRate.Constant(1e-12))
                .firstWeights(folder)
                .fit(TRAIN, VALIDATION);

        assertThat(grown.size()).isGreaterThan(before.size());
        answersAs(before, grown, 1e-5f);
        assertThatThrownBy(() -> trainer()
                        .network(List.of(first, new Layer.Residual(path, List.of()), relu, pool))
                        .firstWeights(folder)
                        .fit(TRAIN, VALIDATION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of another, with layers [");
    }

    @Test
    void aTrainingAnswersAsItsTeacherDoesWhateverTheLabels(@TempDir Path folder) throws IOException {
        AudioDataset swapped = TRAIN.relabel(label -> Optional.of(label.equals("high") ? "low" : "high"));
        trainer().epochs(6).checkpoint(folder).fit(swapped, VALIDATION);

        TrainedModel taught = trainer().epochs(6).teachers(1, List.of(folder)).fit(TRAIN, VALIDATION);
        TrainedModel barely = trainer().epochs(6).teachers(0.1, List.of(folder)).fit(TRAIN, VALIDATION);

        assertThat(taught.evaluate(VALIDATION).accuracy()).isLessThan(0.1);
        assertThat(barely.evaluate(VALIDATION).accuracy()).isGreaterThan(0.9);
    }

    @Test
    void teachersOfAnotherNetworkAreRefused(@TempDir Path folder) throws IOException {
        refusesAnotherNetwork(folder, trainer -> trainer.teachers(0.5, List.of(folder)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void aShareOfTheTeachersIsZeroToOne(double share) {
        assertThatThrownBy(() -> trainer().teachers(share, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a share of 0 to 1 but got " + share);
    }

    @Test
    void aTrainingWithOtherTeachersIsAnotherTraining(@TempDir Path folder) throws IOException {
        Path one = folder.resolve("one");
        Path kept = folder.resolve("kept");
        trainer().epochs(1).checkpoint(one).fit(TRAIN, VALIDATION);
        trainer().epochs(1).teachers(0.5, List.of(one)).checkpoint(kept).fit(TRAIN, VALIDATION);

        assertThatThrownBy(() ->
                        trainer().teachers(0.6, List.of(one)).checkpoint(kept).fit(TRAIN, VALIDATION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("by 0.5 as the teachers of weights ");
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
    void aCheckpointOfAnotherLearningRateIsRefused(@TempDir Path folder) throws IOException {
        trainer().epochs(1).checkpoint(folder).fit(TRAIN, VALIDATION);

        assertThatThrownBy(() -> trainer()
                        .learningRate(new LearningRate.Constant(1e-2))
                        .checkpoint(folder)
                        .fit(TRAIN, VALIDATION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("with learning rate Constant[rate=0.001]");
    }

    @Test
    void aScheduleOverAllStepsGoesOnWithTheSameNumberOfEpochsOnly(@TempDir Path folder) throws IOException {
        var cosine = new LearningRate.Cosine(1e-3, 0.1);
        interrupt(trainer().learningRate(cosine).checkpoint(folder), 1, 3);

        assertThatThrownBy(() -> trainer()
                        .learningRate(cosine)
                        .epochs(4)
                        .checkpoint(folder)
                        .fit(TRAIN, VALIDATION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("with epochs 3");
    }

    @Test
    void aCheckpointOfOtherValidationClipsIsRefused(@TempDir Path folder) throws IOException {
        trainer().epochs(1).checkpoint(folder).fit(TRAIN, VALIDATION);

        assertThatThrownBy(() -> trainer().checkpoint(folder).fit(TRAIN, tones(15, 3, "high", "low")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("with validation features ");
    }

    @ParameterizedTest
    @CsvSource({"0, it has 0 bytes", "11, it has 11 bytes", "10000, expected checksum"})
    void aCheckpointThatEndsEarlyIsNamed(int bytes, String reason, @TempDir Path folder) throws IOException {
        trainer().epochs(1).checkpoint(folder).fit(TRAIN, VALIDATION);
        Path file = folder.resolve("training.checkpoint");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));

        assertThatThrownBy(() -> trainer().checkpoint(folder).fit(TRAIN, VALIDATION))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("expected a whole checkpoint in " + file + " but it is damaged (" + reason)
                .hasMessageEndingWith("; remove it to start again");
    }

    @Property(tries = 40)
    void aCheckpointWithOneOtherBitIsRefusedByName(
            @ForAll @DoubleRange(max = 0.99) double place, @ForAll @IntRange(max = 7) int bit) throws IOException {
        byte[] damaged = Kept.CHECKPOINT.clone();
        damaged[(int) (place * damaged.length)] ^= (byte) (1 << bit);
        Path folder = Files.createTempDirectory("checkpoint");
        Path file = Files.write(folder.resolve("training.checkpoint"), damaged);
        try {
            assertThatThrownBy(() -> new Checkpoint(folder, "one training").read())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString());
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    /** Its checksum made to fit: neither memory nor an undocumented error. */
    @Property(tries = 300)
    void aCheckpointOfAnyContentIsReadOrRefusedByName(
            @ForAll @IntRange(min = 1, max = 4) int changes, @ForAll long seed) throws IOException {
        byte[] changed = Kept.CHECKPOINT.clone();
        int content = changed.length - Long.BYTES;
        var random = new Random(seed);
        for (int i = 0; i < changes; i++) {
            changed[random.nextInt(content)] = (byte) (random.nextBoolean() ? random.nextInt() : -random.nextInt(3));
        }
        var sum = new CRC32C();
        sum.update(changed, 0, content);
        ByteBuffer.wrap(changed).putLong(content, sum.getValue());
        Path folder = Files.createTempDirectory("checkpoint");
        Path file = Files.write(folder.resolve("training.checkpoint"), changed);
        try {
            assertThat(new Checkpoint(folder, "one training").read()).isPresent();
        } catch (IOException | IllegalArgumentException e) {
            assertThat(e).hasMessageContaining(folder.toString());
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    /** A checkpoint as it is written. */
    private static final class Kept {
        static final byte[] CHECKPOINT = bytes();

        private static byte[] bytes() {
            try {
                Path folder = Files.createTempDirectory("checkpoint");
                new Checkpoint(folder, "one training").write(Progress.start(weights(0.5)));
                return Files.readAllBytes(folder.resolve("training.checkpoint"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aLengthThatCannotBeIsRefusedBeforeAnArrayIsMade(int length) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(1);
        out.writeUTF("0_conv/kernel");
        out.writeInt(length);

        assertThatThrownBy(() ->
                        Weights.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), bytes.size()))
                .isInstanceOf(IOException.class)
                .hasMessage("expected 0_conv/kernel to have at most 5 weights but found " + length);
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefusedBeforeTheFirstStep(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        var steps = new ArrayList<Step>();

        assertThatThrownBy(() -> trainer()
                        .checkpoint(file.resolve("checkpoints"))
                        .onStep(steps::add)
                        .fit(TRAIN, VALIDATION))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("expected a folder that checkpoints can be written to but got " + file);
        assertThat(steps).isEmpty();
    }
}
