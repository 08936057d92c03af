package io.github.kws4j.spectrogram;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames through the stages in tiles that stay within a core's cache. Each thread that calls it keeps two such tiles for
 * as long as both live.
 */
final class FramedSpectrogram implements Spectrogram {
    private static final int TILE_VALUES = 8192;

    private final Framing framing;
    private final Stage[] stages;
    private final Map<String, String> settings;
    private final int bins;
    private final int tileFrames;
    private final ThreadLocal<float[][]> tiles;

    FramedSpectrogram(Framing framing, List<Stage> stages, Map<String, String> settings) {
        this.framing = framing;
        this.stages = stages.toArray(Stage[]::new);
        this.settings = settings;
        bins = stages.get(stages.size() - 1).outputs();
        int widest = Math.max(
                framing.fftLength(),
                stages.stream().mapToInt(Stage::outputs).max().orElseThrow());
        tileFrames = Math.max(1, TILE_VALUES / widest);
        tiles = ThreadLocal.withInitial(() -> new float[2][tileFrames * widest]);
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
        float[][] tile = tiles.get();
        for (int first = 0; first < frames; first += tileFrames) {
            int lanes = Math.min(tileFrames, frames - first);
            framing.load(samples, offset, length, first, tile[0], lanes);
            store(throughStages(tile[0], tile[1], lanes), lanes, out, outOffset + first * bins);
        }
    }

    private float[] throughStages(float[] values, float[] spare, int lanes) {
        for (Stage stage : stages) {
            float[] result = stage.apply(values, spare, lanes);
            spare = result == values ? spare : values;
            values = result;
        }
        return values;
    }

    private void store(float[] tile, int lanes, float[] out, int at) {
        for (int lane = 0; lane < lanes; lane++) {
            for (int bin = 0; bin < bins; bin++) {
                out[at + lane * bins + bin] = tile[bin * lanes + lane];
            }
        }
    }

    private static void checkRange(String name, int offset, long length, int available) {
        if (offset < 0 || length < 0 || offset + length > available) {
            throw new IllegalArgumentException("expected a range within the " + available + " values of " + name
                    + " but got " + length + " from " + offset);
        }
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FramedSpectrogram that && settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return settings.hashCode();
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
