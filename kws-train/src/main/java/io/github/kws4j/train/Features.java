package io.github.kws4j.train;

import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.train.network.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** All clips of a data set as a network takes them, in one array: {@code clips x height x width}. */
final class Features {
    /** Clips whose features are computed one after the other in the same arrays. */
    private static final int CHUNK = 32;
    /** Some JVMs have no longer arrays. */
    private static final int MOST_VALUES = Integer.MAX_VALUE - 8;

    private final float[] values;
    private final int perClip;
    private final int[] labels;

    private Features(float[] values, int perClip, int[] labels) {
        this.values = values;
        this.perClip = perClip;
        this.labels = labels;
    }

    /**
     * Before normalisation, with what it takes to normalise: mean and variance of the spectrograms, before they were
     * resized.
     */
    record Adapted(Features features, Normalization normalization) {}

    /**
     * Refuses a data set whose features don't fit one array or the heap, before any is computed.
     *
     * @throws IllegalArgumentException with the limit and what helps
     */
    static void checkSize(int clips, FrontEnd frontEnd) {
        long values = (long) clips * frontEnd.shape().values();
        long heap = Runtime.getRuntime().maxMemory() / Float.BYTES;
        long most = Math.min(MOST_VALUES, heap);
        if (values > most) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "expected at most %d clips of %s, whose features fit %s, but got %d; train on drawn clips with"
                            + " fit(List<LabelledSource>, AudioDataset), resize spectrograms, or take fewer clips",
                    most / frontEnd.shape().values(),
                    frontEnd.shape(),
                    heap < MOST_VALUES ? "the heap of " + (heap * Float.BYTES >> 20) + " MiB" : "one array",
                    clips));
        }
    }

    /**
     * Computes the features on all cores.
     *
     * @throws IllegalArgumentException as {@link #checkSize}
     */
    static Adapted of(AudioDataset data, FrontEnd frontEnd) {
        int clips = data.size();
        checkSize(clips, frontEnd);
        int perClip = frontEnd.shape().values();
        var values = new float[clips * perClip];
        var sums = new double[clips];
        var squares = new double[clips];
        List<LabelledClip> clipList = data.clips();
        int chunks = (clips + CHUNK - 1) / CHUNK;
        IntStream.range(0, chunks).parallel().forEach(chunk -> {
            var samples = new float[frontEnd.window()];
            var spectrogram =
                    new float[frontEnd.frames() * frontEnd.spectrogram().bins()];
            for (int clip = chunk * CHUNK; clip < Math.min(clips, (chunk + 1) * CHUNK); clip++) {
                frontEnd.samples(clipList.get(clip), samples);
                frontEnd.spectrogram(samples, spectrogram);
                for (float value : spectrogram) {
                    sums[clip] += value;
                    squares[clip] += (double) value * value;
                }
                frontEnd.features(spectrogram, values, clip * perClip);
            }
        });
        double count =
                (double) clips * frontEnd.frames() * frontEnd.spectrogram().bins();
        double mean = IntStream.range(0, clips).mapToDouble(i -> sums[i]).sum() / count;
        double square = IntStream.range(0, clips).mapToDouble(i -> squares[i]).sum() / count;
        return new Adapted(
                new Features(values, perClip, data.classes()), new Normalization(mean, square - mean * mean));
    }

    /** Normalises the values in place. */
    Features normalize(Normalization normalization) {
        normalization.apply(values);
        return this;
    }

    int clips() {
        return labels.length;
    }

    int[] labels() {
        return labels;
    }

    float[] values() {
        return values;
    }

    /** What distinguishes these from others. */
    String identity() {
        return "features " + Arrays.hashCode(values) + " " + Arrays.hashCode(labels);
    }

    /** The given clips, in the given order. */
    Batch.OfClasses batch(int[] clips) {
        var batch = new float[clips.length * perClip];
        for (int i = 0; i < clips.length; i++) {
            System.arraycopy(values, clips[i] * perClip, batch, i * perClip, perClip);
        }
        return new Batch.OfClasses(
                batch, IntStream.of(clips).map(clip -> labels[clip]).toArray());
    }
}
