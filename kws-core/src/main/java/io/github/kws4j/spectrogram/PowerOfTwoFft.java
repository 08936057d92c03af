package io.github.kws4j.spectrogram;

/**
 * Radix-2 decimation in time on real data (H. V. Sorensen et al., "Real-valued fast Fourier transform algorithms", IEEE
 * Trans. ASSP 35, 1987), in place, for 8 samples or more. A block of {@code n} rows holds the conjugate of a
 * subsequence's spectrum as Re 0, Re 1, ... Re n/2, Im n/2-1, ... Im 1; with the spectrum itself each merge would turn
 * a sign more.
 *
 * <p>Each loop is written for the JIT compiler of JDK 17 to vectorise. It takes loops of at most 60 nodes of its graph,
 * which radix 4 exceeds; arrays are to be read and written at one index; and no sum has two computed operands, as the
 * compiler may swap those in one copy of the loop's body and not in the next, which then aren't alike. {@code a - -b}
 * is the same to the last bit.
 */
final class PowerOfTwoFft implements RealFft {
    static final int SHORTEST = 8;

    private final int length;
    private final boolean magnitude;
    /** In the order of rows. */
    private final float[] weights;

    private final float[] cosine;
    private final float[] sine;

    PowerOfTwoFft(float[] weights, boolean magnitude) {
        length = weights.length;
        this.magnitude = magnitude;
        this.weights = new float[length];
        for (int n = 0; n < length; n++) {
            this.weights[row(n)] = weights[n];
        }
        cosine = new float[length / 4];
        sine = new float[length / 4];
        for (int k = 0; k < length / 4; k++) {
            cosine[k] = (float) Math.cos(2 * Math.PI * k / length);
            sine[k] = (float) Math.sin(2 * Math.PI * k / length);
        }
    }

    @Override
    public int row(int n) {
        return Integer.reverse(n) >>> (Integer.numberOfLeadingZeros(length) + 1);
    }

    @Override
    public void transform(float[][] rows, int lanes) {
        int half = length / 2;
        transform(rows, 0, half, lanes);
        transform(rows, half, half, lanes);
        addSubtract(rows[0], rows[half], lanes);
        square(rows[0], lanes);
        square(rows[half], lanes);
        addSquares(rows[half / 2], rows[half + half / 2], lanes);
        if (magnitude) {
            root(rows[0], lanes);
            root(rows[half], lanes);
            root(rows[half / 2], lanes);
        }
        for (int k = 1; k < half / 2; k++) {
            if (magnitude) {
                magnitudes(rows[k], rows[half - k], rows[half + k], rows[length - k], cosine[k], sine[k], lanes);
            } else {
                powers(rows[k], rows[half - k], rows[half + k], rows[length - k], cosine[k], sine[k], lanes);
            }
        }
    }

    /** Depth first, so that small blocks go through all their stages within the first cache. */
    private void transform(float[][] rows, int block, int n, int lanes) {
        if (n == 4) {
            four(rows, block, lanes);
        } else {
            transform(rows, block, n / 2, lanes);
            transform(rows, block + n / 2, n / 2, lanes);
            merge(rows, block, n, lanes);
        }
    }

    private void four(float[][] rows, int block, int lanes) {
        weightedFour(
                rows[block],
                rows[block + 1],
                rows[block + 2],
                rows[block + 3],
                weights[block],
                weights[block + 1],
                weights[block + 2],
                weights[block + 3],
                lanes);
    }

    /** Two spectra of {@code n / 2} rows, of the even and the odd samples, become one of {@code n}. */
    private void merge(float[][] rows, int block, int n, int lanes) {
        int odd = block + n / 2;
        addSubtract(rows[block], rows[odd], lanes);
        for (int k = 1; k < n / 4; k++) {
            int turn = k * (length / n);
            butterfly(
                    rows[block + k],
                    rows[odd - k],
                    rows[odd + k],
                    rows[block + n - k],
                    cosine[turn],
                    sine[turn],
                    lanes);
        }
    }

