package io.github.kws4j.train;

import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.FeatureShape;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Every clip of a data set once an epoch, in an order that is drawn anew for each: that of the clips, or, where batches
 * are fixed, that of the full batches. For one thread.
 */
final class ShuffledBatches implements Batches {
    private final Features features;
    private final TrainingOptions options;
    private int epoch;
    private int[] order = {};

    ShuffledBatches(Features features, TrainingOptions options) {
        this.features = features;
        this.options = options;
    }

    @Override
    public int clips() {
        return features.clips();
    }

    @Override
    public Batch.OfClasses batch(int number, int from, int to) {
        if (number != epoch) {
            epoch = number;
            order = options.steps().batches().fixed() ? batchesShuffled(number) : shuffled(clips(), number);
        }
        Batch.OfClasses batch = features.batch(Arrays.copyOfRange(order, from, to));
        options.steps().augmentation().ifPresent(change -> {
            FeatureShape size = options.frontEnd().shape();
            for (int clip = 0; clip < batch.clips(); clip++) {
                var random = new SplittableRandom(DrawnBatches.seed(options.seed(), number, from + clip));
                change.apply(batch.features(), clip * size.values(), size.height(), size.width(), random);
            }
        });
        return batch;
    }

    /** Clips dealt out as in no epoch, batch by batch in an order of this epoch's own. */
    private int[] batchesShuffled(int number) {
        int size = options.batchSize();
        int[] dealt = shuffled(clips(), 0);
        int[] whole = dealt.clone();
        int[] batches = shuffled(clips() / size, number);
        for (int i = 0; i < batches.length; i++) {
            System.arraycopy(dealt, batches[i] * size, whole, i * size, size);
        }
        return whole;
    }

    /** The numbers below {@code count} in an order that depends on the seed and {@code number}. */
    private int[] shuffled(int count, int number) {
        var random = new SplittableRandom(options.seed() + 0x9E3779B97F4A7C15L * number);
        int[] shuffled = IntStream.range(0, count).toArray();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int drawn = random.nextInt(i + 1);
            int swapped = shuffled[i];
            shuffled[i] = shuffled[drawn];
            shuffled[drawn] = swapped;
        }
        return shuffled;
    }

    @Override
    public String identity() {
        return "training " + features.identity() + ", augmentation "
                + options.steps().augmentation();
    }

    @Override
    public void close() {}
}
