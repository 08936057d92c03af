package io.github.kws4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.Softmax;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.spectrogram.Spectrogram;
import io.github.kws4j.train.augment.ClipSource;
import io.github.kws4j.train.augment.LabelledSource;
import io.github.kws4j.train.augment.Noise;
import io.github.kws4j.train.augment.SpectrogramAugmentation;
import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.FeatureShape;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Networks;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.tensorflow.TensorFlowNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trains on tones that are drawn anew for each step. */
@Timeout(300)
class DrawnTrainingTest {
    private static final int RATE = 4000;
    private static final int LENGTH = 1000;

    private static ClipSource tone(double hertz) {
        return random -> {
            var samples = new float[LENGTH];
            double phase = 2 * Math.PI * random.nextDouble();
            double frequency = hertz * (0.9 + 0.2 * random.nextDouble());
            for (int i = 0; i < LENGTH; i++) {
                samples[i] = (float) (0.3 * Math.sin(phase + 2 * Math.PI * frequency * i / RATE));
            }
            return samples;
        };
    }

    private static List<LabelledSource> sources() {
        ClipSource noise = ClipSource.windows(List.of(Noise.coloured(0.5, 1 << 14, RATE, 1)), LENGTH);
        return List.of(
                new LabelledSource("low", 1, tone(300).noisy(noise, 5, 20).amplified(-20, 0)),
                new LabelledSource("high", 1, tone(900).noisy(noise, 5, 20).amplified(-20, 0)),
                new LabelledSource("_silence_", 2, Noise.atLevels(noise, -60, -20)));
    }

    private static AudioDataset clips(int each, long seed) {
        var random = new SplittableRandom(seed);
        var clips = new ArrayList<LabelledClip>();
        for (LabelledSource source : sources()) {
            for (int i = 0; i < each; i++) {
                clips.add(LabelledClip.of(
                        source.label() + "/" + i,
                        source.label(),
                        Audio.of(source.source().draw(random), RATE)));
            }
        }
        return AudioDataset.of(clips);
    }

    private static KeywordTrainer unaugmented() {
        return trainer().augmentation(SpectrogramAugmentation.none());
    }

    private static KeywordTrainer trainer() {
        return KeywordTrainer.compact()
                .window(Duration.ofMillis(250), RATE)
                .spectrogram(Spectrogram.logMel()
                        .sampleRate(RATE)
                        .frameLength(128)
                        .frameStep(64)
                        .bands(16)
                        .range(50, 1900)
                        .build())
                .network(Networks.compact(8))
                .augmentation(SpectrogramAugmentation.none()
                        .withWarp(0.02, 0.02)
                        .withTilt(0.2)
                        .withTimeMasks(1, 2)
                        .withBandMasks(1, 2))
                .batchSize(20)
                .drawsPerEpoch(400)
                .epochs(6)
                .seed(5);
    }

    @Test
    void theCompactRecipeLearnsTonesInNoise() throws IOException {
        TrainedModel model = trainer().fit(sources(), clips(20, 1));

        assertThat(model.labels()).containsExactly("_silence_", "high", "low");
        assertThat(model.evaluate(clips(100, 2)).accuracy()).isGreaterThan(0.9);
    }

    @Test
    void theCompactRecipeHasTheSizeThatIsPromised() {
        Network network = KeywordTrainer.compact().options().network(10);

        assertThat(network.input()).isEqualTo(new FeatureShape(98, 40, 1));
        assertThat(network.parameters().stream()
                        .filter(parameter -> parameter.role().trained())
                        .mapToInt(Network.Parameter::size)
                        .sum())
                .isEqualTo(129_240);
    }

    @Test
    void aTemperatureLowersTheLossAndKeepsTheAnswers() throws IOException {
        AudioDataset clips = clips(50, 2);
        TrainedModel model = trainer().epochs(2).fit(sources(), clips(20, 1));
        TrainedModel scaled = model.withFittedTemperature(clips);

        assertThat(model.temperature()).isEqualTo(1);
        assertThat(scaled.evaluate(clips).loss())
                .isLessThan(model.evaluate(clips).loss());
        assertThat(scaled.evaluate(clips).confusion())
                .isDeepEqualTo(model.evaluate(clips).confusion());
    }