    /** Four samples, each multiplied with its weight, become their spectrum. */
    private static void weightedFour(
            float[] a, float[] b, float[] c, float[] d, float wa, float wb, float wc, float wd, int lanes) {
        float minusWb = -wb;
        float minusWd = -wd;
        for (int i = 0; i < lanes; i++) {
            float first = wa * a[i];
            float third = wb * b[i];
            float minusThird = minusWb * b[i];
            float second = wc * c[i];
            float fourth = wd * d[i];
            float minusFourth = minusWd * d[i];
            float even = first - minusThird;
            float odd = second - minusFourth;
            float minusOdd = minusFourth - second;
            a[i] = even - minusOdd;
            b[i] = first - third;
            c[i] = even - odd;
            d[i] = second - fourth;
        }
    }

    private static void addSubtract(float[] a, float[] b, int lanes) {
        for (int i = 0; i < lanes; i++) {
            float first = a[i];
            float second = b[i];
            a[i] = first + second;
            b[i] = first - second;
        }
    }

    /**
     * With E and O bin {@code k} of the even and the odd samples' conjugate spectrum, T = (cos + j sin) O: bin
     * {@code k} is E + T and bin {@code n / 2 - k} the conjugate of E - T.
     */
    private static void butterfly(
            float[] evenRe, float[] evenIm, float[] oddRe, float[] oddIm, float cos, float sin, int lanes) {
        float minusSin = -sin;
        for (int i = 0; i < lanes; i++) {
            float re = evenRe[i];
            float im = evenIm[i];
            float turnedRe = oddRe[i] * cos - oddIm[i] * sin;
            float turnedIm = oddIm[i] * cos - oddRe[i] * minusSin;
            evenRe[i] = re + turnedRe;
            evenIm[i] = re - turnedRe;
            oddRe[i] = turnedIm - im;
            oddIm[i] = turnedIm + im;
        }
    }

    /** As {@link #butterfly}, with the power of bin {@code k} and of bin {@code n / 2 - k} as its result. */
    private static void powers(
            float[] evenRe, float[] evenIm, float[] oddRe, float[] oddIm, float cos, float sin, int lanes) {
        float minusSin = -sin;
        for (int i = 0; i < lanes; i++) {
            float re = evenRe[i];
            float im = evenIm[i];
            float minusIm = 0 - im;
            float turnedRe = oddRe[i] * cos - oddIm[i] * sin;
            float turnedIm = oddIm[i] * cos - oddRe[i] * minusSin;
            float sumRe = re + turnedRe;
            float differenceRe = re - turnedRe;
            evenRe[i] = sumRe * sumRe - (turnedIm - minusIm) * (minusIm - turnedIm);
            evenIm[i] = differenceRe * differenceRe - (turnedIm - im) * (im - turnedIm);
        }
    }

    /** The roots of {@link #powers}; in one loop, roots cost next to nothing. */
    private static void magnitudes(
            float[] evenRe, float[] evenIm, float[] oddRe, float[] oddIm, float cos, float sin, int lanes) {
        float minusSin = -sin;
        for (int i = 0; i < lanes; i++) {
            float re = evenRe[i];
            float im = evenIm[i];
            float minusIm = 0 - im;
            float turnedRe = oddRe[i] * cos - oddIm[i] * sin;
            float turnedIm = oddIm[i] * cos - oddRe[i] * minusSin;
            float sumRe = re + turnedRe;
            float differenceRe = re - turnedRe;
            evenRe[i] = (float) Math.sqrt(sumRe * sumRe - (turnedIm - minusIm) * (minusIm - turnedIm));
            evenIm[i] = (float) Math.sqrt(differenceRe * differenceRe - (turnedIm - im) * (im - turnedIm));
        }
    }

    private static void square(float[] a, int lanes) {
        for (int i = 0; i < lanes; i++) {
            a[i] = a[i] * a[i];
        }
    }

    private static void addSquares(float[] re, float[] im, int lanes) {
        for (int i = 0; i < lanes; i++) {
            re[i] = re[i] * re[i] - im[i] * (0 - im[i]);
        }
    }

    private static void root(float[] a, int lanes) {
        for (int i = 0; i < lanes; i++) {
            a[i] = (float) Math.sqrt(a[i]);
        }
    }
}
