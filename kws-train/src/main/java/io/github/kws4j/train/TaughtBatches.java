package io.github.kws4j.train;

import io.github.kws4j.Softmax;
import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.tensorflow.TensorFlowNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches whose clips are to be answered, by a share, as trained networks answer them: with the geometric mean of their
 * probabilities. For one thread.
 */
final class TaughtBatches implements Batches {
    private final Batches labelled;
    private final double share;
    private final List<TensorFlowNetwork> teachers = new ArrayList<>();
    private final String sums;

    /**
     * Those of another source with these teachers, which {@link #close} closes; the source itself where there are none.
     *
     * @param network what the teachers are, too, but for their weights
     * @param teachers their weights
     */
    static Batches of(Batches labelled, double share, Network network, List<Weights> teachers) {
        return teachers.isEmpty() ? labelled : new TaughtBatches(labelled, share, network, teachers);
    }

    private TaughtBatches(Batches labelled, double share, Network network, List<Weights> weights) {
        this.labelled = labelled;
        this.share = share;
        this.sums = weights.stream().map(Weights::sum).toList().toString();
        for (Weights one : weights) {
            var teacher = new TensorFlowNetwork(network);
            teachers.add(teacher);
            teacher.load(one);
        }
    }

    @Override
    public int clips() {
        return labelled.clips();
    }

    @Override
    public Batch batch(int epoch, int from, int to) {
        Batch.OfClasses batch = (Batch.OfClasses) labelled.batch(epoch, from, to);
        var answers = new ArrayList<float[][]>();
        for (TensorFlowNetwork teacher : teachers) {
            answers.add(teacher.outputs(batch.features(), batch.clips()));
        }
        var targets = new float[batch.clips()][];
        for (int clip = 0; clip < targets.length; clip++) {
            targets[clip] = target(batch.labels()[clip], taught(answers, clip));
        }
        return new Batch.OfProbabilities(batch.features(), targets);
    }

    private float[] target(int label, double[] taught) {
        var target = new float[taught.length];
        for (int k = 0; k < target.length; k++) {
            target[k] = (float) (share * taught[k] + (k == label ? 1 - share : 0));
        }
        return target;
    }

    /** In proportion to the geometric mean of the teachers' probabilities: the softmax of their logits' mean. */
    private static double[] taught(List<float[][]> answers, int clip) {
        var mean = new float[answers.get(0)[clip].length];
        for (float[][] logits : answers) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += logits[clip][k] / answers.size();
            }
        }
        return new Softmax(1).probabilities(mean);
    }

    @Override
    public String identity() {
        return labelled.identity() + ", by " + share + " as the teachers of weights " + sums;
    }

    @Override
    public void close() {
        teachers.forEach(TensorFlowNetwork::close);
    }
}
