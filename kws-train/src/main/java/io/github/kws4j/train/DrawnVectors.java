package io.github.kws4j.train;

import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.Network;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Clips with vectors, drawn from a source. */
final class DrawnVectors extends DrawnBatches<Batch.OfVectors> {
    private final VectorSource source;
    private final Network network;
    private final int clips;
    private final long seed;

    DrawnVectors(VectorSource source, Network network, int clips, long seed) {
        this.source = source;
        this.network = network;
        this.clips = clips;
        this.seed = seed;
    }

    @Override
    public int clips() {
        return clips;
    }

    @Override
    Batch.OfVectors make(int epoch, int from, int to) {
        int features = network.input().values();
        int vectors = network.output().values();
        var batch = new Batch.OfVectors(new float[(to - from) * features], new float[(to - from) * vectors], to - from);
        for (int i = 0; i < to - from; i++) {
            VectorSource.Example drawn = source.draw(new SplittableRandom(seed(seed, epoch, from + i)));
            copy("features", drawn.features(), batch.features(), i, features);
            copy("values of vectors", drawn.vectors(), batch.vectors(), i, vectors);
        }
        return batch;
    }

    private static void copy(String what, float[] drawn, float[] all, int clip, int length) {
        if (drawn.length != length) {
            throw new IllegalArgumentException("expected " + length + " " + what + " a clip but got " + drawn.length);
        }
        System.arraycopy(drawn, 0, all, clip * length, length);
    }

    @Override
    public String identity() {
        Batch.OfVectors first = make(1, 0, Math.min(clips, 4));
        return "vectors " + Arrays.hashCode(first.features()) + " " + Arrays.hashCode(first.vectors());
    }
}
