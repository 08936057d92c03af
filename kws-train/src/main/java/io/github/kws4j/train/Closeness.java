package io.github.kws4j.train;

import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.tensorflow.TensorFlowNetwork;
import java.util.Arrays;

/**
 * How close the vectors that a network gives for some clips are to those it should give: their mean squared difference
 * and mean cosine.
 */
final class Closeness implements Validation {
    private final Batch.OfVectors wanted;
    private final int values;

    Closeness(Batch.OfVectors wanted, Network network) {
        this.wanted = wanted;
        this.values = network.output().channels();
    }

    @Override
    public int clips() {
        return wanted.clips();
    }

    @Override
    public String identity() {
        return "vectors " + Arrays.hashCode(wanted.features()) + " " + Arrays.hashCode(wanted.vectors());
    }

    @Override
    public Epoch.Figures measure(TensorFlowNetwork network) {
        float[][] given = network.outputs(wanted.features(), wanted.clips());
        double squares = 0;
        double cosines = 0;
        int vectors = wanted.vectors().length / values;
        for (int vector = 0; vector < vectors; vector++) {
            int at = vector * values;
            int inClip = at % given[0].length;
            float[] clip = given[at / given[0].length];
            double product = 0;
            double givenSquare = 0;
            double wantedSquare = 0;
            for (int i = 0; i < values; i++) {
                double is = clip[inClip + i];
                double should = wanted.vectors()[at + i];
                squares += (is - should) * (is - should);
                product += is * should;
                givenSquare += is * is;
                wantedSquare += should * should;
            }
            cosines += product / Math.sqrt(Math.max(givenSquare * wantedSquare, 1e-12));
        }
        return new Epoch.Figures(squares / wanted.vectors().length, cosines / vectors);
    }
}
