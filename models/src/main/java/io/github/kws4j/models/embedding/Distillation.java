package io.github.kws4j.models.embedding;

import io.github.kws4j.spectrogram.Spectrogram;
import io.github.kws4j.train.VectorSource;
import java.util.SplittableRandom;

/**
 * What the embedding learns from: log-mel bands of disturbed speech, and the teacher's vectors of the same speech
 * undisturbed, each number brought to mean 0 and deviation 1. Safe to share between threads.
 */
final class Distillation implements VectorSource {
    private static final int VALUES = Teacher.VALUES;
    private static final Spectrogram FRONT_END = Spectrogram.logMel()
            .sampleRate(Segments.RATE)
            .frameLength(480)
            .frameStep(160)
            .power(2)
            .bands(EmbeddingLayers.BANDS)
            .range(20, 7600)
            .build();

    private final Segments segments;
    private final Disturbance disturbance;
    private final Scale scale;

    /** What the teacher's numbers are brought to mean 0 and deviation 1 by. */
    record Scale(float[] mean, float[] deviation) {
        static Scale of(Segments segments) {
            var sums = new Sums();
            var vectors = new float[Segments.VECTORS * VALUES];
            for (int segment = 0; segment < segments.size(); segment++) {
                segments.vectors(segment, vectors, 0);
                for (int i = 0; i < vectors.length; i++) {
                    sums.add(i % VALUES, vectors[i]);
                }
            }
            return sums.scale((long) segments.size() * Segments.VECTORS);
        }

        /** Of vectors as binary16, one after another. */
        static Scale ofHalves(short[] vectors) {
            var sums = new Sums();
            for (int i = 0; i < vectors.length; i++) {
                sums.add(i % VALUES, WordWindows.value(vectors[i]));
            }
            return sums.scale(vectors.length / VALUES);
        }

        /** Vectors, one after another, each number at mean 0 and deviation 1. */
        float[] applied(float[] vectors) {
            var scaled = new float[vectors.length];
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = (vectors[i] - mean[i % VALUES]) / deviation[i % VALUES];
            }
            return scaled;
        }
    }

    private static final class Sums {
        private final double[] sums = new double[VALUES];
        private final double[] squares = new double[VALUES];

        void add(int at, double value) {
            sums[at] += value;
            squares[at] += value * value;
        }

        Scale scale(long count) {
            var mean = new float[VALUES];
            var deviation = new float[VALUES];
            for (int i = 0; i < VALUES; i++) {
                mean[i] = (float) (sums[i] / count);
                deviation[i] = (float) Math.sqrt(Math.max(squares[i] / count - Math.pow(sums[i] / count, 2), 1e-9));
            }
            return new Scale(mean, deviation);
        }
    }

    Distillation(Segments segments, Disturbance disturbance, Scale scale) {
        this.segments = segments;
        this.disturbance = disturbance;
        this.scale = scale;
    }

    /** The front end: 40 log-mel bands of 20 to 7600 Hz in frames of 30 ms, 10 ms apart. */
    static Spectrogram frontEnd() {
        return FRONT_END;
    }

    @Override
    public Example draw(SplittableRandom random) {
        int segment = random.nextInt(segments.size());
        float[] sound = segments.samples(segment);
        disturbance.apply(sound, random);
        var features = new float[Segments.FRAMES * EmbeddingLayers.BANDS];
        FRONT_END.compute(sound, 0, sound.length, features, 0);
        var vectors = new float[Segments.VECTORS * VALUES];
        segments.vectors(segment, vectors, 0);
        return new Example(features, scale.applied(vectors));
    }
}
