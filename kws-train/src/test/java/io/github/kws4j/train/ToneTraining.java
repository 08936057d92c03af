package io.github.kws4j.train;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.spectrogram.Spectrogram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;

/** The tutorial's layers, dropout and Adam among them, on a quarter second of tones in noise. */
final class ToneTraining {
    static final int RATE = 4000;
    private static final int LENGTH = 1000;
    static final AudioDataset TRAIN = tones(30, 1, "high", "low");
    static final AudioDataset VALIDATION = tones(15, 2, "high", "low");

    private ToneTraining() {}

    static AudioDataset tones(int each, long seed, String... labels) {
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

    static KeywordTrainer trainer() {
        return KeywordTrainer.tutorial()
                .window(Duration.ofMillis(250), RATE)
                .spectrogram(Spectrogram.stft().frameLength(64).frameStep(32).build())
                .resize(12, 12)
                .batchSize(16)
                .epochs(3)
                .seed(5);
    }
}
