package io.github.kws4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Prediction;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.spectrogram.Margin;
import io.github.kws4j.spectrogram.Spectrogram;
import io.github.kws4j.train.network.FeatureShape;
import io.github.kws4j.train.network.Kernel;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plain ONNX Runtime must make of an exported file what TensorFlow makes of the model. */
class ExportTest {
    private static final int WINDOW = 8000;
    private static final List<String> LABELS = List.of("first", "second", "third");

    @TempDir
    private Path folder;

    static Stream<TrainedModel> models() {
        Spectrogram stft = Spectrogram.stft().frameLength(255).frameStep(128).build();
        Spectrogram power = Spectrogram.stft()
                .frameLength(200)
                .frameStep(100)
                .power(2)
                .centred(Margin.REFLECTED)
                .build();
        Spectrogram logMel = Spectrogram.logMel().range(20, 7600).power(2).build();
        Spectrogram decibels = Spectrogram.logMel()
                .frameLength(512)
                .centred(Margin.REFLECTED)
                .decibels(1e-10)
                .build();
        Spectrogram librosa = Spectrogram.logMel()
                .frameLength(512)
                .centred(Margin.ZEROS)
                .decibels(1e-10, 20)
                .build();
        return Stream.of(
                model(librosa, Optional.empty(), temporalLayers()),
                model(stft, Optional.of(new FeatureShape(20, 24, 1)), imageLayers()),
                model(power, Optional.empty(), imageLayers()),
                model(logMel, Optional.empty(), temporalLayers()),
                model(logMel, Optional.empty(), stemmedLayers()),
                model(decibels, Optional.empty(), temporalLayers()));
    }

    /** Every kind of layer over height and width, with strides and padding that are not the same on both sides. */
    private static List<Layer> imageLayers() {
        return List.of(
                new Layer.BatchNorm(0.9, 1e-3),
                new Layer.Conv(6, Kernel.of(4, 3).withStride(2, 1).withPadding(), true),
                new Layer.BatchNorm(0.9, 1e-3),
                new Layer.Relu(),
                new Layer.DepthwiseConv(Kernel.of(3, 2).withStride(2, 2).withPadding(), true),
                new Layer.BatchNorm(0.9, 1e-3),
                new Layer.Residual(List.of(new Layer.BatchNorm(0.9, 1e-3), Layer.conv(6, 1)), List.of()),
                new Layer.MaxPool(2),
                new Layer.Dropout(0.5),
                new Layer.Flatten(),
                new Layer.Dense(7),
                new Layer.Relu());
    }

    private static List<Layer> temporalLayers() {
        var layers = new ArrayList<Layer>();
        layers.add(new Layer.BandsToChannels());
        layers.add(new Layer.BatchNorm(0.9, 1e-3));
        layers.addAll(Layer.normalizedConv(8, Kernel.of(1, 5).withStride(1, 2).withPadding()));
        layers.add(new Layer.Relu());
        var path = new ArrayList<Layer>();
        path.add(new Layer.DepthwiseConv(Kernel.of(1, 9).withStride(1, 2).withPadding(), false));
        path.addAll(Layer.normalizedConv(8, Kernel.of(1, 1)));
        path.add(new Layer.Relu());
        path.add(new Layer.DepthwiseConv(Kernel.of(1, 9).withDilation(1, 2).withPadding(), false));
        path.addAll(Layer.normalizedConv(8, Kernel.of(1, 1)));
        layers.add(new Layer.Residual(
                path, Layer.normalizedConv(8, Kernel.of(1, 1).withStride(1, 2).withPadding())));
        layers.add(new Layer.Relu());
        layers.add(new Layer.GlobalAveragePool());
        return layers;
    }

    /** A convolution over time and bands, whose channels of each band become those of the convolutions over time. */
    private static List<Layer> stemmedLayers() {
        var layers = new ArrayList<>(
                Layer.normalizedConv(3, Kernel.of(3, 3).withStride(1, 2).withPadding()));
        layers.add(new Layer.Relu());
        layers.add(new Layer.BandsToChannels());
        layers.addAll(Layer.normalizedConv(8, Kernel.of(1, 5).withStride(1, 2).withPadding()));
        layers.add(new Layer.Relu());
        layers.add(new Layer.GlobalAveragePool());
        return layers;
    }

