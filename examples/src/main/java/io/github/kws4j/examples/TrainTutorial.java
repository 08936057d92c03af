package io.github.kws4j.examples;

import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.Split;
import io.github.kws4j.train.KeywordTrainer;
import io.github.kws4j.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Trains the network of TensorFlow's tutorial on a folder of word folders, tests it, and writes a model and a report.
 */
public final class TrainTutorial {
    /** Takes the folder, the model to write, the report to write, and the most passes over the data. */
    public static void main(String[] arguments) throws IOException {
        AudioDataset data = AudioDataset.ofFolders(Path.of(arguments[0]));
        Split split = data.splitLikeKeras(0.2, 0);
        TrainedModel model = KeywordTrainer.tutorial()
                .epochs(Integer.parseInt(arguments[3]))
                .patience(2)
                .seed(42)
                .onEpoch(System.out::println)
                .fit(split.train(), split.validation());
        System.out.println(model.evaluate(split.test()));
        model.export(Path.of(arguments[1]));
        model.report(split).title("Tutorial").write(Path.of(arguments[2]));
    }
}
