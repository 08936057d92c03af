package io.github.kws4j.spectrogram;

/**
 * Power spectrum of many real frames side by side: row {@code n} holds sample {@code n} of each frame, one frame a
 * lane. The same arithmetic runs along a row, so the JIT turns it into vector instructions, and a lane's result depends
 * on that lane alone.
 */
interface RealFft {
    static RealFft of(int length) {
        return Integer.bitCount(length) == 1 ? new PowerOfTwoFft(length) : new AnyLengthFft(length);
    }

    /** The row that takes sample {@code n}. */
    int row(int n);

    /**
     * Puts the squared magnitude of bin {@code k} into row {@code k}, for {@code k} in {@code [0, length / 2]};
     * clobbers the rest.
     */
    void power(float[][] rows, int lanes);
}