    /** A model with random weights, moving statistics and biases among them. */
    private static TrainedModel model(Spectrogram spectrogram, Optional<FeatureShape> resized, List<Layer> hidden) {
        var frontEnd = new FrontEnd(spectrogram, 16_000, WINDOW, resized);
        var layers = new ArrayList<>(hidden);
        layers.add(new Layer.Dense(3));
        var network = new Network(frontEnd.shape(), layers);
        var random = new Random(7);
        var arrays = new LinkedHashMap<String, float[]>();
        for (Network.Parameter parameter : network.parameters()) {
            float[] values = Weights.initial(network, 1).get(parameter.name()).clone();
            if (parameter.role() != Network.Role.KERNEL) {
                for (int i = 0; i < values.length; i++) {
                    values[i] += random.nextFloat() / 2;
                }
            }
            arrays.put(parameter.name(), values);
        }
        var normalization = Optional.of(new Normalization(0.2, 0.7)).filter(n -> resized.isPresent());
        var net = new TrainedModel.Net(LABELS, frontEnd, normalization, network, new Weights(arrays));
        return new TrainedModel(net, List.of(), 1.5, Map.of("recipe", "test"));
    }

    private static AudioDataset clips() {
        var random = new Random(3);
        var clips = new ArrayList<LabelledClip>();
        for (int clip = 0; clip < 5; clip++) {
            var samples = new float[WINDOW];
            for (int i = 0; i < WINDOW; i++) {
                samples[i] = (float) (0.3 * Math.sin(i * 0.05 * (clip + 1)) + 0.05 * random.nextGaussian());
            }
            clips.add(LabelledClip.of("clip " + clip, LABELS.get(clip % 3), Audio.of(samples, 16_000)));
        }
        return AudioDataset.of(clips);
    }

    @ParameterizedTest
    @MethodSource("models")
    void bothFormsGiveTheTrainersLogits(TrainedModel model) throws Exception {
        AudioDataset clips = clips();
        float[][] expected = model.logits(clips);
        Path waveformForm = folder.resolve("waveform.onnx");
        Path spectrogramForm = folder.resolve("spectrogram.onnx");
        model.export(waveformForm);
        model.exportSpectrogramForm(spectrogramForm);

        var waveforms = new float[5 * WINDOW];
        for (int i = 0; i < 5; i++) {
            clips.clips().get(i).audio().copyTo(0, waveforms, i * WINDOW, WINDOW);
        }
        assertLogits(OnnxLogits.of(waveformForm, waveforms, 5, WINDOW), expected);

        Spectrogram spectrogram = model.spectrogram();
        int frames = spectrogram.frames(WINDOW);
        var spectra = new float[5 * frames * spectrogram.bins()];
        for (int i = 0; i < 5; i++) {
            spectrogram.compute(waveforms, i * WINDOW, WINDOW, spectra, i * frames * spectrogram.bins());
        }
        assertLogits(OnnxLogits.of(spectrogramForm, spectra, 5, frames, spectrogram.bins()), expected);
    }

    private static void assertLogits(OnnxLogits actual, float[][] expected) {
        assertThat(actual.predictions()).hasSameDimensionsAs(expected);
        for (int clip = 0; clip < expected.length; clip++) {
            int best = 0;
            for (int label = 0; label < LABELS.size(); label++) {
                assertThat(actual.predictions()[clip][label]).isCloseTo(expected[clip][label], within(1e-4f));
                best = expected[clip][label] > expected[clip][best] ? label : best;
            }
            assertThat(actual.classIds()[clip]).isEqualTo(best);
            assertThat(actual.classNames()[clip]).isEqualTo(LABELS.get(best));
        }
        // Weights at random must not give one answer to all, or the comparison would say little.
        assertThat(IntStream.range(0, expected.length).mapToObj(i -> expected[i][0]))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("models")
    void aClassifierOfEitherFormAppliesTheTemperatureToItsProbabilitiesAlone(TrainedModel model) throws Exception {
        AudioDataset clips = clips();
        float[] logits = model.logits(clips)[0];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit / 1.5);
        }
        Path file = folder.resolve("model.onnx");
        for (boolean waveform : new boolean[] {true, false}) {
            if (waveform) {
                model.export(file);
            } else {
                model.exportSpectrogramForm(file);
            }
            try (var classifier = KeywordClassifier.load(file)) {
                Prediction prediction = classifier.classify(clips.clips().get(0).audio());
                for (int label = 0; label < LABELS.size(); label++) {
                    assertThat(prediction.logits()[label]).isCloseTo(logits[label], within(1e-4f));
                    assertThat(prediction.scores().get(label).probability())
                            .isCloseTo(Math.exp(logits[label] / 1.5) / sum, within(1e-4));
                }
            }
        }
    }

    @Test
    void waveformFormOfCepstraIsRefused() {
        TrainedModel model = model(Spectrogram.mfcc().build(), Optional.empty(), temporalLayers());
        assertThatThrownBy(() -> model.export(folder.resolve("mfcc.onnx")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a spectrogram of type stft or log_mel in the waveform form but got mfcc;"
                        + " export the spectrogram form");
    }
}
