package io.github.kws4j.train;

import io.github.kws4j.train.augment.SpectrogramAugmentation;
import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.FeatureShape;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Every clip of a data set once an epoch, in an order that is drawn anew for each. For one thread. */
final class ShuffledBatches implements Batches {
    private final Features features;
    private final FeatureShape size;
    private final long seed;
    private final Optional<SpectrogramAugmentation> augmentation;
    private int epoch;
    private int[] order = {};

    ShuffledBatches(Features features, FeatureShape size, long seed, Optional<SpectrogramAugmentation> augmentation) {
        this.features = features;
        this.size = size;
        this.seed = seed;
        this.augmentation = augmentation;
    }

    @Override
    public int clips() {
        return features.clips();
    }

    @Override
    public Batch batch(int number, int from, int to) {
        if (number != epoch) {
            epoch = number;
            order = order();
        }
        Batch batch = features.batch(Arrays.copyOfRange(order, from, to));
        augmentation.ifPresent(change -> {
            for (int clip = 0; clip < batch.clips(); clip++) {
                var random = new SplittableRandom(DrawnBatches.seed(seed, number, from + clip));
                change.apply(batch.features(), clip * size.values(), size.height(), size.width(), random);
            }
        });
        return batch;
    }

    private int[] order() {
        var random = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * epoch);
        int[] shuffled = IntStream.range(0, features.clips()).toArray();
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
        return "training features " + Arrays.hashCode(features.values()) + " " + Arrays.hashCode(features.labels())
                + ", augmentation " + augmentation;
    }

    @Override
    public void close() {}
}
