package io.github.kws4j.spectrogram;

import io.github.kws4j.memory.Idle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames through FFT and stages, up to 128 side by side in a tile that stays within a core's second cache. As
 * many tiles are kept as were in use at once; a tile a thread would be lost after each task on the common pool, which
 * clears what is local to its threads.
 */
final class FramedSpectrogram implements Spectrogram {
    /** The JIT compiler takes wider vectors the longer loops are in its profile; 62 lanes got 4 floats at a time. */
    private static final int MOST_LANES = 128;

    /** Loops shorter than this would teach the JIT compiler not to vectorise them. */
    private static final int LEAST_LANES = 8;

    private static final int TILE_VALUES = 65_536;

    private final Framing framing;
    private final RealFft fft;
    private final Stage[] stages;
    private final FrontEnd frontEnd;
    private final int bins;
    private final Logarithm logarithm;
    /** Of {@link #stages}, those up to the logarithm. */
    private final int toLogarithm;

    private final int mostLanes;
    private final int mostOutputs;
    private final Idle<Tile> tiles = new Idle<>();

    private FramedSpectrogram(FrontEnd frontEnd, List<Stage> stages) {
        this.frontEnd = frontEnd;
        this.stages = stages.toArray(new Stage[0]);
        framing = new Framing(frontEnd.stft());
        fft = RealFft.of(framing.weights(), frontEnd.stft().power() == 1);
        bins = frontEnd.bins();
        logarithm = logarithm(frontEnd);
        toLogarithm = this.stages.length - (frontEnd instanceof Mfcc ? 1 : 0);
        mostLanes = Math.max(LEAST_LANES, Math.min(MOST_LANES, TILE_VALUES / framing.fftLength()));
        mostOutputs = stages.stream().mapToInt(Stage::outputs).max().orElse(0);
    }

    static Spectrogram of(FrontEnd frontEnd) {
        var stages = new ArrayList<Stage>();
        if (frontEnd instanceof LogMel logMel) {
            stages.addAll(stages(logMel));
        } else if (frontEnd instanceof Mfcc mfcc) {
            stages.addAll(stages(mfcc.logMel()));
            stages.add(WeightedSums.cosineTransform(mfcc.logMel().bins(), mfcc.coefficients(), mfcc.orthonormal()));
        }
        return new FramedSpectrogram(frontEnd, stages);
    }

    private static Logarithm logarithm(FrontEnd frontEnd) {
        if (frontEnd instanceof Mfcc mfcc) {
            return mfcc.logMel().logarithm();
        }
        return frontEnd instanceof LogMel logMel
                ? logMel.logarithm()
                : new Logarithm(true, 1, Double.POSITIVE_INFINITY);
    }

    private static List<Stage> stages(LogMel logMel) {
        int bands = logMel.bins();
        double floor = logMel.logarithm().floor();
        return List.of(
                WeightedSums.bands(bands, logMel.weightsByBand()),
                logMel.logarithm().decibels() ? Pointwise.decibels(bands, floor) : Pointwise.logOffset(bands, floor));
    }

    @Override
    public int frames(int samples) {
        return framing.frames(samples);
    }

    @Override
    public int bins() {
        return bins;
    }

    @Override
    public int frameLength() {
        return framing.frameLength();
    }

    @Override
    public int frameStep() {
        return framing.frameStep();
    }

    @Override
    public float[][] compute(float[] samples) {
        int frames = frames(samples.length);
        float[] flat = new float[Math.multiplyExact(frames, bins)];
        compute(samples, 0, samples.length, flat, 0);
        float[][] rows = new float[frames][bins];
        for (int frame = 0; frame < frames; frame++) {
            System.arraycopy(flat, frame * bins, rows[frame], 0, bins);
        }
        return rows;
    }

    @Override
    public void compute(float[] samples, int offset, int length, float[] out, int outOffset) {
        checkRange("samples", offset, length, samples.length);
        int frames = frames(length);
        checkRange("out", outOffset, (long) frames * bins, out.length);
        if (frames == 0) {
            return;
        }
        Tile idle = tiles.poll();
        Tile tile = idle == null ? new Tile(fft, framing, mostOutputs, mostLanes) : idle;
        compute(tile, samples, offset, length, frames, out, outOffset);
        tiles.offer(tile);
    }

