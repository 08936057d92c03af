package io.github.kws4j.models.embedding;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Where the words of a sentence lie in its recording, found by dynamic time warping (Sakoe and Chiba 1978) against the
 * same words as a synthesiser speaks them: log-mel bands every 20 ms and their changes, each band about its mean in the
 * recording.
 */
final class WordAlignment {
    private static final int HOP = 320;
    private static final int BANDS = EmbeddingLayers.BANDS;
    private static final int VALUES = 2 * BANDS;
    /** What a step along both costs, of 2 that it would cost along one after the other. */
    private static final float DIAGONAL = 1.3f;

    private final SpokenWords voice;

    WordAlignment(SpokenWords voice) {
        this.voice = voice;
    }

    /**
     * A word in a recording.
     *
     * @param text the word
     * @param start its first sample
     * @param end the sample after its last, at which the next word starts
     */
    record Word(String text, int start, int end) {}

    /**
     * Locates words.
     *
     * @param recording at {@value Segments#RATE} Hz
     * @param words what is said in it, in order
     * @return as many as {@code words}
     */
    List<Word> locate(float[] recording, List<String> words) throws IOException {
        var starts = new int[words.size() + 1];
        var sounds = new ArrayList<float[]>();
        for (int i = 0; i < words.size(); i++) {
            sounds.add(voice.of(words.get(i)));
            starts[i + 1] = starts[i] + sounds.get(i).length;
        }
        var spoken = new float[starts[words.size()]];
        for (int i = 0; i < words.size(); i++) {
            System.arraycopy(sounds.get(i), 0, spoken, starts[i], sounds.get(i).length);
        }
        int[] place = path(features(recording), features(spoken));
        var located = new ArrayList<Word>();
        for (int i = 0; i < words.size(); i++) {
            located.add(new Word(words.get(i), at(place, starts[i]), at(place, starts[i + 1])));
        }
        return located;
    }

    private static int at(int[] place, int sample) {
        return HOP * place[Math.min(sample / HOP, place.length - 1)];
    }

    /** Of every second frame the bands about their means, at deviation 1 together, and their changes. */
    private static float[][] features(float[] sound) {
        var random = new Random(1);
        float[] padded = Arrays.copyOf(sound, sound.length + Segments.RATE * 3 / 100);
        for (int i = 0; i < padded.length; i++) {
            padded[i] += (float) (1e-4 * random.nextGaussian());
        }
        int frames = (padded.length - 480) / 160 + 1;
        var all = new float[frames * BANDS];
        Distillation.frontEnd().compute(padded, 0, padded.length, all, 0);
        var features = new float[(frames + 1) / 2][VALUES];
        for (int t = 0; t < features.length; t++) {
            System.arraycopy(all, 2 * t * BANDS, features[t], 0, BANDS);
        }
        standardise(features);
        for (int t = 1; t + 1 < features.length; t++) {
            for (int band = 0; band < BANDS; band++) {
                features[t][BANDS + band] = features[t + 1][band] - features[t - 1][band];
            }
        }
        return features;
    }

    private static void standardise(float[][] features) {
        double squares = 0;
        for (int band = 0; band < BANDS; band++) {
            double mean = 0;
            for (float[] frame : features) {
                mean += frame[band] / features.length;
            }
            for (float[] frame : features) {
                frame[band] -= (float) mean;
                squares += frame[band] * frame[band];
            }
        }
        float deviation = (float) Math.sqrt(squares / ((double) features.length * BANDS)) + 1e-6f;
        for (float[] frame : features) {
            for (int band = 0; band < BANDS; band++) {
                frame[band] /= deviation;
            }
        }
    }

    /** For each frame of {@code spoken} the first frame of {@code recorded} on the cheapest path. */
    private static int[] path(float[][] recorded, float[][] spoken) {
        int columns = spoken.length;
        var costs = new float[recorded.length][columns];
        for (int i = 0; i < recorded.length; i++) {
            for (int j = 0; j < columns; j++) {
                float step = distance(recorded[i], spoken[j]);
                costs[i][j] = i + j == 0 ? step : Math.min(both(costs, i, j, step), one(costs, i, j, step));
            }
        }
        var first = new int[columns];
        int i = recorded.length - 1;
        int j = columns - 1;
        while (i + j > 0) {
            first[j] = i;
            float above = i > 0 ? costs[i - 1][j] : Float.MAX_VALUE;
            float before = j > 0 ? costs[i][j - 1] : Float.MAX_VALUE;
            boolean diagonal = i > 0 && j > 0 && both(costs, i, j, distance(recorded[i], spoken[j])) <= costs[i][j];
            boolean down = !diagonal && above <= before;
            i -= diagonal || down ? 1 : 0;
            j -= diagonal || !down ? 1 : 0;
        }
        first[0] = 0;
        return first;
    }

    private static float both(float[][] costs, int i, int j, float step) {
        return i > 0 && j > 0 ? costs[i - 1][j - 1] + DIAGONAL * step : Float.MAX_VALUE;
    }

    private static float one(float[][] costs, int i, int j, float step) {
        float above = i > 0 ? costs[i - 1][j] : Float.MAX_VALUE;
        float before = j > 0 ? costs[i][j - 1] : Float.MAX_VALUE;
        return Math.min(above, before) + step;
    }

    private static float distance(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < VALUES; i++) {
            float difference = a[i] - b[i];
            sum += difference * difference;
        }
        return (float) Math.sqrt(sum);
    }
}
