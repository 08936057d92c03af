package io.github.kws4j.train;

/**
 * Bilinear resizing with half-pixel centres and no antialiasing, in single precision as {@code tf.image.resize}
 * computes it: {@code p = (i + 0.5) in / out - 0.5}, between {@code max(floor p, 0)} and {@code min(ceil p, in - 1)}.
 */
final class BilinearResize {
    private final int inWidth;
    private final Axis rows;
    private final Axis columns;

    private record Axis(int[] low, int[] high, float[] weight) {
        static Axis of(int in, int out) {
            var axis = new Axis(new int[out], new int[out], new float[out]);
            float scale = in / (float) out;
            for (int i = 0; i < out; i++) {
                float position = (i + 0.5f) * scale - 0.5f;
                float floor = (float) Math.floor(position);
                axis.low[i] = Math.max((int) floor, 0);
                axis.high[i] = Math.min((int) Math.ceil(position), in - 1);
                axis.weight[i] = position - floor;
            }
            return axis;
        }
    }

    BilinearResize(int inHeight, int inWidth, int outHeight, int outWidth) {
        this.inWidth = inWidth;
        this.rows = Axis.of(inHeight, outHeight);
        this.columns = Axis.of(inWidth, outWidth);
    }

    /** Resizes {@code in}, row-major, into {@code out} from {@code at}. */
    void resize(float[] in, float[] out, int at) {
        int o = at;
        for (int y = 0; y < rows.weight.length; y++) {
            int top = rows.low[y] * inWidth;
            int bottom = rows.high[y] * inWidth;
            for (int x = 0; x < columns.weight.length; x++) {
                int left = columns.low[x];
                int right = columns.high[x];
                float weight = columns.weight[x];
                float above = in[top + left] + (in[top + right] - in[top + left]) * weight;
                float below = in[bottom + left] + (in[bottom + right] - in[bottom + left]) * weight;
                out[o++] = above + (below - above) * rows.weight[y];
            }
        }
    }
}
