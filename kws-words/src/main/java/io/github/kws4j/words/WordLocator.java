package io.github.kws4j.words;

import java.util.Arrays;

/**
 * Finds the word in a recording by its energy over the noise floor: around the loudest block of 20 ms, as far as blocks
 * stay over the floor, with pauses of up to {@value #LONGEST_PAUSE} blocks bridged, as between the words of a phrase
 * and in the closure of a stop consonant.
 */
final class WordLocator {
    private static final int BLOCKS_A_SECOND = 50;
    private static final int LONGEST_PAUSE = 12; // 240 ms
    private static final double SILENCE_DB = -65; // of full scale
    private static final double LEAST_CONTRAST_DB = 9;
    private static final double OVER_FLOOR_DB = 7;
    private static final double BELOW_PEAK_DB = 32;
    private static final double FLOOR_SHARE = 0.1;
    private static final double FULL_SCALE = 0.995;
    private static final double CLIPPED_SHARE = 0.02;
    private static final double SHORTEST_SECONDS = 0.12;
    private static final double LONGEST_SECONDS = 2.5;

    private WordLocator() {}

    /**
     * Where the word lies in a recording.
     *
     * @param began its first sample
     * @param ended the sample after its last
     * @param floor root mean square of the sound around it
     */
    record Place(int began, int ended, double floor) {}

    /**
     * The place of the word.
     *
     * @throws UnusableRecordingException where there is none to be found, or it is clipped, too short or too long
     */
    static Place locate(float[] samples, int sampleRate) throws UnusableRecordingException {
        int block = sampleRate / BLOCKS_A_SECOND;
        double[] level = levels(samples, block);
        int loudest = loudest(level);
        if (level.length == 0 || level[loudest] < SILENCE_DB) {
            throw new UnusableRecordingException(Enrollment.Fault.SILENT);
        }
        double floor = floor(level);
        double peak = level[loudest];
        if (peak - floor < LEAST_CONTRAST_DB) {
            throw new UnusableRecordingException(Enrollment.Fault.NO_WORD);
        }
        double limit = Math.min(peak - LEAST_CONTRAST_DB, Math.max(floor + OVER_FLOOR_DB, peak - BELOW_PEAK_DB));
        int first = edge(level, loudest, -1, limit);
        int last = edge(level, loudest, 1, limit);
        var place = new Place(
                first * block, Math.min(samples.length, (last + 1) * block), Math.pow(10, Math.min(floor, limit) / 20));
        requireUsable(samples, place, sampleRate);
        return place;
    }

    private static void requireUsable(float[] samples, Place place, int sampleRate) throws UnusableRecordingException {
        double seconds = (double) (place.ended() - place.began()) / sampleRate;
        if (seconds < SHORTEST_SECONDS) {
            throw new UnusableRecordingException(Enrollment.Fault.TOO_SHORT);
        }
        if (seconds > LONGEST_SECONDS) {
            throw new UnusableRecordingException(Enrollment.Fault.TOO_LONG);
        }
        int full = 0;
        for (int i = place.began(); i < place.ended(); i++) {
            full += Math.abs(samples[i]) >= FULL_SCALE ? 1 : 0;
        }
        if (full > CLIPPED_SHARE * (place.ended() - place.began())) {
            throw new UnusableRecordingException(Enrollment.Fault.CLIPPED);
        }
    }

    /** Decibels of full scale, a block each; a last block that is not full is left out. */
    private static double[] levels(float[] samples, int block) {
        double[] levels = new double[samples.length / block];
        for (int i = 0; i < levels.length; i++) {
            double power = 0;
            for (int at = i * block; at < (i + 1) * block; at++) {
                power += samples[at] * samples[at];
            }
            levels[i] = 10 * Math.log10(power / block + 1e-12);
        }
        return levels;
    }

    private static int loudest(double[] level) {
        int loudest = 0;
        for (int i = 1; i < level.length; i++) {
            loudest = level[i] > level[loudest] ? i : loudest;
        }
        return loudest;
    }

    private static double floor(double[] level) {
        double[] sorted = level.clone();
        Arrays.sort(sorted);
        return sorted[(int) (FLOOR_SHARE * sorted.length)];
    }

    private static int edge(double[] level, int from, int step, double limit) {
        int edge = from;
        for (int i = from; i >= 0 && i < level.length && Math.abs(i - edge) <= LONGEST_PAUSE; i += step) {
            edge = level[i] >= limit ? i : edge;
        }
        return edge;
    }
}
