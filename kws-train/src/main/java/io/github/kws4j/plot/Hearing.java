package io.github.kws4j.plot;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Prediction;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.train.AudioDataset;
import io.github.kws4j.train.Evaluation;
import io.github.kws4j.train.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a model heard in test clips.
 *
 * @param labels the model's words
 * @param clips at least one
 * @param logits {@code clips x labels}, divided by the temperature
 * @param truth each clip's word, as an index into {@code labels}
 */
record Hearing(List<String> labels, AudioDataset clips, float[][] logits, int[] truth) {
    static Hearing of(TrainedModel model, AudioDataset clips) {
        int[] truth = truth(clips, model.labels());
        float[][] logits = model.logits(clips);
        for (float[] row : logits) {
            divide(row, model.temperature());
        }
        return new Hearing(model.labels(), clips, logits, truth);
    }

    static Hearing of(KeywordClassifier classifier, AudioDataset clips, IntConsumer progress) {
        int[] truth = truth(clips, classifier.labels());
        Stream<Audio> sounds = IntStream.range(0, clips.size()).mapToObj(i -> fitting(classifier, clips, i));
        var logits = new ArrayList<float[]>(clips.size());
        try (Stream<Prediction> heard = classifier.classifyAll(sounds)) {
            heard.forEachOrdered(prediction -> {
                logits.add(divide(prediction.logits(), classifier.metadata().temperature()));
                progress.accept(logits.size());
            });
        }
        return new Hearing(classifier.labels(), clips, logits.toArray(float[][]::new), truth);
    }

    private static int[] truth(AudioDataset clips, List<String> labels) {
        if (clips.size() == 0) {
            throw new IllegalArgumentException("expected at least one test clip but got none");
        }
        if (!labels.containsAll(clips.labels())) {
            throw new IllegalArgumentException("expected test clips labelled " + labels + " but got " + clips.labels());
        }
        return IntStream.range(0, clips.size())
                .map(i -> labels.indexOf(clips.labels().get(clips.label(i))))
                .toArray();
    }

    /** A clip that a classifier takes, which would tell another one's number, not its name. */
    private static Audio fitting(KeywordClassifier classifier, AudioDataset clips, int index) {
        Audio audio = clips.audio(index);
        double most = (double) classifier.windowSamples() / classifier.sampleRate();
        double seconds = SoundPanel.seconds(audio);
        if (!(seconds > 0 && seconds <= most)) {
            throw new IllegalArgumentException(
                    "expected a clip of at most %.2f s but got %.2f s: %s".formatted(most, seconds, clips.name(index)));
        }
        return audio;
    }

    private static float[] divide(float[] row, double divisor) {
        for (int i = 0; i < row.length; i++) {
            row[i] /= (float) divisor;
        }
        return row;
    }

    Evaluation evaluation() {
        return Evaluation.of(labels, logits, truth);
    }

    /** The clips heard wrong, first those in which the word said is least likely. */
    List<Miss> misses() {
        return Miss.of(logits, truth);
    }
}
