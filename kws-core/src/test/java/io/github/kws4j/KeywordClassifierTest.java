package io.github.kws4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.spectrogram.Spectrogram;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller makes of their own network or classifier. */
class KeywordClassifierTest {
    private static final ModelMetadata TWO = ModelMetadata.builder(List.of("a", "b"))
            .sampleRate(8)
            .windowSamples(4)
            .build();

    /** A network that gives the same outputs for any row. */
    private record Constant(List<Integer> inputShape, OutputKind outputKind, float... outputs)
            implements KeywordNetwork {
        @Override
        public Map<String, String> metadata() {
            return Map.of();
        }

        @Override
        public int classes() {
            return outputs.length;
        }

        @Override
        public void run(float[] input, int batch, float[] answers) {
            for (int i = 0; i < batch; i++) {
                System.arraycopy(outputs, 0, answers, i * outputs.length, outputs.length);
            }
        }

        @Override
        public Device device() {
            return Device.cpu();
        }

        @Override
        public String deviceNote() {
            return "";
        }

        @Override
        public void close() {}
    }

    private static KeywordNetwork logits(float... outputs) {
        return new Constant(List.of(4), OutputKind.LOGITS, outputs);
    }

    private static KeywordNetwork probabilities(float... outputs) {
        return new Constant(List.of(4), OutputKind.PROBABILITIES, outputs);
    }

    /** The least that a custom classifier needs. */
    private record Own(ModelMetadata metadata) implements KeywordClassifier {
        @Override
        public Prediction classify(float[] samples) {
            double loud = ToneModel.amplitude(samples, 0, samples.length, 440);
            return Prediction.of(labels(), new float[] {0, 0, (float) (100 * loud - 7), 0});
        }

        @Override
        public Device device() {
            return Device.cpu();
        }

        @Override
        public String deviceNote() {
            return "";
        }

        @Override
        public void close() {}
    }

    @Test
    void ownNetworkMakesAClassifier() {
        try (var classifier = KeywordClassifier.of(logits(1, 3), TWO)) {
            var prediction = classifier.classify(new float[4]);

            assertThat(prediction.label()).isEqualTo("b");
            assertThat(prediction.logits()).containsExactly(1, 3);
            assertThat(prediction.probability()).isEqualTo(1 / (1 + Math.exp(-2)), within(1e-12));
        }
    }

    @Test
    void probabilitiesGetNoSecondSoftmax() {
        var prediction = KeywordClassifier.of(probabilities(0.95f, 0.05f), TWO).classify(new float[4]);

        assertThat(prediction.label()).isEqualTo("a");
        assertThat(prediction.probability()).isEqualTo(0.95, within(1e-6));
    }

    @Test
    void streamOverProbabilitiesReachesItsThreshold() {
        var stream = KeywordClassifier.of(probabilities(0.95f, 0.05f), TWO).stream()
                .hop(java.time.Duration.ofMillis(500))
                .open();

        assertThat(stream.accept(new float[40])).extracting(Detection::label).containsExactly("a");
    }