    @Test
    void aStoppedTrainingGoesOnToTheSameModel(@TempDir Path folder) throws IOException {
        AudioDataset validation = clips(10, 1);
        var untouched = trainer().epochs(2).fit(sources(), validation);

        assertThatThrownBy(() -> trainer()
                        .epochs(2)
                        .checkpoint(folder)
                        .onStep(step -> {
                            if (step.epoch() == 1 && step.number() == 7) {
                                Thread.currentThread().interrupt();
                            }
                        })
                        .fit(sources(), validation))
                .isInstanceOf(CancellationException.class)
                .hasMessageStartingWith("interrupted in epoch 1 after step 7 of 20; the state is kept in ");
        assertThat(Thread.interrupted()).isTrue();
        var resumed = trainer().epochs(2).checkpoint(folder).fit(sources(), validation);

        assertThat(resumed.logits(validation)).isDeepEqualTo(untouched.logits(validation));
        assertThat(resumed.history()).hasSize(2);
        assertThat(resumed.history().get(1).training().loss())
                .isEqualTo(untouched.history().get(1).training().loss());
    }

    @Test
    void drawsDependOnSeedEpochAndNumberAlone() {
        TrainingOptions options = unaugmented().drawsPerEpoch(50).seed(1).options();
        var labels = List.of("_silence_", "high", "low");
        try (var inOrder = new LabelledBatches(sources(), labels, options);
                var anyOrder = new LabelledBatches(sources(), labels, options)) {
            Batch.OfClasses first = inOrder.batch(1, 0, 20);
            Batch.OfClasses second = inOrder.batch(1, 20, 40);
            Batch.OfClasses nextEpoch = inOrder.batch(2, 0, 20);

            Batch.OfClasses alone = anyOrder.batch(1, 20, 40);
            assertThat(alone.features()).isEqualTo(second.features());
            assertThat(alone.labels()).isEqualTo(second.labels());
            assertThat(anyOrder.batch(1, 0, 20).features()).isEqualTo(first.features());
            assertThat(nextEpoch.features()).isNotEqualTo(first.features());
        }
    }

    @Test
    void aTargetIsTheLabelAndTheGeometricMeanOfTheTeachers() {
        var labels = List.of("_silence_", "high", "low");
        TrainingOptions options = unaugmented().drawsPerEpoch(40).options();
        Network network = options.network(labels.size());
        var weights = List.of(Weights.initial(network, 1), Weights.initial(network, 2));
        var answers = new ArrayList<float[][]>();
        Batch.OfClasses draws;
        Batch.OfProbabilities taught;
        try (Batches labelled = new LabelledBatches(sources(), labels, options)) {
            draws = (Batch.OfClasses) labelled.batch(1, 0, 20);
            for (Weights one : weights) {
                try (var teacher = new TensorFlowNetwork(network)) {
                    teacher.load(one);
                    answers.add(teacher.outputs(draws.features(), 20));
                }
            }
            try (Batches batches = TaughtBatches.of(labelled, 0.75, network, weights)) {
                taught = (Batch.OfProbabilities) batches.batch(1, 0, 20);
            }
        }

        assertThat(taught.features()).isEqualTo(draws.features());
        for (int clip = 0; clip < 20; clip++) {
            double[] one = new Softmax(1).probabilities(answers.get(0)[clip]);
            double[] two = new Softmax(1).probabilities(answers.get(1)[clip]);
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                sum += Math.sqrt(one[k] * two[k]);
            }
            for (int k = 0; k < 3; k++) {
                double label = k == draws.labels()[clip] ? 1 : 0;
                assertThat(taught.probabilities()[clip][k])
                        .isCloseTo((float) (0.25 * label + 0.75 * Math.sqrt(one[k] * two[k]) / sum), within(1e-5f));
            }
        }
    }

    @Test
    void labelsAreDrawnByTheirShares() {
        try (var draws = new LabelledBatches(
                sources(),
                List.of("_silence_", "high", "low"),
                unaugmented().drawsPerEpoch(4000).seed(1).options())) {
            var counts = new int[3];
            for (int label : draws.batch(1, 0, 4000).labels()) {
                counts[label]++;
            }
            assertThat(counts[0]).isBetween(1840, 2160);
            assertThat(counts[1]).isBetween(860, 1140);
        }
    }

    @Test
    void aSourceThatFailsStopsTheTraining() {
        List<LabelledSource> broken =
                List.of(new LabelledSource("high", 1, tone(900)), new LabelledSource("low", 1, random -> {
                    throw new IllegalStateException("no more tones");
                }));
        AudioDataset validation =
                clips(5, 1).relabel(label -> Optional.of(label).filter(l -> !l.equals("_silence_")));

        assertThatThrownBy(() -> trainer().fit(broken, validation))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no more tones");
    }

    @Test
    void normalisationOverDrawsIsRefused() {
        assertThatThrownBy(() -> trainer().normalize(true).fit(sources(), clips(5, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "expected no normalisation with drawn clips: begin the network with Layer.batchNorm() instead");
    }
}
