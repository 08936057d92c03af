package io.github.kws4j.train;

import io.github.kws4j.train.network.FeatureShape;
import io.github.kws4j.train.network.Layer;
import io.github.kws4j.train.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a model is made of, from the spectrogram to the logits. {@link #toString} is a table.
 *
 * @param stages in the order of computation
 */
public record ModelSummary(List<Stage> stages) {
    /**
     * A step of the model.
     *
     * @param name such as {@code 0_conv}
     * @param output the size of what it gives for one clip, {@code height x width x channels} or {@code channels}
     * @param weights numbers that it holds, trained or adapted to the data
     */
    public record Stage(String name, String output, int weights) {}

    /** Copies the list. */
    public ModelSummary {
        stages = List.copyOf(stages);
    }

    static ModelSummary of(TrainedModel.Net net) {
        FrontEnd frontEnd = net.frontEnd();
        var stages = new ArrayList<Stage>();
        var spectrogram =
                new FeatureShape(frontEnd.frames(), frontEnd.spectrogram().bins(), 1);
        stages.add(new Stage("spectrogram", spectrogram.toString(), 0));
        frontEnd.resized().ifPresent(size -> stages.add(new Stage("resize", size.toString(), 0)));
        // Keras counts mean, variance and the number of batches they are of.
        net.normalization()
                .ifPresent(n ->
                        stages.add(new Stage("normalize", net.network().input().toString(), 3)));
        for (Network.Stage stage : net.network().stages()) {
            stages.add(new Stage(stage.name(), stage.output().toString(), weights(net.network(), stage)));
        }
        return new ModelSummary(stages);
    }

    /** What a layer holds itself: a residual block's weights are those of the layers inside. */
    private static int weights(Network network, Network.Stage stage) {
        if (stage.layer() instanceof Layer.Residual) {
            return 0;
        }
        return network.parameters().stream()
                .filter(parameter -> parameter.name().startsWith(stage.name() + "/"))
                .mapToInt(Network.Parameter::size)
                .sum();
    }

    /** All numbers that the model holds. */
    public int weights() {
        return stages.stream().mapToInt(Stage::weights).sum();
    }

    @Override
    public String toString() {
        int width = Math.max(
                12,
                stages.stream().mapToInt(stage -> stage.name().length()).max().orElse(0));
        String row = "%-" + width + "s  %12s  %,9d%n";
        var text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%-" + width + "s  %12s  %9s%n", "layer", "output", "weights"));
        stages.forEach(
                stage -> text.append(String.format(Locale.ROOT, row, stage.name(), stage.output(), stage.weights())));
        return text.append(String.format(Locale.ROOT, row, "in all", "", weights()))
                .toString();
    }
}
