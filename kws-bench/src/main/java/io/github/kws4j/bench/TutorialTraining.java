package io.github.kws4j.bench;

import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.Split;
import io.github.kws4j.train.KeywordTrainer;
import io.github.kws4j.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Times the tutorial's training, from the files on disk to the trained network; {@code kws-bench/keras_tutorial.py}
 * does the same with Keras. Whether TensorFlow uses oneDNN, the environment's {@code TF_ENABLE_ONEDNN_OPTS} decides: 0
 * or 1.
 *
 * <pre>{@code java -cp kws-bench/target/benchmarks.jar io.github.kws4j.bench.TutorialTraining DATA EPOCHS}</pre>
 */
public final class TutorialTraining {
    private long firstStep;

    private TutorialTraining() {}

    /** Takes {@code mini_speech_commands}, a folder of word folders, and the passes over it. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(times(Path.of(arguments[0]), Integer.parseInt(arguments[1])));
    }

    static String times(Path folder, int epochs) throws IOException {
        return new TutorialTraining().time(folder, epochs);
    }

    private String time(Path folder, int epochs) throws IOException {
        long start = System.nanoTime();
        Split split = AudioDataset.ofFolders(folder).splitLikeKeras(0.2, 0);
        TrainedModel model = KeywordTrainer.tutorial()
                .epochs(epochs)
                .seed(42)
                .onStep(step -> firstStep = firstStep == 0 ? System.nanoTime() : firstStep)
                .fit(split.train(), split.validation());
        long end = System.nanoTime();
        return String.format(
                Locale.ROOT,
                "kws4j: to the first step %.1f s, fit %.1f s, all %.1f s; validation loss %.3f",
                (firstStep - start) / 1e9,
                (end - firstStep) / 1e9,
                (end - start) / 1e9,
                model.evaluate(split.validation()).loss());
    }
}
