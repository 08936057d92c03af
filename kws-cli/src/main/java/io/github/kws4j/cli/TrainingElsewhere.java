package io.github.kws4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code kws train} in the jar without TensorFlow. */
@Command(
        name = "train",
        description = "Trains a model; needs the jar with TensorFlow, which ./kws in a checkout builds when it is "
                + "first asked to train.",
        footer = {"", "Example:", "  java -jar kws-with-training.jar train recordings --out mine.onnx"})
final class TrainingElsewhere implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        throw new IOException(
                "this jar has no TensorFlow to train with: use kws-with-training.jar, or ./kws train in a checkout");
    }
}
