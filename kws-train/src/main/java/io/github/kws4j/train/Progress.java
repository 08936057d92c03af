package io.github.kws4j.train;

import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.train.network.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a training is: enough, with its options and its data, to go on to the same result.
 *
 * @param history the epochs that are done
 * @param step steps taken in the epoch under way
 * @param lossSum sum of the losses of that epoch's clips
 * @param right sum of how right each clip of that epoch is, 0 to 1
 * @param state weights and what the optimiser remembers
 * @param best the weights of the best epoch, where they are kept
 */
record Progress(List<Epoch> history, int step, double lossSum, double right, Weights state, Optional<Weights> best) {
    static Progress start(Weights initial) {
        return new Progress(List.of(), 0, 0, 0, initial, Optional.empty());
    }

    /** The progress when {@code epoch} is done. */
    Progress after(Epoch epoch, Weights now, Optional<Weights> bestNow) {
        var epochs = new ArrayList<>(history);
        epochs.add(epoch);
        return new Progress(List.copyOf(epochs), 0, 0, 0, now, bestNow);
    }

    /** The number of epochs at the end of {@link #history} that did not lower the least validation loss. */
    int epochsWithoutGain() {
        double least = Double.POSITIVE_INFINITY;
        int without = 0;
        for (Epoch epoch : history) {
            boolean gained = epoch.validation().loss() < least;
            least = Math.min(least, epoch.validation().loss());
            without = gained ? 0 : without + 1;
        }
        return without;
    }
}