    @Test
    void singleOutputIsAWordAgainstNone() {
        var one = ModelMetadata.builder(List.of("yes"))
                .sampleRate(8)
                .windowSamples(4)
                .build();

        for (var network : List.of(probabilities(0.75f), logits((float) Math.log(3)))) {
            var classifier = KeywordClassifier.of(network, one);
            assertThat(classifier.labels()).containsExactly("_unknown_", "yes");
            assertThat(classifier.classify(new float[4]).scores())
                    .extracting(score -> Math.round(score.probability() * 1e6) / 1e6)
                    .containsExactly(0.25, 0.75);
            assertThat(classifier.classifyAll(List.of(Audio.of(new float[4], 8), Audio.of(new float[4], 8))))
                    .extracting(Prediction::label)
                    .containsExactly("yes", "yes");
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void outputsThatAreNoNumbersAreAnError(float output) {
        var classifier = KeywordClassifier.of(logits(output, 0), TWO);

        assertThatThrownBy(() -> classifier.classify(new float[4]))
                .isInstanceOf(ModelException.class)
                .hasMessage("expected finite outputs but the network gave [" + output + ", 0.0]");
        assertThatThrownBy(() -> classifier.classifyAll(List.of(Audio.of(new float[4], 8))))
                .isInstanceOf(ModelException.class);
        assertThatThrownBy(() -> classifier.stream().open().accept(new float[40]))
                .isInstanceOf(ModelException.class);
    }

    @Test
    void outputsThatAreNoProbabilitiesAreAnError() {
        assertThatThrownBy(() -> KeywordClassifier.of(probabilities(3, -2), TWO).classify(new float[4]))
                .isInstanceOf(ModelException.class)
                .hasMessage("expected probabilities that add up to 1 but the network gave [3.0, -2.0]; where its"
                        + " outputs are"
                        + " logits, say outputs(OutputKind.LOGITS)");
    }

    @Test
    void shapeIsComparedSizeBySize() {
        var stft = Spectrogram.stft().frameLength(4).frameStep(2).frontEnd();
        var metadata = TWO.toBuilder().windowSamples(14).frontEnd(stft).build(); // 6 frames x 3 bins

        for (var shape : List.of(List.of(6, 3), List.of(1, 6, 3), List.of(6, 3, 1), List.of(18))) {
            KeywordClassifier.of(new Constant(shape, OutputKind.LOGITS, 0, 1), metadata)
                    .classify(new float[14]);
        }
        for (var shape : List.of(List.of(3, 6), List.of(9, 2), List.of(6, 4), List.of(2, 3, 3))) {
            assertThatThrownBy(() -> KeywordClassifier.of(new Constant(shape, OutputKind.LOGITS, 0, 1), metadata))
                    .isInstanceOf(ModelException.class)
                    .hasMessage("expected an input of 6 frames x 3 bins but the network takes " + shape);
        }
        assertThatThrownBy(() -> KeywordClassifier.of(new Constant(List.of(98, 40), OutputKind.LOGITS, 0, 1), TWO))
                .hasMessage("expected an input of 4 samples but the network takes [98, 40]; a network that takes a"
                        + " spectrogram"
                        + " needs its settings: spectrogram(...)");
    }

    @Test
    void clipWithinAFrameStepOfTheWindowFits() {
        var stft = Spectrogram.stft().frameLength(4).frameStep(2).frontEnd();
        var metadata = TWO.toBuilder().windowSamples(14).frontEnd(stft).build();
        var classifier = KeywordClassifier.of(new Constant(List.of(6, 3), OutputKind.LOGITS, 0, 1), metadata);

        assertThat(classifier.classify(new float[15]).label()).isEqualTo("b");
        assertThat(classifier.classify(Audio.of(new float[15], 8)).label()).isEqualTo("b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> classifier.classify(new float[16]))
                .withMessage("expected at most 14 samples (1.8 s at 8 Hz) but got 16; use stream() for longer audio");
    }

    @Test
    void clipTooLongAfterResamplingIsRefusedBeforeItIsResampled() {
        var classifier = KeywordClassifier.of(
                new Constant(List.of(16_000), OutputKind.LOGITS, 0, 1),
                TWO.toBuilder().sampleRate(16_000).windowSamples(16_000).build());
        var slow = Audio.of(new float[488_000], 16); // would be 488 million samples

        assertThatIllegalArgumentException()
                .isThrownBy(() -> classifier.classify(slow))
                .withMessageStartingWith("expected at most 16000 samples (1.0 s at 16000 Hz) but got 488000000");
        assertThatIllegalArgumentException().isThrownBy(() -> classifier.classifyAll(List.of(slow)));
    }

    @Test
    void streamsRunOverAnyClassifier() {
        var own = new Own(ToneModel.describe().build());

        assertThat(own.stream().open().accept(ToneModel.threeWords()))
                .extracting(Detection::label)
                .containsExactly("low", "low");
        assertThat(own.classifyAll(Stream.of(Audio.of(new float[16_000], 16_000))))
                .hasSize(1);
        assertThat(own.sampleRate()).isEqualTo(16_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prediction.of(List.of("a"), new float[2]))
                .withMessage("expected one or more labels and a logit for each but got 1 and 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prediction.of(List.of("a"), new float[] {Float.NaN}))
                .withMessage("expected finite logits but got NaN");
    }
}
