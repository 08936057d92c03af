package io.github.kws4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link ToneModel} as a network with state: it takes 8 frames a step and keeps the mean amplitudes of the last {@value
 * #KEPT} steps, whose mean its logits are made of.
 */
final class SteppingToneModel implements SteppingNetwork {
    static final int FRAMES = 8;
    static final int STEP = FRAMES * 160;
    static final int WINDOW = 400 + (12 * FRAMES - 1) * 160;

    private static final int KEPT = 10;
    private static final int TONES = ToneModel.HERTZ.length;

    final List<Extent> extents = new ArrayList<>();
    boolean failing;

    static ModelMetadata metadataOfModel() {
        return ToneModel.describe().windowSamples(WINDOW).stepFrames(FRAMES).build();
    }

    KeywordClassifier classifier() {
        return new NetworkClassifier(this, metadataOfModel(), Optional.of(new ToneModel.Tones(400, 160)), false);
    }

    @Override
    public void run(float[] input, Extent extent, float[] states, float[] outputs) {
        extents.add(extent);
        if (failing) {
            throw new ModelException("failed");
        }
        for (int row = 0; row < extent.batch(); row++) {
            for (int step = 0; step < extent.steps(); step++) {
                int at = row * extent.steps() + step;
                keep(input, at * FRAMES * TONES, states, row * stateLength());
                logits(states, row * stateLength(), outputs, at * classes());
            }
        }
    }

    private static void keep(float[] input, int from, float[] states, int state) {
        System.arraycopy(states, state + TONES, states, state, (KEPT - 1) * TONES);
        for (int tone = 0; tone < TONES; tone++) {
            float sum = 0;
            for (int frame = 0; frame < FRAMES; frame++) {
                sum += input[from + frame * TONES + tone] - (float) ToneModel.Tones.OF_SILENCE;
            }
            states[state + (KEPT - 1) * TONES + tone] = sum / FRAMES;
        }
    }

    private static void logits(float[] states, int state, float[] outputs, int at) {
        outputs[at] = 0;
        for (int tone = 0; tone < TONES; tone++) {
            float sum = 0;
            for (int step = 0; step < KEPT; step++) {
                sum += states[state + step * TONES + tone];
            }
            outputs[at + 1 + tone] = 100 * sum / KEPT - 7;
        }
    }

    @Override
    public int stateLength() {
        return KEPT * TONES;
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public List<Integer> inputShape() {
        return List.of(FRAMES, TONES);
    }

    @Override
    public int classes() {
        return ToneModel.LABELS.size();
    }

    @Override
    public Device device() {
        return Device.cpu();
    }

    @Override
    public String deviceNote() {
        return "";
    }

    @Override
    public void close() {}
}
