package io.github.kws4j;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kws4j.audio.Audio;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class LogitTrackTest {
    private static final StreamSettings SETTINGS = new StreamSettings(ofMillis(100), ofMillis(400), ofMillis(500), 1);

    private static List<Tuple> times(List<Detection> detections) {
        return detections.stream()
                .map(d -> Tuple.tuple(d.label(), d.at(), Math.round(d.score() * 1e5)))
                .toList();
    }

    @Test
    void trackOfSoundGivesWhatStreamsWithAnyThresholdsDetect() {
        Audio sound = Audio.of(ToneModel.threeWords(), ToneModel.RATE);
        for (double gate : new double[] {20, 1000}) {
            var track = ToneModel.ofSpectrogram().stream().gate(gate).track(List.of(sound, sound));
            for (double threshold : new double[] {0.02, 0.2, 0.5, 0.9, 0.97, 0.999}) {
                var thresholds = Map.of("low", threshold, "high", 0.9);
                var stream = ToneModel.ofSpectrogram().stream()
                        .gate(gate)
                        .thresholds(thresholds)
                        .open();
                var detected = new ArrayList<>(stream.accept(sound.samples()));
                detected.addAll(stream.accept(sound.samples()));
                detected.addAll(stream.finish());

                assertThat(times(track.detections(thresholds))).isEqualTo(times(detected));
            }
        }
    }

    @Test
    void aWordAtTheEndOfTheSoundIsDetected() {
        float[] samples = ToneModel.say(ToneModel.silence(3), "high", 2.7);
        var track = ToneModel.ofSpectrogram().stream().track(List.of(Audio.of(samples, ToneModel.RATE)));

        assertThat(track.detections(Map.of("high", 0.9)))
                .extracting(Detection::label)
                .containsExactly("high");
    }

    @Test
    void soundAtAnotherRateIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToneModel.ofSpectrogram().stream().track(List.of(Audio.of(new float[800], 8000))))
                .withMessage("expected sound at 16000 Hz but got 8000 Hz");
    }

    /** Rows under half a threshold are left out where nothing can come of them; the averages must not show it. */
    @Property(tries = 300)
    void detectionsAreThoseOfADetectorThatTakesEveryRow(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        var model = ToneModel.describe().build();
        float[] logits = new float[4 * 200];
        for (int row = 0; row < 200; row++) {
            boolean said = row % 20 < 1 + random.nextInt(6);
            logits[4 * row + 2] = (float) (said ? random.nextDouble(-1, 6) : random.nextDouble(-6, 0.5));
            logits[4 * row + 3] = -9;
        }
        for (double threshold : new double[] {0.5, 0.7, 0.9}) {
            assertThat(times(LogitTrack.of(model, SETTINGS, logits).detections(Map.of("low", threshold))))
                    .isEqualTo(times(detectedInEveryRow(model, logits, threshold)));
        }
    }

    private static List<Detection> detectedInEveryRow(ModelMetadata model, float[] logits, double threshold) {
        double none = Double.POSITIVE_INFINITY;
        var rule = new DetectionRule(
                model, SETTINGS, 1600, 4, List.of(none, none, threshold, none), 1, 8000, none, List.of(), List.of());
        var detector = new WordDetector(rule, List.of(), 0);
        float[] probabilities = logits.clone();
        for (int row = 0; row * 4 < logits.length; row++) {
            new Softmax(1).applyTo(probabilities, 4 * row, 4);
            long position = 1600L * (row + 1);
            detector.accept(probabilities, 4 * row, position, position, position);
        }
        return detector.take();
    }
}
