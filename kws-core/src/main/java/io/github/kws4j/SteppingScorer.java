package io.github.kws4j;

import io.github.kws4j.spectrogram.Spectrogram;
import java.util.Optional;

/**
 * Scores what is new in a stream, with a network that carries its own past: a row is the frames of one hop, a whole
 * number of the network's steps. A label's probability is that of the largest of its outputs in these steps.
 */
final class SteppingScorer implements WindowScorer {
    private final SteppingNetwork network;
    private final Spectrogram spectrogram;
    private final ModelMetadata model;
    private final Softmax softmax;

    SteppingScorer(SteppingNetwork network, Spectrogram spectrogram, ModelMetadata model) {
        this.network = network;
        this.spectrogram = spectrogram;
        this.model = model;
        softmax = new Softmax(model.temperature());
    }

    private int stepSamples() {
        return network.inputShape().get(0) * spectrogram.frameStep();
    }

    @Override
    public Optional<Spectrogram> spectrogram() {
        return Optional.of(spectrogram);
    }

    @Override
    public long nearestHop(long samples) {
        return Math.max(1, Math.round((double) samples / stepSamples())) * stepSamples();
    }

    @Override
    public int windowSamples(int hop) {
        return spectrogram.frameLength() - spectrogram.frameStep() + hop;
    }

    /** Half of what a clip may hold: a word that is found was said in it. */
    @Override
    public int span(int hop) {
        return Math.max(hop, model.windowSamples() / 2);
    }

    @Override
    public int rowLength(int hop) {
        return hop / spectrogram.frameStep() * spectrogram.bins();
    }

    @Override
    public int stateLength() {
        return network.stateLength();
    }

    @Override
    public void score(float[] rows, int count, int hop, float[] states, float[] probabilities) {
        score(rows, new SteppingNetwork.Extent(count, hop / stepSamples()), count, states, probabilities);
    }

    @Override
    public void scoreInARow(float[] rows, int count, int hop, float[] state, float[] probabilities) {
        score(rows, new SteppingNetwork.Extent(1, count * (hop / stepSamples())), count, state, probabilities);
    }

    /** The probabilities of {@code count} equal parts of all steps. */
    private void score(float[] rows, SteppingNetwork.Extent extent, int count, float[] states, float[] probabilities) {
        int labels = network.classes();
        int steps = extent.batch() * extent.steps() / count;
        float[] outputs = steps == 1 ? probabilities : new float[count * steps * labels];
        network.run(rows, extent, states, outputs);
        if (steps > 1) {
            UnrolledNetwork.keepLargest(outputs, new SteppingNetwork.Extent(count, steps), labels, probabilities);
        }
        for (int i = 0; i < count; i++) {
            requireFinite(probabilities, i * labels, labels);
            softmax.applyTo(probabilities, i * labels, labels);
        }
    }

    private static void requireFinite(float[] outputs, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (!Float.isFinite(outputs[i])) {
                throw new ModelException("expected finite outputs but the network gave " + outputs[i]);
            }
        }
    }
}
