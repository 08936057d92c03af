package io.github.kws4j;

import java.util.Arrays;

/**
 * Power of the newest sound in blocks of 20 ms over the noise floor under them. What lies below 100 Hz does not count:
 * the constant offset of a cheap sound card, hum and rumble hold no speech, and would be a floor that words don't rise
 * above.
 *
 * <p>The floor is a running minimum: it falls at once to a quieter block and rises by {@value #RISE_DB} dB a second, a
 * plain form of R. Martin's minimum statistics (IEEE Trans. Speech Audio Process. 9(5), 2001). It is never under -90 dB
 * of full scale.
 */
final class EnergyTrack {
    private static final double RISE_DB = 2;
    private static final double QUIETEST = 1e-9;
    private static final double BELOW_PEAK = 1e-2; // -20 dB
    private static final double ABOVE_FLOOR = 4; // +6 dB
    private static final int BRIDGED = 5; // blocks: 100 ms, longer than the closure of a stop consonant

    private final LowCut lowCut;
    private final int block;
    private final double rise;
    private final double gate;
    private final float[] power;
    private double sum;
    private int summed;
    private long blocks;
    private long lastLoud;
    private double floor;
    private long began;
    private long ended;

    /** {@code gateDb} over the floor is loud. */
    EnergyTrack(int sampleRate, int window, double gateDb) {
        lowCut = new LowCut(sampleRate);
        block = Math.max(1, sampleRate / 50);
        rise = Math.pow(10, RISE_DB / 10 * block / sampleRate);
        gate = Math.pow(10, gateDb / 10);
        power = new float[Math.max(1, window / block)];
        clear();
    }

    void add(float[] source, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int stop = Math.min(end, at + block - summed);
            summed += stop - at;
            double s = 0;
            for (; at < stop; at++) {
                double sample = lowCut.next(source[at]);
                s += sample * sample;
            }
            sum += s;
            if (summed == block) {
                endBlock();
            }
        }
    }

    private void endBlock() {
        double p = sum / block;
        power[(int) (blocks % power.length)] = (float) p;
        floor = Math.max(QUIETEST, Math.min(p, floor * rise));
        if (p > floor * gate) {
            lastLoud = blocks;
        }
        blocks++;
        sum = 0;
        summed = 0;
        lowCut.settle();
    }

    /**
     * Whether a whole window has passed without a loud block. False in the first window, where the floor is not yet
     * known.
     */
    boolean quiet() {
        return blocks - lastLoud > power.length;
    }

    /**
     * Estimates where the word in the window lies: around the loudest block as far as blocks stay within 20 dB of it
     * and 6 dB over the floor, pauses up to 100 ms bridged.
     */
    void locate() {
        long oldest = Math.max(0, blocks - power.length);
        long loudest = oldest;
        for (long i = oldest; i < blocks; i++) {
            loudest = at(i) > at(loudest) ? i : loudest;
        }
        double peak = at(loudest);
        double limit = Math.min(peak, Math.max(peak * BELOW_PEAK, floor * ABOVE_FLOOR));
        began = edge(loudest, oldest - 1, -1, limit) * block;
        ended = Math.min(blocks, edge(loudest, blocks, 1, limit) + 1) * block;
    }

    private long edge(long from, long end, int step, double limit) {
        long edge = from;
        for (long i = from; i != end && Math.abs(i - edge) <= BRIDGED; i += step) {
            edge = at(i) >= limit ? i : edge;
        }
        return edge;
    }

    private float at(long index) {
        return power[(int) (index % power.length)];
    }

    /** Sample at which the word found by {@link #locate()} began. */
    long began() {
        return began;
    }

    /** Sample at which the word found by {@link #locate()} ended. */
    long ended() {
        return ended;
    }

    void clear() {
        lowCut.clear();
        Arrays.fill(power, 0);
        sum = 0;
        summed = 0;
        blocks = 0;
        lastLoud = 0;
        floor = Double.MAX_VALUE;
        began = 0;
        ended = 0;
    }
}
