package io.github.kws4j.bench.rivals;

import java.util.Arrays;
import java.util.List;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * The cepstra that Rustpotter 3 compares: some numbers every 10 ms from frames of 30 ms, without the first, which is
 * loudness, each less its mean over the recording. Its quirks are kept, so that what is made here and what it makes of
 * a stream agree: pre-emphasis starts anew every 10 ms, and a recording's first 10 ms are in no frame.
 */
final class RustpotterCepstra {
    private static final int RATE = 16_000;
    private static final int SHIFT = RATE / 100;
    private static final int FRAME = 3 * SHIFT;
    private static final int BINS = FRAME / 2;
    private static final float PRE_EMPHASIS = 0.97f;
    private static final float[] WINDOW = hamming();
    private static final FloatFFT_1D FFT = new FloatFFT_1D(FRAME);

    private final int coefficients;
    private final int bandCount;
    private final float[][] filters;

    RustpotterCepstra(int coefficients) {
        this.coefficients = coefficients;
        bandCount = coefficients + 1;
        filters = filters(bandCount);
    }

    /** {@code frames x coefficients} of a recording at 16 kHz; what is left over after frames of 30 ms is dropped. */
    float[][] of(float[] samples) {
        float[] emphasised = new float[samples.length / FRAME * FRAME];
        for (int i = 0; i < emphasised.length; i++) {
            emphasised[i] = samples[i] - (i % SHIFT == 0 ? 0 : PRE_EMPHASIS * samples[i - 1]);
        }
        float[][] cepstra = new float[Math.max(0, emphasised.length / SHIFT - 3)][];
        for (int t = 0; t < cepstra.length; t++) {
            cepstra[t] = cepstrum(Arrays.copyOfRange(emphasised, (t + 1) * SHIFT, (t + 1) * SHIFT + FRAME));
        }
        subtractMean(cepstra);
        return cepstra;
    }

    private float[] cepstrum(float[] frame) {
        for (int i = 0; i < FRAME; i++) {
            frame[i] *= WINDOW[i];
        }
        FFT.realForward(frame);
        double[] bands = new double[bandCount];
        for (int b = 0; b < bandCount; b++) {
            double sum = filters[b][0] * frame[0] * frame[0];
            for (int k = 1; k < BINS; k++) {
                sum += filters[b][k] * (frame[2 * k] * frame[2 * k] + frame[2 * k + 1] * frame[2 * k + 1]);
            }
            bands[b] = Math.log(sum + Float.MIN_NORMAL);
        }
        float[] cepstrum = new float[coefficients];
        for (int c = 1; c < bandCount; c++) {
            double sum = 0;
            for (int b = 0; b < bandCount; b++) {
                sum += 2 * bands[b] * Math.cos(Math.PI / bandCount * (b + 0.5) * c);
            }
            cepstrum[c - 1] = (float) sum;
        }
        return cepstrum;
    }

    private void subtractMean(float[][] cepstra) {
        for (int c = 0; c < coefficients; c++) {
            double mean = 0;
            for (float[] frame : cepstra) {
                mean += frame[c] / cepstra.length;
            }
            for (float[] frame : cepstra) {
                frame[c] -= (float) mean;
            }
        }
    }

    private static float[] hamming() {
        float[] window = new float[FRAME];
        for (int i = 0; i < FRAME; i++) {
            window[i] = (float) (0.54 - 0.46 * Math.cos(2 * Math.PI * i / (FRAME - 1)));
        }
        return window;
    }

    /** Triangles between whole bins, equally far apart in mel from 0 to half the rate. */
    private static float[][] filters(int bandCount) {
        double top = Math.floor(1127 * Math.log1p(RATE / 2.0 / 700));
        int[] bins = new int[bandCount + 2];
        for (int i = 0; i < bins.length; i++) {
            double hertz = 700 * Math.expm1(i * top / (bandCount + 1) * Math.log1p(1000 / 700.0) / 1000);
            bins[i] = (int) Math.floor(0.5 + BINS * hertz / (RATE / 2.0));
        }
        float[][] filters = new float[bandCount][BINS];
        for (int b = 0; b < bandCount; b++) {
            for (int k = bins[b]; k < bins[b + 1]; k++) {
                filters[b][k] = (float) (k - bins[b]) / (bins[b + 1] - bins[b]);
            }
            for (int k = bins[b + 1]; k < Math.min(BINS, bins[b + 2]); k++) {
                filters[b][k] = (float) (bins[b + 2] - k) / (bins[b + 2] - bins[b + 1]);
            }
        }
        return filters;
    }

    /**
     * The mean of recordings, longest first: each is laid along the mean so far by dynamic time warping, and what falls
     * on the same frame is averaged. The first frame also takes the next recording's first again for each step that
     * the shorter of both has, as Rustpotter 3.0.1 does.
     */
    float[][] mean(List<float[][]> longestFirst) {
        float[][] mean = longestFirst.get(0);
        for (float[][] next : longestFirst.subList(1, longestFirst.size())) {
            mean = mean(mean, next);
        }
        return mean;
    }

    private float[][] mean(float[][] mean, float[][] next) {
        double[][] costs = costs(mean, next);
        float[][] sums = new float[mean.length][];
        int[] counts = new int[mean.length];
        for (int t = 0; t < mean.length; t++) {
            sums[t] = mean[t].clone();
            counts[t] = 1;
        }
        int row = mean.length - 1;
        int column = next.length - 1;
        int again = Math.min(row, column);
        while (row > 0 || column > 0) {
            double across = row == 0 || column == 0 ? Double.POSITIVE_INFINITY : costs[row - 1][column - 1];
            double up = row == 0 ? Double.POSITIVE_INFINITY : costs[row - 1][column];
            double left = column == 0 ? Double.POSITIVE_INFINITY : costs[row][column - 1];
            boolean both = across <= Math.min(up, left);
            row -= both || up <= left ? 1 : 0;
            column -= both || up > left ? 1 : 0;
            add(sums, counts, row, next[column]);
        }
        for (int i = 0; i < again; i++) {
            add(sums, counts, 0, next[0]);
        }
        for (int t = 0; t < sums.length; t++) {
            for (int c = 0; c < coefficients; c++) {
                sums[t][c] /= counts[t];
            }
        }
        return sums;
    }

    private void add(float[][] sums, int[] counts, int row, float[] frame) {
        counts[row]++;
        for (int c = 0; c < coefficients; c++) {
            sums[row][c] += frame[c];
        }
    }

    private double[][] costs(float[][] a, float[][] b) {
        double[][] costs = new double[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                double before = i == 0 && j == 0 ? 0 : Double.POSITIVE_INFINITY;
                before = i == 0 ? before : Math.min(before, costs[i - 1][j]);
                before = j == 0 ? before : Math.min(before, costs[i][j - 1]);
                before = i == 0 || j == 0 ? before : Math.min(before, costs[i - 1][j - 1]);
                costs[i][j] = before + distance(a[i], b[j]);
            }
        }
        return costs;
    }

    private double distance(float[] a, float[] b) {
        double dot = 0;
        double powerA = 0;
        double powerB = 0;
        for (int c = 0; c < coefficients; c++) {
            dot += a[c] * b[c];
            powerA += a[c] * a[c];
            powerB += b[c] * b[c];
        }
        double size = Math.sqrt(powerA * powerB);
        return size == 0 ? 1 : 1 - dot / size;
    }
}
