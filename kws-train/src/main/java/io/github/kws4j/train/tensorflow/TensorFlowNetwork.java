package io.github.kws4j.train.tensorflow;

import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.FeatureShape;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Assign;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * A network in TensorFlow: takes training steps and gives logits. Its weights start at those of {@link #load}. Owns native
 * memory; for one thread.
 */
public final class TensorFlowNetwork implements AutoCloseable {
    private static final int ANSWER_BATCH = 256;

    private final Network network;
    private final Graph graph = new Graph();
    private final Session session;
    private final Map<String, Variable<TFloat32>> variables = new LinkedHashMap<>();
    private final Map<String, Placeholder<TFloat32>> loaded = new LinkedHashMap<>();
    private final List<Assign<TFloat32>> loads = new ArrayList<>();
    private final Placeholder<TFloat32> features;
    private final Placeholder<TInt32> labels;
    private final Placeholder<TInt64> seed;
    private final Operand<TFloat32> logits;
    private final Optional<StepOperations> training;

    /** The operations of a training step. */
    private record StepOperations(
            Operand<TFloat32> loss, Operand<TFloat32> hits, OptimizerGraph optimizer, List<Op> movingAverages) {}

    /**
     * What one step saw, before it changed the weights.
     *
     * @param loss mean over the batch, in nats
     * @param hits number of clips classified right
     */
    public record Outcome(double loss, int hits) {}

    /** A network that gives logits only. */
    public TensorFlowNetwork(Network network) {
        this(network, Optional.empty(), 0);
    }

    /** A network that can be trained, with {@code smoothing} of each label shared out among all labels. */
    public TensorFlowNetwork(Network network, Optimizer optimizer, double smoothing) {
        this(network, Optional.of(optimizer), smoothing);
    }

    private TensorFlowNetwork(Network network, Optional<Optimizer> optimizer, double smoothing) {
        this.network = network;
        Ops tf = Ops.create(graph);
        FeatureShape in = network.input();
        features =
                tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, in.height(), in.width(), in.channels())));
        labels = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
        seed = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
        for (Network.Parameter parameter : network.parameters()) {
            long[] shape = parameter.shape().stream().mapToLong(n -> n).toArray();
            variables.put(parameter.name(), tf.variable(Shape.of(shape), TFloat32.class));
        }
        logits = new LayerGraph(tf, variables, false, seed).walk(network.layers(), features);
        training = optimizer.map(o -> training(tf, o, smoothing));
        training.ifPresent(t -> variables.putAll(t.optimizer().slots()));
        variables.forEach((name, variable) -> {
            Placeholder<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(variable.shape()));
            loaded.put(name, value);
            loads.add(tf.assign(variable, value));
        });
        session = new Session(graph);
    }

    private StepOperations training(Ops tf, Optimizer optimizer, double smoothing) {
        var layers = new LayerGraph(tf, variables, true, seed);
        Operand<TFloat32> answers = layers.walk(network.layers(), features);
        int classes = network.outputs();
        var targets = tf.oneHot(
                labels,
                tf.constant(classes),
                tf.constant((float) (1 - smoothing + smoothing / classes)),
                tf.constant((float) (smoothing / classes)));
        Operand<TFloat32> loss = tf.math.mean(
                tf.nn.softmaxCrossEntropyWithLogits(answers, targets).loss(), tf.constant(0));
        var heard = tf.math.argMax(answers, tf.constant(1), TInt32.class);
        Operand<TFloat32> hits = tf.sum(tf.dtypes.cast(tf.math.equal(heard, labels), TFloat32.class), tf.constant(0));
        var trained = network.parameters().stream()
                .filter(parameter -> parameter.role().trained())
                .toList();
        return new StepOperations(
                loss, hits, new OptimizerGraph(tf, optimizer, loss, trained, variables), layers.movingAverages());
    }

    /** Sets the network's weights and, where {@code state} has them, the optimiser's; else those are 0. */
    public void load(Weights state) {
        Session.Runner runner = session.runner();
        var tensors = new ArrayList<TFloat32>();
        try {
            loaded.forEach((name, value) -> {
                boolean fresh =
                        name.startsWith(OptimizerGraph.SLOT) && !state.names().contains(name);
                float[] values = fresh ? new float[(int) value.shape().size()] : state.get(name);
                TFloat32 tensor = TFloat32.tensorOf(value.shape(), DataBuffers.of(values));
                tensors.add(tensor);
                runner.feed(value, tensor);
            });
            loads.forEach(runner::addTarget);
            runner.run().close();
        } finally {
            tensors.forEach(TFloat32::close);
        }
    }

    /** The network's weights and the optimiser's, as {@link #load} takes them. */
    public Weights state() {
        Session.Runner runner = session.runner();
        variables.values().forEach(runner::fetch);
        try (var result = runner.run()) {
            var arrays = new LinkedHashMap<String, float[]>();
            int i = 0;
            for (String name : variables.keySet()) {
                arrays.put(name, values((TFloat32) result.get(i++)));
            }
            return new Weights(arrays);
        }
    }

    /**
     * Takes one training step.
     *
     * @param step counted from 1 over all epochs
     * @param steps number of all steps
     * @param dropoutSeed the training's seed; with {@code step} it fixes what dropout draws
     */
    public Outcome train(Batch batch, long step, long steps, double learningRate, long dropoutSeed) {
        StepOperations ops = training.orElseThrow();
        try (var x = features(batch.features(), 0, batch.clips());
                var y = TInt32.vectorOf(batch.labels());
                var random = TInt64.vectorOf(dropoutSeed, step);
                var rate = TFloat32.scalarOf(ops.optimizer().rateAt(learningRate, step))) {
            var outcomes = new ArrayList<Outcome>();
            for (List<Op> pass : ops.optimizer().passes(step, steps)) {
                Session.Runner runner = session.runner()
                        .feed(features, x)
                        .feed(labels, y)
                        .feed(seed, random)
                        .feed(ops.optimizer().rate(), rate);
                pass.forEach(runner::addTarget);
                if (outcomes.isEmpty()) {
                    ops.movingAverages().forEach(runner::addTarget);
                }
                outcomes.add(outcome(runner.fetch(ops.loss()).fetch(ops.hits())));
            }
            return outcomes.get(0);
        }
    }

    private static Outcome outcome(Session.Runner lossAndHits) {
        try (var result = lossAndHits.run()) {
            return new Outcome(
                    ((TFloat32) result.get(0)).getFloat(), Math.round(((TFloat32) result.get(1)).getFloat()));
        }
    }

    /** The logits of {@code clips} clips, {@code clips x classes}. */
    public float[][] logits(float[] clipFeatures, int clips) {
        var all = new float[clips][];
        for (int from = 0; from < clips; from += ANSWER_BATCH) {
            int count = Math.min(ANSWER_BATCH, clips - from);
            try (var x = features(clipFeatures, from, count);
                    var result =
                            session.runner().feed(features, x).fetch(logits).run()) {
                float[] values = values((TFloat32) result.get(0));
                for (int i = 0; i < count; i++) {
                    all[from + i] = Arrays.copyOfRange(values, i * network.outputs(), (i + 1) * network.outputs());
                }
            }
        }
        return all;
    }

    private TFloat32 features(float[] values, int from, int clips) {
        FeatureShape in = network.input();
        var part = DataBuffers.of(values).slice((long) from * in.values(), (long) clips * in.values());
        return TFloat32.tensorOf(Shape.of(clips, in.height(), in.width(), in.channels()), part);
    }

    private static float[] values(TFloat32 tensor) {
        var values = new float[(int) tensor.size()];
        tensor.copyTo(NdArrays.wrap(tensor.shape(), DataBuffers.of(values)));
        return values;
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
