package io.github.kws4j.train.tensorflow;

import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.FeatureShape;
import io.github.kws4j.train.network.Network;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** What a network is trained towards. */
public sealed interface Objective {
    /** A placeholder for what a batch wants. */
    Placeholder<? extends TType> wanted(Ops tf, Network network);

    /** What a batch wants, for {@link #wanted}; to be closed. */
    Tensor wanted(Batch batch, Network network);

    /** The mean loss of a batch, and how much of it is right. */
    Judgement judge(Ops tf, Network network, Operand<TFloat32> output, Operand<? extends TType> wanted);

    /**
     * What a step minimises, and what it reports beside.
     *
     * @param loss mean over the batch
     * @param right sum over the batch of how right each clip is, 0 to 1
     */
    record Judgement(Operand<TFloat32> loss, Operand<TFloat32> right) {}

    /**
     * Classes, by cross-entropy with the probabilities that are wanted: all of its class, where a batch has classes. A
     * clip is right where the greatest logit is that of the most probable class.
     *
     * @param smoothing share of each label that is dealt out evenly to all labels
     */
    record Classes(double smoothing) implements Objective {
        @Override
        public Placeholder<TFloat32> wanted(Ops tf, Network network) {
            return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, network.outputs())));
        }

        @Override
        public Tensor wanted(Batch batch, Network network) {
            float[][] probabilities = batch instanceof Batch.OfProbabilities given
                    ? given.probabilities()
                    : oneHot(((Batch.OfClasses) batch).labels(), network.outputs());
            return TFloat32.tensorOf(StdArrays.ndCopyOf(probabilities));
        }

        private static float[][] oneHot(int[] labels, int classes) {
            var probabilities = new float[labels.length][classes];
            for (int clip = 0; clip < labels.length; clip++) {
                probabilities[clip][labels[clip]] = 1;
            }
            return probabilities;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Judgement judge(Ops tf, Network network, Operand<TFloat32> output, Operand<? extends TType> wanted) {
            var probabilities = (Operand<TFloat32>) wanted;
            var whole = tf.constant((float) (1 - smoothing));
            var share = tf.constant((float) (smoothing / network.outputs()));
            var targets = smoothing == 0 ? probabilities : tf.math.add(tf.math.mul(probabilities, whole), share);
            Operand<TFloat32> loss = tf.math.mean(
                    tf.nn.softmaxCrossEntropyWithLogits(output, targets).loss(), tf.constant(0));
            var right = tf.math.equal(greatest(tf, output), greatest(tf, probabilities));
            return new Judgement(loss, tf.sum(tf.dtypes.cast(right, TFloat32.class), tf.constant(0)));
        }

        private static Operand<TInt32> greatest(Ops tf, Operand<TFloat32> values) {
            return tf.math.argMax(values, tf.constant(1), TInt32.class);
        }
    }

    /**
     * Sequences of vectors, by their mean squared difference and, added to it, a weight times one minus their mean
     * cosine: a clip is as right as the mean cosine of its vectors.
     *
     * @param angle the weight of the cosine
     */
    record Vectors(double angle) implements Objective {
        private static final float LEAST = 1e-6f;

        @Override
        public Placeholder<TFloat32> wanted(Ops tf, Network network) {
            FeatureShape output = network.output();
            return tf.placeholder(
                    TFloat32.class, Placeholder.shape(Shape.of(-1, 1, output.width(), output.channels())));
        }

        @Override
        public Tensor wanted(Batch batch, Network network) {
            FeatureShape output = network.output();
            return TFloat32.tensorOf(
                    Shape.of(batch.clips(), 1, output.width(), output.channels()),
                    DataBuffers.of(((Batch.OfVectors) batch).vectors()));
        }

        @Override
        @SuppressWarnings("unchecked")
        public Judgement judge(Ops tf, Network network, Operand<TFloat32> output, Operand<? extends TType> wanted) {
            var vectors = (Operand<TFloat32>) wanted;
            var all = tf.constant(new int[] {0, 1, 2, 3});
            Operand<TFloat32> squared = tf.math.mean(tf.math.squaredDifference(output, vectors), all);
            Operand<TFloat32> cosine = tf.math.div(
                    along(tf, tf.math.mul(output, vectors)),
                    tf.math.sqrt(tf.math.add(
                            tf.math.mul(along(tf, tf.math.square(output)), along(tf, tf.math.square(vectors))),
                            tf.constant(LEAST))));
            var places = tf.constant(new int[] {1, 2});
            Operand<TFloat32> right = tf.sum(tf.math.mean(cosine, places), tf.constant(0));
            Operand<TFloat32> apart =
                    tf.math.sub(tf.constant(1f), tf.math.mean(cosine, tf.constant(new int[] {0, 1, 2})));
            return new Judgement(tf.math.add(squared, tf.math.mul(tf.constant((float) angle), apart)), right);
        }

        private static Operand<TFloat32> along(Ops tf, Operand<TFloat32> values) {
            return tf.sum(values, tf.constant(3));
        }
    }
}
