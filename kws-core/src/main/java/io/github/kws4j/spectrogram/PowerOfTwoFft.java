package io.github.kws4j.spectrogram;

/**
 * Radix-2 decimation in time on real data (H. V. Sorensen et al., "Real-valued fast Fourier transform algorithms", IEEE
 * Trans. ASSP 35, 1987), in place. A block of {@code n} rows holds the spectrum of a subsequence as Re 0, Re 1, ... Re
 * n/2, Im n/2-1, ... Im 1.
 *
 * <p>Each loop is small and touches four arrays at most, which is what the JIT compiler of JDK 17 vectorises; radix 4
 * is slower for that reason.
 */
final class PowerOfTwoFft implements RealFft {
    private final int length;
    private final float[] cosine;
    private final float[] sine;

    PowerOfTwoFft(int length) {
        this.length = length;
        cosine = new float[length / 4];
        sine = new float[length / 4];
        for (int k = 0; k < length / 4; k++) {
            cosine[k] = (float) Math.cos(2 * Math.PI * k / length);
            sine[k] = (float) Math.sin(2 * Math.PI * k / length);
        }
    }

    @Override
    public int row(int n) {
        return length == 1 ? 0 : Integer.reverse(n) >>> (Integer.numberOfLeadingZeros(length) + 1);
    }

    @Override
    public void power(float[][] rows, int lanes) {
        int half = length / 2;
        transform(rows, 0, half, lanes);
        transform(rows, half, half, lanes);
        if (length > 1) {
            addSubtract(rows[0], rows[half], lanes);
            square(rows[half], lanes);
        }
        square(rows[0], lanes);
        if (length > 2) {
            addSquares(rows[half / 2], rows[half + half / 2], lanes);
        }
        for (int k = 1; k < half / 2; k++) {
            lastButterfly(rows[k], rows[half - k], rows[half + k], rows[length - k], cosine[k], sine[k], lanes);
        }
    }

    /** Depth first, so that small blocks go through all their stages within the first cache. */
    private void transform(float[][] rows, int block, int n, int lanes) {
        if (n == 2) {
            addSubtract(rows[block], rows[block + 1], lanes);
        } else if (n > 2) {
            transform(rows, block, n / 2, lanes);
            transform(rows, block + n / 2, n / 2, lanes);
            merge(rows, block, n, lanes);
        }
    }

    /** Two spectra of {@code n / 2} rows, of the even and the odd samples, become one of {@code n}. */
    private void merge(float[][] rows, int block, int n, int lanes) {
        int odd = block + n / 2;
        addSubtract(rows[block], rows[odd], lanes);
        negate(rows[odd + n / 4], lanes);
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

    private static void addSubtract(float[] a, float[] b, int lanes) {
        for (int i = 0; i < lanes; i++) {
            float first = a[i];
            float second = b[i];
            a[i] = first + second;
            b[i] = first - second;
        }
    }

    private static void negate(float[] a, int lanes) {
        for (int i = 0; i < lanes; i++) {
            a[i] = -a[i];
        }
    }

    /**
     * With E and O bin {@code k} of the even and the odd samples' spectrum, T = (cos - j sin) O: bin {@code k} is E + T
     * and bin
     * {@code n / 2 - k} the conjugate of E - T.
     */
    private static void butterfly(
            float[] evenRe, float[] evenIm, float[] oddRe, float[] oddIm, float cos, float sin, int lanes) {
        for (int i = 0; i < lanes; i++) {
            float re = evenRe[i];
            float im = evenIm[i];
            float turnedRe = oddRe[i] * cos + oddIm[i] * sin;
            float turnedIm = oddIm[i] * cos - oddRe[i] * sin;
            evenRe[i] = re + turnedRe;
            evenIm[i] = re - turnedRe;
            oddRe[i] = turnedIm - im;
            oddIm[i] = turnedIm + im;
        }
    }

    /** As {@link #butterfly}, with the power of bin {@code k} and of bin {@code n / 2 - k} as its result. */
    private static void lastButterfly(
            float[] evenRe, float[] evenIm, float[] oddRe, float[] oddIm, float cos, float sin, int lanes) {
        for (int i = 0; i < lanes; i++) {
            float re = evenRe[i];
            float im = evenIm[i];
            float turnedRe = oddRe[i] * cos + oddIm[i] * sin;
            float turnedIm = oddIm[i] * cos - oddRe[i] * sin;
            float sumRe = re + turnedRe;
            float sumIm = turnedIm + im;
            float differenceRe = re - turnedRe;
            float differenceIm = turnedIm - im;
            evenRe[i] = sumRe * sumRe + sumIm * sumIm;
            evenIm[i] = differenceRe * differenceRe + differenceIm * differenceIm;
        }
    }

    private static void square(float[] a, int lanes) {
        for (int i = 0; i < lanes; i++) {
            a[i] = a[i] * a[i];
        }
    }

    private static void addSquares(float[] re, float[] im, int lanes) {
        for (int i = 0; i < lanes; i++) {
            re[i] = re[i] * re[i] + im[i] * im[i];
        }
    }
}
