package io.github.kws4j.models.embedding;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/**
 * Trains the word embedding with AdamW (Loshchilov and Hutter 2019), at a rate that rises over 100 steps and falls
 * along a cosine. Its state lies in a file, from which a stopped training goes on to the same weights. For one thread.
 */
final class WordTraining {
    private static final int WARM_UP = 100;
    private static final int STEPS_A_LINE = 100;
    private static final int MOMENTS = 2;
    private static final double FIRST = 0.9;
    private static final double SECOND = 0.999;
    private static final double TINY = 1e-8;
    private static final double FIRST_FACTOR = 1.5;

    private final Plan plan;
    private final WordEpisodes episodes;
    private final Path file;
    private final WordNetwork network;
    private final List<Matrix> moments = new ArrayList<>();
    /** The logarithm of the loss's factor, and its moments. */
    private final Matrix factor = new Matrix(1, 1 + MOMENTS, new float[] {(float) Math.log(FIRST_FACTOR), 0, 0});

    private int step;
    private double loss;
    private double above;

    /** What is trained and how. */
    record Plan(WordNetwork.Sizes sizes, WordLoss.Rows rows, int steps, double rate, double decay, long seed) {}

    /**
     * A training, from the state in a file where it is there.
     *
     * @throws IOException where the file can't be read, or is of another plan
     */
    WordTraining(Plan plan, WordEpisodes episodes, Path file) throws IOException {
        this.plan = plan;
        this.episodes = episodes;
        this.file = file;
        network = new WordNetwork(plan.sizes(), new SplittableRandom(plan.seed()));
        for (Matrix weights : network.weights()) {
            for (int i = 0; i < MOMENTS; i++) {
                moments.add(Matrix.zeros(weights.rows(), weights.columns()));
            }
        }
        if (Files.exists(file)) {
            read();
        }
    }

    /**
     * Trains to the last step.
     *
     * @throws CancellationException where the thread is interrupted; the state is written before
     */
    WordNetwork toTheEnd() throws IOException {
        return to(plan.steps());
    }

    /** Trains to a step and writes the state. */
    WordNetwork to(int last) throws IOException {
        while (step < last) {
            step();
            if (step % STEPS_A_LINE == 0 || step == last) {
                System.out.printf(
                        Locale.ROOT,
                        "step %d of %d: loss %.3f, above all other speech %.3f, factor %.2f%n",
                        step,
                        plan.steps(),
                        loss / Math.min(1, 1 - Math.pow(0.98, step)),
                        above / Math.min(1, 1 - Math.pow(0.98, step)),
                        Math.exp(factor.values()[0]));
                write();
            }
            if (Thread.interrupted()) {
                write();
                throw new CancellationException("stopped after step " + step);
            }
        }
        return network;
    }

    private void step() {
        var random = new SplittableRandom(plan.seed() * 1_000_003 + step);
        WordNetwork.Pass pass = network.new Pass(episodes.draw(plan.rows(), random));
        double exponential = Math.exp(factor.values()[0]);
        var judgement = WordLoss.of(plan.rows(), pass.outputs(), exponential);
        pass.follow(step == 0);
        double rate =
                plan.rate() * Math.min(1, (step + 1.0) / WARM_UP) * 0.5 * (1 + Math.cos(Math.PI * step / plan.steps()));
        step++;
        List<Matrix> gradients = pass.gradients(judgement.inOutputs());
        for (int i = 0; i < gradients.size(); i++) {
            float[] weights = network.weights().get(i).values();
            float[] first = moments.get(MOMENTS * i).values();
            float[] second = moments.get(MOMENTS * i + 1).values();
            for (int j = 0; j < weights.length; j++) {
                weights[j] -= (float) (rate * plan.decay() * weights[j]);
                weights[j] -= move(first, second, j, gradients.get(i).values()[j], rate);
            }
        }
        stepFactor(judgement.inFactor() * exponential, rate);
        loss = 0.98 * loss + 0.02 * judgement.loss();
        above = 0.98 * above + 0.02 * judgement.above();
    }

    private void stepFactor(double gradient, double rate) {
        float[] first = {factor.values()[1]};
        float[] second = {factor.values()[2]};
        factor.values()[0] -= move(first, second, 0, gradient, rate);
        factor.values()[1] = first[0];
        factor.values()[2] = second[0];
    }

    private float move(float[] first, float[] second, int i, double gradient, double rate) {
        first[i] = (float) (FIRST * first[i] + (1 - FIRST) * gradient);
        second[i] = (float) (SECOND * second[i] + (1 - SECOND) * gradient * gradient);
        double mean = first[i] / (1 - Math.pow(FIRST, step));
        double square = second[i] / (1 - Math.pow(SECOND, step));
        return (float) (rate * mean / (Math.sqrt(square) + TINY));
    }

    private List<Matrix> state() {
        var state = new ArrayList<>(network.weights());
        state.addAll(network.statistics());
        state.addAll(moments);
        state.add(factor);
        return state;
    }

    private void write() throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(beside), 1 << 16))) {
            out.writeUTF(plan.toString());
            out.writeInt(step);
            out.writeDouble(loss);
            out.writeDouble(above);
            for (Matrix matrix : state()) {
                for (float value : matrix.values()) {
                    out.writeFloat(value);
                }
            }
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void read() throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            String found = in.readUTF();
            if (!found.equals(plan.toString())) {
                throw new IOException("expected the state of " + plan + " in " + file + " but found that of " + found);
            }
            step = in.readInt();
            loss = in.readDouble();
            above = in.readDouble();
            for (Matrix matrix : state()) {
                for (int i = 0; i < matrix.values().length; i++) {
                    matrix.values()[i] = in.readFloat();
                }
            }
        }
    }
}
