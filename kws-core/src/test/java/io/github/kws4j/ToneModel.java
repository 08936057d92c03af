package io.github.kws4j;

import io.github.kws4j.audio.SampleFormat;
import io.github.kws4j.spectrogram.FrontEnd;
import io.github.kws4j.spectrogram.Spectrogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A keyword network with known answers: its words are tones, its features the amplitude at each word's frequency, its
 * logit {@code 100 a - 7} for a mean amplitude {@code a} over the window, against 0 for silence. A tone of amplitude
 * 0.5 that fills 300 of 1000 ms has {@code a = 0.15}, logit 8.
 */
final class ToneModel implements KeywordNetwork {
    static final int RATE = 16_000;
    static final int WORD = 4_800;
    static final List<String> LABELS = List.of("_silence_", "_unknown_", "low", "high");
    static final double[] HERTZ = {5000, 440, 1320};

    static final SampleFormat PCM16 = SampleFormat.pcm16(RATE);

    private final boolean waveform;
    final List<Integer> batches = new ArrayList<>();
    final List<float[]> rows = new ArrayList<>();
    boolean recording;
    volatile boolean closed;
    boolean failing;

    private ToneModel(boolean waveform) {
        this.waveform = waveform;
    }

    static ToneModel ofWaveform() {
        return new ToneModel(true);
    }

    static ToneModel ofSpectrogram() {
        return new ToneModel(false);
    }

    static ModelMetadataBuilder describe() {
        return ModelMetadata.builder(LABELS).sampleRate(RATE).windowSamples(RATE);
    }

    KeywordClassifier classifier(ModelMetadata metadata) {
        Optional<Spectrogram> features = waveform ? Optional.empty() : Optional.of(new Tones(400, 160));
        return new NetworkClassifier(this, metadata, features, false);
    }

    KeywordStreamBuilder stream() {
        return classifier(describe().build()).stream();
    }

    /** {@code seconds} of faint noise with words laid in. */
    static float[] silence(double seconds) {
        float[] samples = new float[(int) (seconds * RATE)];
        var random = new java.util.Random(7);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (random.nextGaussian() * 1e-3);
        }
        return samples;
    }

    static float[] say(float[] samples, String word, double atSecond) {
        int from = (int) (atSecond * RATE);
        double step = 2 * Math.PI * HERTZ[LABELS.indexOf(word) - 1] / RATE;
        for (int i = 0; i < WORD; i++) {
            samples[from + i] += (float) (0.5 * Math.sin(step * i));
        }
        return samples;
    }

    /** Nine seconds: low, high, low. */
    static float[] threeWords() {
        float[] sound = silence(9);
        say(sound, "low", 1.25);
        say(sound, "high", 4.037);
        return say(sound, "low", 6.611);
    }

    @Override
    public void run(float[] input, int batch, float[] logits) {
        if (closed) {
            throw new IllegalStateException("expected an open network but this one was closed");
        }
        if (failing) {
            throw new ModelException("out of memory");
        }
        int values = waveform ? RATE : inputShape().get(0) * inputShape().get(1);
        if (recording) {
            batches.add(batch);
        }
        for (int b = 0; b < batch; b++) {
            if (recording) {
                rows.add(java.util.Arrays.copyOfRange(input, b * values, (b + 1) * values));
            }
            logits[b * LABELS.size()] = 0;
            for (int w = 0; w < HERTZ.length; w++) {
                double a = waveform
                        ? amplitude(input, b * values, RATE, HERTZ[w])
                        : mean(input, b * values + w, (b + 1) * values, HERTZ.length) - Tones.OF_SILENCE;
                logits[b * LABELS.size() + 1 + w] = (float) (100 * a - 7);
            }
        }
    }

    private static double mean(float[] input, int from, int end, int step) {
        double sum = 0;
        int n = 0;
        for (int at = from; at < end; at += step, n++) {
            sum += input[at];
        }
        return sum / n;
    }

    /** Goertzel's recurrence. */
    static double amplitude(float[] x, int offset, int length, double hertz) {
        double step = 2 * Math.PI * hertz / RATE;
        double twice = 2 * Math.cos(step);
        double s1 = 0;
        double s2 = 0;
        for (int i = 0; i < length; i++) {
            double s0 = x[offset + i] + twice * s1 - s2;
            s2 = s1;
            s1 = s0;
        }
        return 2 * Math.sqrt(Math.max(0, s1 * s1 + s2 * s2 - twice * s1 * s2)) / length;
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public List<Integer> inputShape() {
        return waveform ? List.of(RATE) : List.of(98, HERTZ.length);
    }

    @Override
    public int classes() {
        return LABELS.size();
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
    public void close() {
        closed = true;
    }

    /** Amplitudes at the words' frequencies, frame by frame. */
    record Tones(int frameLength, int frameStep) implements Spectrogram {
        static final double OF_SILENCE = 0.02; // not 0, as in a log-mel spectrogram

        @Override
        public int frames(int samples) {
            return samples < frameLength ? 0 : 1 + (samples - frameLength) / frameStep;
        }

        @Override
        public int bins() {
            return HERTZ.length;
        }

        @Override
        public float[][] compute(float[] samples) {
            float[] flat = new float[frames(samples.length) * bins()];
            compute(samples, 0, samples.length, flat, 0);
            float[][] frames = new float[frames(samples.length)][bins()];
            for (int f = 0; f < frames.length; f++) {
                System.arraycopy(flat, f * bins(), frames[f], 0, bins());
            }
            return frames;
        }

        @Override
        public void compute(float[] samples, int offset, int length, float[] out, int outOffset) {
            int at = outOffset;
            for (int f = 0; f < frames(length); f++) {
                for (double hertz : HERTZ) {
                    out[at++] = (float) (OF_SILENCE + amplitude(samples, offset + f * frameStep, frameLength, hertz));
                }
            }
        }

        /** No model file can name tones: an STFT of the same frames. */
        @Override
        public FrontEnd frontEnd() {
            return Spectrogram.stft()
                    .frameLength(frameLength)
                    .frameStep(frameStep)
                    .build()
                    .frontEnd();
        }
    }
}
