package io.github.kws4j;

import java.util.List;
import java.util.Map;

/**
 * A network whose one word is a tone of 440 Hz. Its logit is {@code 100 a - 7} for the mean amplitude {@code a} over a
 * window of one second, against 0 for silence: a tone of amplitude 0.5 and 300 ms gives 8.
 */
public final class OneTone implements KeywordNetwork {
    public static final int RATE = 8000;

    /** Streams of this network. */
    public static KeywordStreamBuilder stream() {
        return stream(describe().build());
    }

    /** Streams of this network, in a model of these thresholds. */
    public static KeywordStreamBuilder stream(OperatingPoints points) {
        return stream(describe().operatingPoints(points).build());
    }

    private static KeywordStreamBuilder stream(ModelMetadata metadata) {
        return KeywordClassifier.of(new OneTone(), metadata).stream();
    }

    private static ModelMetadataBuilder describe() {
        return ModelMetadata.builder(List.of("_silence_", "tone"))
                .sampleRate(RATE)
                .windowSamples(RATE);
    }

    /** The word at an amplitude, 300 ms long. */
    public static float[] word(double amplitude) {
        float[] samples = new float[RATE * 3 / 10];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (amplitude * Math.sin(2 * Math.PI * 440 * i / RATE));
        }
        return samples;
    }

    @Override
    public void run(float[] input, int batch, float[] logits) {
        for (int b = 0; b < batch; b++) {
            logits[2 * b] = 0;
            logits[2 * b + 1] = (float) (100 * amplitude(input, b * RATE) - 7);
        }
    }

    /** Goertzel's recurrence. */
    private static double amplitude(float[] x, int offset) {
        double twice = 2 * Math.cos(2 * Math.PI * 440 / RATE);
        double s1 = 0;
        double s2 = 0;
        for (int i = 0; i < RATE; i++) {
            double s0 = x[offset + i] + twice * s1 - s2;
            s2 = s1;
            s1 = s0;
        }
        return 2 * Math.sqrt(Math.max(0, s1 * s1 + s2 * s2 - twice * s1 * s2)) / RATE;
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public List<Integer> inputShape() {
        return List.of(RATE);
    }

    @Override
    public int classes() {
        return 2;
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