    private void compute(Tile tile, float[] samples, int offset, int length, int frames, float[] out, int outOffset) {
        int inTile = ceilDiv(frames, ceilDiv(frames, mostLanes));
        float least = Float.NEGATIVE_INFINITY;
        if (logarithm.range() < Double.POSITIVE_INFINITY) {
            float loudest = least;
            for (int first = 0; first < frames; first += inTile) {
                int now = Math.min(inTile, frames - first);
                float[][] values = values(tile, samples, offset, length, first, now, toLogarithm, least);
                loudest = loudest(values, now, loudest);
            }
            least = loudest - (float) logarithm.range();
        }
        for (int first = 0; first < frames; first += inTile) {
            int now = Math.min(inTile, frames - first);
            float[][] values = values(tile, samples, offset, length, first, now, stages.length, least);
            store(values, now, out, outOffset + first * bins);
        }
    }

    /** The largest finite value of the first {@code frames} lanes, and of {@code before}. */
    private float loudest(float[][] rows, int frames, float before) {
        float loudest = before;
        for (int band = 0; band < stages[toLogarithm - 1].outputs(); band++) {
            for (int lane = 0; lane < frames; lane++) {
                float value = rows[band][lane];
                loudest = value > loudest && value < Float.POSITIVE_INFINITY ? value : loudest;
            }
        }
        return loudest;
    }

    private float[][] values(
            Tile tile, float[] samples, int offset, int length, int first, int frames, int last, float least) {
        int lanes = Math.max(LEAST_LANES, frames);
        framing.load(samples, offset, length, first, frames, tile.samples, lanes);
        fft.transform(tile.rows, lanes);
        float[][] values = tile.rows;
        float[][] spare = tile.spare;
        for (int i = 0; i < last; i++) {
            float[][] result = stages[i].apply(values, spare, lanes);
            spare = result == values ? spare : values;
            values = result;
            if (i == toLogarithm - 1 && least > Float.NEGATIVE_INFINITY) {
                raise(values, stages[i].outputs(), lanes, least);
            }
        }
        return values;
    }

    private static void raise(float[][] rows, int bands, int lanes, float least) {
        for (int band = 0; band < bands; band++) {
            float[] row = rows[band];
            for (int lane = 0; lane < lanes; lane++) {
                row[lane] = row[lane] < least ? least : row[lane];
            }
        }
    }

    /** Four rows at a time, so that values are written in the order they lie. */
    private void store(float[][] rows, int frames, float[] out, int start) {
        int bin = 0;
        for (; bin + 4 <= bins; bin += 4) {
            float[] row0 = rows[bin];
            float[] row1 = rows[bin + 1];
            float[] row2 = rows[bin + 2];
            float[] row3 = rows[bin + 3];
            for (int lane = 0, at = start + bin; lane < frames; lane++, at += bins) {
                out[at] = row0[lane];
                out[at + 1] = row1[lane];
                out[at + 2] = row2[lane];
                out[at + 3] = row3[lane];
            }
        }
        for (; bin < bins; bin++) {
            for (int lane = 0, at = start + bin; lane < frames; lane++, at += bins) {
                out[at] = rows[bin][lane];
            }
        }
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    private static void checkRange(String name, int offset, long length, int available) {
        if (offset < 0 || length < 0 || offset + length > available) {
            throw new IllegalArgumentException("expected a range within the " + available + " values of " + name
                    + " but got " + length + " from " + offset);
        }
    }

    @Override
    public boolean isFramewise() {
        return !frontEnd.stft().frames().centred() && logarithm.range() == Double.POSITIVE_INFINITY;
    }

    @Override
    public FrontEnd frontEnd() {
        return frontEnd;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FramedSpectrogram that && frontEnd.equals(that.frontEnd);
    }

    @Override
    public int hashCode() {
        return frontEnd.hashCode();
    }

    @Override
    public String toString() {
        return frontEnd.toString();
    }
}
