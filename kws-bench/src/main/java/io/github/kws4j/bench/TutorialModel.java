package io.github.kws4j.bench;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.train.KeywordTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The tutorial's network in every form that is measured, after one step of training on noise: its time does not depend
 * on its weights.
 */
record TutorialModel(Path spectrogramForm, Path waveformForm, Path savedModel) {
    /** Writes it into the folder that is given, for a machine without TensorFlow. */
    public static void main(String[] args) throws IOException {
        in(Path.of(args[0]));
    }

    /** Writes it into a folder, or takes the one that was written there before, for which TensorFlow isn't needed. */
    static TutorialModel in(Path folder) throws IOException {
        var model = new TutorialModel(
                folder.resolve("spectrogram.onnx"), folder.resolve("waveform.onnx"), folder.resolve("tensorflow"));
        if (Files.exists(model.savedModel)) {
            return model;
        }
        var clips = noise(16);
        var trained = KeywordTrainer.tutorial().epochs(1).batchSize(16).seed(1).fit(clips, clips);
        trained.exportSpectrogramForm(model.spectrogramForm);
        trained.export(model.waveformForm);
        TensorFlowTutorial.export(model.waveformForm, model.savedModel);
        return model;
    }

    /** Clips of a second of noise under eight words. */
    static AudioDataset noise(int clips) {
        return AudioDataset.of(IntStream.range(0, clips)
                .mapToObj(i -> LabelledClip.of("clip " + i, "word " + i % 8, noise(i, 0.1f)))
                .toList());
    }

    private static Audio noise(long seed, float level) {
        var random = new Random(seed);
        float[] samples = new float[16_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (level * random.nextGaussian());
        }
        return Audio.of(samples, 16_000);
    }
}
