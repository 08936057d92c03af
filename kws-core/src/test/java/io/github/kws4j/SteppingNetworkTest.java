package io.github.kws4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kws4j.audio.Audio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SteppingNetworkTest {
    private static final float[] SOUND = ToneModel.threeWords();

    private static KeywordStreamBuilder stream(SteppingToneModel model) {
        return model.classifier().stream()
                .settings(new StreamSettings(Duration.ofMillis(80), Duration.ofMillis(160), Duration.ofMillis(750), 1));
    }

    @Test
    void streamRunsEachStepOnce() {
        var model = new SteppingToneModel();

        var found = stream(model).open().accept(SOUND);

        assertThat(found).extracting(Detection::label).containsExactly("low", "high", "low");
        assertThat(model.extents).allMatch(extent -> extent.batch() == 1 && extent.steps() <= 8);
        assertThat(model.extents.stream()
                        .mapToInt(SteppingNetwork.Extent::steps)
                        .sum())
                .isEqualTo(SOUND.length / SteppingToneModel.STEP);
    }

    @Test
    void stepsOfOneChunkAreRunTogether() {
        var model = new SteppingToneModel();
        try (var stream = stream(model).open()) {
            stream.accept(new float[3 * SteppingToneModel.STEP]);
            stream.accept(new float[11 * SteppingToneModel.STEP]);
            stream.accept(new float[SteppingToneModel.STEP]);
        }
        assertThat(model.extents).extracting(SteppingNetwork.Extent::steps).containsExactly(3, 8, 3, 1);
    }

    @Test
    void stepsWhoseRunFailedCountAsSilenceAndTheStreamGoesOn() {
        var model = new SteppingToneModel();
        try (var stream = stream(model).open()) {
            model.failing = true;
            assertThatThrownBy(() -> stream.accept(SOUND, 0, 3 * SteppingToneModel.STEP))
                    .isInstanceOf(ModelException.class)
                    .hasMessage("failed");
            assertThat(model.extents).containsExactly(new SteppingNetwork.Extent(1, 3));
            model.failing = false;
            assertThat(stream.accept(SOUND)).extracting(Detection::label).containsExactly("low", "high", "low");
        }
    }

    @Test
    void detectionsDoNotDependOnChunks() {
        var whole = stream(new SteppingToneModel()).open().accept(SOUND);
        var random = new Random(3);
        var found = new ArrayList<Detection>();
        try (var stream = stream(new SteppingToneModel()).open()) {
            for (int at = 0; at < SOUND.length; ) {
                int length = Math.min(SOUND.length - at, 1 + random.nextInt(5000));
                found.addAll(stream.accept(SOUND, at, length));
                at += length;
            }
        }

        assertThat(found).isEqualTo(whole).hasSize(3);
    }

    @Test
    void groupKeepsTheStatesOfItsStreamsApart() {
        var shifted = ToneModel.say(ToneModel.silence(9), "high", 3);
        var model = new SteppingToneModel();
        try (var group = stream(model).openGroup(8)) {
            var one = group.open();
            var other = group.open();
            var found = new ArrayList<Detection>();
            var foundOther = new ArrayList<Detection>();
            for (int at = 0; at < SOUND.length; at += 4000) { // three steps of a stream fall due at once
                found.addAll(one.accept(SOUND, at, 4000));
                foundOther.addAll(other.accept(shifted, at, 4000));
                group.run();
            }
            found.addAll(one.accept(new float[0]));
            foundOther.addAll(other.accept(new float[0]));

            assertThat(found)
                    .isEqualTo(stream(new SteppingToneModel()).open().accept(SOUND))
                    .hasSize(3);
            assertThat(foundOther)
                    .isEqualTo(stream(new SteppingToneModel()).open().accept(shifted))
                    .hasSize(1);
        }
        assertThat(model.extents).contains(new SteppingNetwork.Extent(2, 1));
    }

    @Test
    void resetStreamHasForgottenItsState() {
        var stream = stream(new SteppingToneModel()).open();
        var first = stream.accept(SOUND);
        stream.accept(ToneModel.say(ToneModel.silence(1), "low", 0.6));
        stream.reset();

        assertThat(stream.accept(SOUND)).isEqualTo(first);
    }

    @Test
    void gateLeavesQuietStepsOut() {
        var model = new SteppingToneModel();

        var found = stream(model).gate(20).open().accept(SOUND);

        assertThat(found).extracting(Detection::label).containsExactly("low", "high", "low");
        assertThat(model.extents.size()).isLessThan(SOUND.length / SteppingToneModel.STEP);
    }

    @Test
    void hopIsRoundedToWholeSteps() {
        var model = new SteppingToneModel();
        try (var stream =
                model.classifier().stream().hop(Duration.ofMillis(170)).open()) {
            assertThat(stream.hop()).isEqualTo(Duration.ofMillis(160));
            assertThat(stream.accept(SOUND)).extracting(Detection::label).containsExactly("low", "high", "low");
        }
        assertThat(model.extents).allMatch(extent -> extent.steps() % 2 == 0 && extent.steps() <= 16);
    }

    @Test
    void clipIsScoredByItsLargestStep() {
        var early = ToneModel.say(ToneModel.silence(0.9), "high", 0.1);
        var late = ToneModel.say(ToneModel.silence(0.9), "low", 0.5);
        var classifier = new SteppingToneModel().classifier();

        assertThat(classifier.classify(early).label()).isEqualTo("high");
        assertThat(classifier.classifyAll(List.of(Audio.of(early, 16_000), Audio.of(late, 16_000))))
                .extracting(Prediction::label)
                .containsExactly("high", "low");
    }

    @Test
    void windowThatIsNoWholeNumberOfStepsIsRefused() {
        var metadata = ToneModel.describe().windowSamples(16_000).build();
        Optional<io.github.kws4j.spectrogram.Spectrogram> tones = Optional.of(new ToneModel.Tones(400, 160));

        assertThatThrownBy(() -> new NetworkClassifier(new SteppingToneModel(), metadata, tones, false))
                .isInstanceOf(ModelException.class)
                .hasMessage("expected a window of whole steps of 8 frames but found 98 frames");
    }

    @Test
    void stepFramesAreKeptInTheMetadata() {
        var metadata = SteppingToneModel.metadataOfModel();

        assertThat(ModelMetadata.of(metadata.toMap())).isEqualTo(metadata);
        assertThat(metadata.stepFrames()).hasValue(8);
        assertThat(metadata.toMap()).containsEntry("kws.step_frames", "8");
    }

    @Test
    void streamOfAModelWithThresholdsTakesTheirSettings() {
        var settings = new StreamSettings(Duration.ofMillis(80), Duration.ofMillis(80), Duration.ofMillis(500), 1);
        var points =
                new OperatingPoints(settings, new java.util.TreeMap<>(Map.of(1.0, Map.of("low", 0.7, "high", 0.6))));
        var model = SteppingToneModel.metadataOfModel().toBuilder()
                .operatingPoints(points)
                .build();
        var classifier = new NetworkClassifier(
                new SteppingToneModel(), model, Optional.of(new ToneModel.Tones(400, 160)), false);

        try (var stream = classifier.stream().falseAlarmsPerHour(1).open()) {
            assertThat(stream.thresholds()).isEqualTo(Map.of("low", 0.7, "high", 0.6));
            assertThat(stream.hop()).isEqualTo(Duration.ofMillis(80));
        }
    }

    @Test
    void trackOfLogitsGivesWhatAStreamDetects() {
        var settings = new StreamSettings(Duration.ofMillis(80), Duration.ofMillis(240), Duration.ofMillis(750), 2);
        var logits = logits();
        for (double threshold : new double[] {0.05, 0.4, 0.9, 0.999}) {
            var thresholds = Map.of("low", threshold, "high", 0.8);
            var track = LogitTrack.of(SteppingToneModel.metadataOfModel(), settings, logits);
            var stream = new SteppingToneModel()
                    .classifier().stream().settings(settings).thresholds(thresholds);

            assertThat(track.detections(thresholds))
                    .extracting(Detection::label, Detection::at, Detection::score)
                    .isEqualTo(stream.threshold(0.8).open().accept(SOUND).stream()
                            .map(d -> org.assertj.core.groups.Tuple.tuple(d.label(), d.at(), d.score()))
                            .toList());
        }
    }

    @Test
    void trackOverLeastThresholdsDetectsTheSameWithHigherOnes() {
        var random = new Random(5);
        float[] logits = new float[4 * 3000];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = i / 4 % 5 == 0 ? (float) (3 * random.nextGaussian()) : logits[i - 4];
        }
        for (int smoothing : new int[] {80, 240}) {
            var settings =
                    new StreamSettings(Duration.ofMillis(80), Duration.ofMillis(smoothing), Duration.ofMillis(750), 1);
            var track = LogitTrack.of(SteppingToneModel.metadataOfModel(), settings, logits);
            var over = track.over(Map.of("low", 0.6)).over(Map.of("low", 0.8));
            for (double threshold : new double[] {0.8, 0.9, 0.99}) {
                var detections = track.detections(Map.of("low", threshold));
                assertThat(over.detections(Map.of("low", threshold)))
                        .isEqualTo(detections)
                        .hasSizeGreaterThan(5);
            }
        }
    }

    private static float[] logits() {
        var tones = new ToneModel.Tones(400, 160);
        int steps = SOUND.length / SteppingToneModel.STEP;
        float[] sound = new float[240 + steps * SteppingToneModel.STEP];
        System.arraycopy(SOUND, 0, sound, 240, sound.length - 240);
        float[] rows = new float[tones.frames(sound.length) * tones.bins()];
        tones.compute(sound, 0, sound.length, rows, 0);
        var network = new SteppingToneModel();
        float[] logits = new float[steps * network.classes()];
        network.run(rows, new SteppingNetwork.Extent(1, steps), new float[network.stateLength()], logits);
        return logits;
    }

    @Test
    void trackRefusesBadLogitsAndThresholds() {
        var settings = StreamSettings.standard();
        var model = SteppingToneModel.metadataOfModel();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogitTrack.of(model, settings, new float[7]))
                .withMessage("expected rows of 4 logits but got 7 logits");
        var track = LogitTrack.of(model, settings, new float[8]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> track.detections(Map.of("middle", 0.5)))
                .withMessage("expected one of [_silence_, _unknown_, low, high] but got 'middle'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> track.detections(Map.of("low", 1.5)))
                .withMessage("expected a threshold over 0 and up to 1 but got 1.5");
    }
}
