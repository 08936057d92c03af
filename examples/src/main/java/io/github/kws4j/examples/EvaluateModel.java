package io.github.kws4j.examples;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Prediction;
import io.github.kws4j.Score;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.train.AudioDataset;
import io.github.kws4j.train.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** How well a model hears labelled recordings: accuracy with its interval, figures for each word, the confusion matrix. */
@Command(
        name = "EvaluateModel",
        mixinStandardHelpOptions = true,
        description = "Measures how well a model hears labelled recordings; words it does not know count as _unknown_.")
public final class EvaluateModel implements Callable<Integer> {
    private static final String UNKNOWN = "_unknown_";

    @Parameters(paramLabel = "CLIPS", description = "a folder of word folders, or a zip of it")
    private Path clips;

    @Mixin
    private ModelOption model;

    /**
     * Runs the program.
     *
     * @param arguments {@code CLIPS [--model FILE] [--cuda]}
     */
    public static void main(String[] arguments) {
        Program.run(new EvaluateModel(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        AudioDataset data = Files.isDirectory(clips) ? AudioDataset.ofFolders(clips) : AudioDataset.ofArchive(clips);
        try (KeywordClassifier classifier = model.load()) {
            System.out.println(evaluate(classifier, data));
        }
        return 0;
    }

    private static Evaluation evaluate(KeywordClassifier classifier, AudioDataset data) {
        List<String> labels = classifier.labels();
        int[] wordOf =
                data.labels().stream().mapToInt(word -> indexOf(labels, word)).toArray();
        int[] truth =
                IntStream.range(0, data.size()).map(i -> wordOf[data.label(i)]).toArray();
        List<Audio> sounds =
                IntStream.range(0, data.size()).mapToObj(data::audio).toList();
        try (WorkProgress progress = WorkProgress.onTerminal()) {
            List<Prediction> heard =
                    classifier.classifyAll(sounds, done -> progress.show("clips heard", done, sounds.size()));
            float[][] logits =
                    heard.stream().map(EvaluateModel::logProbabilities).toArray(float[][]::new);
            return Evaluation.of(labels, logits, truth);
        }
    }

    private static int indexOf(List<String> labels, String word) {
        int index = labels.contains(word) ? labels.indexOf(word) : labels.indexOf(UNKNOWN);
        if (index < 0) {
            throw new IllegalArgumentException("expected clips of " + labels + " but found '" + word + "'");
        }
        return index;
    }

    /** Logits of the probabilities that the model gives out, its temperature included. */
    private static float[] logProbabilities(Prediction heard) {
        List<Score> scores = heard.scores();
        var logs = new float[scores.size()];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = (float) Math.log(Math.max(scores.get(i).probability(), Double.MIN_NORMAL));
        }
        return logs;
    }
}
