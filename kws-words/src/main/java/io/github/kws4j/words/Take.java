package io.github.kws4j.words;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A recording made ready for the embedding: the word with faint noise before and after it, in which it is as a stream
 * would have it, alone or laid into a background.
 *
 * @param samples the sound
 * @param began first sample of the word
 * @param ended the sample after its last
 */
record Take(float[] samples, int began, int ended) {
    private static final double LEAD_SECONDS = 1.3;
    private static final double KEPT_BEFORE_SECONDS = 0.2;
    private static final double TAIL_SECONDS = 0.9;
    private static final double PLACES_SECONDS = 0.4;
    private static final double FAINTEST = 1e-4;
    private static final double LOUDEST_FLOOR = 3e-3;
    private static final double LEAST_SNR_DB = 5;
    private static final double MOST_SNR_DB = 15;

    /** The word alone, in noise as loud as the recording's own. */
    static Take clean(Recording recording, int sampleRate, SplittableRandom random) {
        int lead = (int) (LEAD_SECONDS * sampleRate);
        int tail = (int) (TAIL_SECONDS * sampleRate);
        int from = Math.max(0, recording.place().began() - (int) (KEPT_BEFORE_SECONDS * sampleRate));
        int to = Math.min(recording.samples().length, recording.place().ended() + tail);
        int began = lead + recording.place().began() - from;
        int ended = began + recording.place().ended() - recording.place().began();
        float[] samples = new float[ended + tail];
        double level =
                Math.max(FAINTEST, Math.min(LOUDEST_FLOOR, recording.place().floor()));
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (level * random.nextGaussian());
        }
        System.arraycopy(recording.samples(), from, samples, lead, to - from);
        return new Take(samples, began, ended);
    }

    /** A whole sound in faint noise. */
    static Take of(float[] sound, int sampleRate, SplittableRandom random) {
        int lead = (int) (LEAD_SECONDS * sampleRate);
        float[] samples = new float[lead + sound.length + lead];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (FAINTEST * random.nextGaussian());
        }
        System.arraycopy(sound, 0, samples, lead, sound.length);
        return new Take(samples, lead, lead + sound.length);
    }

    /** This laid into a background, at a place of it drawn now, the word 5 to 15 dB over it. */
    Supplier<Take> in(Background background, double loudness, SplittableRandom random) {
        int from = background.place(random);
        double snr = LEAST_SNR_DB + (MOST_SNR_DB - LEAST_SNR_DB) * random.nextDouble();
        return () -> mixed(background.part(from, samples.length), loudness, snr);
    }

    private Take mixed(float[] other, double loudness, double snr) {
        double gain = loudness / Background.loudness(other) * Math.pow(10, -snr / 20);
        float[] mixed = new float[samples.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (float) Math.max(-1, Math.min(1, samples[i] + gain * other[i]));
        }
        return new Take(mixed, began, ended);
    }

    /**
     * The mean of the windows that end soon after the word.
     *
     * @param vectors of this sound, with mean 0 and deviation 1
     * @param timing of the embedding
     */
    double[] after(float[][] vectors, Timing timing) {
        int last = timing.firstStep(ended + timing.seconds(PLACES_SECONDS));
        return mean(windows(vectors, timing.firstStep(ended), last, timing.window()));
    }

    /** The windows at which the word may be found: from half of it on to three quarters of a second after it. */
    List<double[]> around(float[][] vectors, Timing timing) {
        int last = timing.stepAt(ended + timing.seconds(0.75));
        return windows(vectors, timing.stepAt((began + ended) / 2), last, timing.window());
    }

    /** The windows that end at each vector from one to another: {@code count x size}, 0 before the first vector. */
    static List<double[]> windows(float[][] vectors, int from, int to, int count) {
        var windows = new ArrayList<double[]>();
        for (int last = from; last < Math.min(to, vectors.length); last++) {
            int size = vectors[last].length;
            double[] window = new double[count * size];
            for (int k = 0; k < count; k++) {
                int t = last - count + 1 + k;
                for (int i = 0; t >= 0 && i < size; i++) {
                    window[k * size + i] = vectors[t][i];
                }
            }
            windows.add(window);
        }
        return windows;
    }

    static double[] mean(List<double[]> windows) {
        double[] mean = new double[windows.get(0).length];
        for (double[] window : windows) {
            addShare(mean, window, windows.size());
        }
        return mean;
    }

    private static void addShare(double[] mean, double[] window, double count) {
        for (int i = 0; i < mean.length; i++) {
            mean[i] += window[i] / count;
        }
    }
}
