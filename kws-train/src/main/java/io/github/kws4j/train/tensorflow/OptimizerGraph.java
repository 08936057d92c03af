package io.github.kws4j.train.tensorflow;

import io.github.kws4j.train.network.Network;
import io.github.kws4j.train.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.train.ApplyMomentum;
import org.tensorflow.types.TFloat32;

/**
 * Builds an optimiser's update of each trained weight as TensorFlow operations, to be run in {@link #passes}: a
 * sharpness-aware one goes up in the first and, with the gradient from there, back and down in the second.
 */
final class OptimizerGraph {
    static final String SLOT = "optimizer/";

    private final Ops tf;
    private final Optimizer optimizer;
    private final Optimizer base;
    private final Placeholder<TFloat32> rate;
    private final Map<String, Variable<TFloat32>> slots = new LinkedHashMap<>();
    private final List<Op> climb = new ArrayList<>();
    private final List<Op> updates = new ArrayList<>();

    OptimizerGraph(
            Ops tf,
            Optimizer optimizer,
            Operand<TFloat32> loss,
            List<Network.Parameter> trained,
            Map<String, Variable<TFloat32>> weights) {
        this.tf = tf;
        this.optimizer = optimizer;
        this.base = optimizer instanceof Optimizer.SharpnessAware aware ? aware.base() : optimizer;
        rate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        List<Variable<TFloat32>> variables =
                trained.stream().map(p -> weights.get(p.name())).toList();
        Gradients gradients = tf.gradients(loss, variables);
        var known = new ArrayList<Op>();
        for (int i = 0; i < variables.size(); i++) {
            known.add(tf.identity(gradients.<TFloat32>dy(i)));
        }
        // The variables change in place, and the backward pass reads them: no update before the last gradient is known.
        Ops after = tf.withControlDependencies(known);
        if (optimizer instanceof Optimizer.SharpnessAware aware) {
            after = tf.withControlDependencies(wayBack(after, aware.radius(), trained, variables, gradients));
        }
        for (int i = 0; i < variables.size(); i++) {
            updates.add(update(after, trained.get(i), variables.get(i), gradients.dy(i)));
        }
    }

    /**
     * Makes the pass that goes up the gradient, and gives what goes back the same way, once: nowhere where there was no
     * such pass.
     */
    private List<Op> wayBack(
            Ops after,
            double radius,
            List<Network.Parameter> trained,
            List<Variable<TFloat32>> variables,
            Gradients gradients) {
        var squares = new ArrayList<Operand<TFloat32>>();
        for (int i = 0; i < variables.size(); i++) {
            squares.add(tf.nn.l2Loss(gradients.<TFloat32>dy(i)));
        }
        Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(constant(2), tf.math.addN(squares)));
        Operand<TFloat32> scale = tf.math.div(constant(radius), tf.math.add(norm, constant(1e-12)));
        var back = new ArrayList<Op>();
        for (int i = 0; i < variables.size(); i++) {
            Variable<TFloat32> way = slot("climb", trained.get(i));
            Operand<TFloat32> step = after.assign(way, tf.math.mul(gradients.<TFloat32>dy(i), scale));
            climb.add(after.assignAdd(variables.get(i), step));
            Op returned = after.assignSub(variables.get(i), way);
            back.add(tf.withControlDependencies(List.of(returned)).assign(way, tf.zerosLike(way)));
        }
        return back;
    }

    private Op update(Ops after, Network.Parameter parameter, Variable<TFloat32> variable, Operand<TFloat32> gradient) {
        if (base instanceof Optimizer.Adam adam) {
            return adam(after, adam, parameter, variable, gradient);
        } else if (base instanceof Optimizer.Sgd sgd) {
            boolean decays = sgd.weightDecay() != 0 && parameter.role() == Network.Role.KERNEL;
            Operand<TFloat32> direction =
                    decays ? after.math.add(gradient, after.math.mul(variable, constant(sgd.weightDecay()))) : gradient;
            return after.train.applyMomentum(
                    variable,
                    slot("momentum", parameter),
                    rate,
                    direction,
                    constant(sgd.momentum()),
                    ApplyMomentum.useNesterov(sgd.nesterov()));
        }
        throw new AssertionError(base);
    }

    /**
     * Rounds as Keras does. TensorFlow's ApplyAdam doesn't: its {@code 1 - beta2} in floats is off by 5e-5 of itself.
     */
    private Op adam(
            Ops after,
            Optimizer.Adam adam,
            Network.Parameter parameter,
            Variable<TFloat32> variable,
            Operand<TFloat32> gradient) {
        Variable<TFloat32> mean = slot("mean", parameter);
        Variable<TFloat32> square = slot("square", parameter);
        Operand<TFloat32> newMean = approach(after, mean, gradient, 1 - adam.beta1());
        Operand<TFloat32> newSquare = approach(after, square, after.math.square(gradient), 1 - adam.beta2());
        return after.assignSub(
                variable,
                after.math.div(
                        after.math.mul(newMean, rate),
                        after.math.add(after.math.sqrt(newSquare), constant(adam.epsilon()))));
    }

    /** Moves a slot by a share of the way to a value, in one pass over it. */
    private Operand<TFloat32> approach(Ops after, Operand<TFloat32> slot, Operand<TFloat32> value, double share) {
        return after.train.applyGradientDescent(slot, constant(share), after.math.sub(slot, value));
    }

    private Variable<TFloat32> slot(String kind, Network.Parameter parameter) {
        long[] shape = parameter.shape().stream().mapToLong(n -> n).toArray();
        Variable<TFloat32> slot = tf.variable(Shape.of(shape), TFloat32.class);
        slots.put(SLOT + kind + "/" + parameter.name(), slot);
        return slot;
    }

    private Operand<TFloat32> constant(double value) {
        return tf.constant((float) value);
    }

    /** What the optimiser remembers, by names that begin with {@link #SLOT}; starts at 0. */
    Map<String, Variable<TFloat32>> slots() {
        return slots;
    }

    /** What is run one after another in a training step, counted from 1, of all steps; each on the same batch. */
    List<List<Op>> passes(long step, long steps) {
        boolean climbs = optimizer instanceof Optimizer.SharpnessAware aware && step > aware.from() * steps;
        return climbs ? List.of(climb, updates) : List.of(updates);
    }

    /** To be fed with {@link #rateAt}. */
    Placeholder<TFloat32> rate() {
        return rate;
    }

    /**
     * What the optimiser makes of a learning rate at a step, counted from 1: Adam corrects for means that start at 0.
     */
    float rateAt(double learningRate, long step) {
        if (base instanceof Optimizer.Adam adam) {
            float power1 = (float) Math.pow((float) adam.beta1(), step);
            float power2 = (float) Math.pow((float) adam.beta2(), step);
            return (float) learningRate * (float) Math.sqrt(1 - power2) / (1 - power1);
        }
        return (float) learningRate;
    }
}
