package io.github.kws4j.train.tensorflow;

import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.BatchNormFolding;
import io.github.kws4j.train.network.FeatureShape;
import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.network.Weights;
import io.github.kws4j.train.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
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
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * A network in TensorFlow: takes training steps and gives outputs. Its weights start at those of {@link #load}. Owns
 * native memory; for one thread.
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
    private final Placeholder<? extends TType> wanted;
    private final Objective objective;
    private final Placeholder<TInt64> seed;
    private final Operand<TFloat32> output;
    private final Map<String, Operand<TFloat32>> normalized;
    private final Optional<StepOperations> training;

    /** The operations of a training step. */
    private record StepOperations(Objective.Judgement judgement, OptimizerGraph optimizer, List<Op> movingAverages) {}

    /**
     * What one step saw, before it changed the weights.
     *
     * @param loss mean over the batch
     * @param right sum over the batch of how right each clip is, 0 to 1
     */
    public record Outcome(double loss, double right) {}

    /** A network that gives outputs only. */
    public TensorFlowNetwork(Network network) {
        this(network, Optional.empty(), new Objective.Classes(0));
    }

    /** A network that can be trained. */
    public TensorFlowNetwork(Network network, Optimizer optimizer, Objective objective) {
        this(network, Optional.of(optimizer), objective);
    }

    private TensorFlowNetwork(Network network, Optional<Optimizer> optimizer, Objective objective) {
        this.network = network;
        this.objective = objective;
        Ops tf = Ops.create(graph);
        FeatureShape in = network.input();
        features =
                tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, in.height(), in.width(), in.channels())));
        wanted = objective.wanted(tf, network);
        seed = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
        for (Network.Parameter parameter : network.parameters()) {
            long[] shape = parameter.shape().stream().mapToLong(n -> n).toArray();
            variables.put(parameter.name(), tf.variable(Shape.of(shape), TFloat32.class));
        }
        var answering = new LayerGraph(tf, variables, false, seed);
        output = answering.walk(network.layers(), features);
        normalized = answering.normalized();
        training = optimizer.map(o -> training(tf, o));
        training.ifPresent(t -> variables.putAll(t.optimizer().slots()));
        variables.forEach((name, variable) -> {
            Placeholder<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(variable.shape()));
            loaded.put(name, value);
            loads.add(tf.assign(variable, value));
        });
        session = new Session(graph);
    }

    private StepOperations training(Ops tf, Optimizer optimizer) {
        var layers = new LayerGraph(tf, variables, true, seed);
        Operand<TFloat32> outputs = layers.walk(network.layers(), features);
        Objective.Judgement judgement = objective.judge(tf, network, outputs, wanted);
        var trained = network.parameters().stream()
                .filter(parameter -> parameter.role().trained())
                .toList();
        return new StepOperations(
                judgement,
                new OptimizerGraph(tf, optimizer, judgement.loss(), trained, variables),
                layers.movingAverages());
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
                var y = objective.wanted(batch, network);
                var random = TInt64.vectorOf(dropoutSeed, step);
                var rate = TFloat32.scalarOf(ops.optimizer().rateAt(learningRate, step))) {
            var outcomes = new ArrayList<Outcome>();
            for (List<Op> pass : ops.optimizer().passes(step, steps)) {
                Session.Runner runner = session.runner()
                        .feed(features, x)
                        .feed(wanted, y)
                        .feed(seed, random)
                        .feed(ops.optimizer().rate(), rate);
                pass.forEach(runner::addTarget);
                if (outcomes.isEmpty()) {
                    ops.movingAverages().forEach(runner::addTarget);
                }
                Objective.Judgement judgement = ops.judgement();
                outcomes.add(outcome(runner.fetch(judgement.loss()).fetch(judgement.right())));
            }
            return outcomes.get(0);
        }
    }

    private static Outcome outcome(Session.Runner lossAndRight) {
        try (var result = lossAndRight.run()) {
            return new Outcome(((TFloat32) result.get(0)).getFloat(), ((TFloat32) result.get(1)).getFloat());
        }
    }

    /** The outputs for {@code clips} clips, {@code clips x outputs}: logits, or vectors one after another. */
    public float[][] outputs(float[] clipFeatures, int clips) {
        var all = new float[clips][];
        for (int from = 0; from < clips; from += ANSWER_BATCH) {
            int count = Math.min(ANSWER_BATCH, clips - from);
            try (var x = features(clipFeatures, from, count);
                    var result =
                            session.runner().feed(features, x).fetch(output).run()) {
                float[] values = values((TFloat32) result.get(0));
                for (int i = 0; i < count; i++) {
                    all[from + i] = Arrays.copyOfRange(values, i * network.outputs(), (i + 1) * network.outputs());
                }
            }
        }
        return all;
    }

    /**
     * What each batch normalisation takes, by its name, over some clips and all places. Adds to the graph: to be called
     * once.
     *
     * @param clipFeatures {@code clips x height x width}, row-major
     */
    public Map<String, BatchNormFolding.Moments> normalized(float[] clipFeatures, int clips) {
        if (normalized.isEmpty()) {
            return Map.of();
        }
        Ops tf = Ops.create(graph);
        var sums = new LinkedHashMap<String, List<Operand<TFloat32>>>();
        normalized.forEach((name, value) -> {
            var all = tf.constant(
                    IntStream.range(0, value.shape().numDimensions() - 1).toArray());
            sums.put(name, List.of(tf.sum(value, all), tf.sum(tf.math.square(value), all)));
        });
        var totals = new LinkedHashMap<String, double[][]>();
        for (int from = 0; from < clips; from += ANSWER_BATCH) {
            int count = Math.min(ANSWER_BATCH, clips - from);
            try (var x = features(clipFeatures, from, count)) {
                Session.Runner runner = session.runner().feed(features, x);
                sums.values().forEach(pair -> pair.forEach(runner::fetch));
                try (var result = runner.run()) {
                    int at = 0;
                    for (String name : sums.keySet()) {
                        float[] sum = values((TFloat32) result.get(at++));
                        float[] squares = values((TFloat32) result.get(at++));
                        double[][] total = totals.computeIfAbsent(name, n -> new double[2][sum.length]);
                        for (int c = 0; c < sum.length; c++) {
                            total[0][c] += sum[c];
                            total[1][c] += squares[c];
                        }
                    }
                }
            }
        }
        var moments = new LinkedHashMap<String, BatchNormFolding.Moments>();
        totals.forEach((name, total) -> moments.put(name, moments(total, clips * places(name))));
        return moments;
    }

    private long places(String name) {
        long places = 1;
        long[] sizes = Objects.requireNonNull(normalized.get(name)).shape().asArray();
        for (int axis = 1; axis < sizes.length - 1; axis++) {
            places *= sizes[axis];
        }
        return places;
    }

    private static BatchNormFolding.Moments moments(double[][] sums, long count) {
        int channels = sums[0].length;
        var moments = new BatchNormFolding.Moments(new float[channels], new float[channels]);
        for (int c = 0; c < channels; c++) {
            double mean = sums[0][c] / count;
            moments.mean()[c] = (float) mean;
            moments.variance()[c] = (float) Math.max(0, sums[1][c] / count - mean * mean);
        }
        return moments;
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
