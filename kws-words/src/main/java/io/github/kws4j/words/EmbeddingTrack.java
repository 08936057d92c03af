package io.github.kws4j.words;

import io.github.kws4j.SteppingNetwork;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The embeddings of hours of sound, each number in thirds of a deviation, rounded. The error, a tenth of a deviation,
 * averages out over the many numbers that a detector adds up. In a file each number is the difference to the one
 * before, compressed.
 */
final class EmbeddingTrack {
    private static final float STEPS_A_DEVIATION = 3;
    private static final int TILE = 1024;

    private final int size;
    private final byte[] codes;

    private EmbeddingTrack(int size, byte[] codes) {
        this.size = size;
        this.codes = codes;
    }

    /** The track of some pieces, one after another; their numbers have mean 0 and deviation 1. */
    static EmbeddingTrack of(List<float[][]> pieces) {
        int size = pieces.get(0)[0].length;
        int steps = pieces.stream().mapToInt(piece -> piece.length).sum();
        byte[] codes = new byte[Math.multiplyExact(steps, size)];
        int at = 0;
        for (float[][] piece : pieces) {
            for (float[] vector : piece) {
                for (float number : vector) {
                    codes[at++] = (byte) Math.max(-64, Math.min(63, Math.round(number * STEPS_A_DEVIATION)));
                }
            }
        }
        return new EmbeddingTrack(size, codes);
    }

    /** Vectors in it. */
    int steps() {
        return codes.length / size;
    }

    /**
     * What detectors say at every step: for each detector the sum, over the last {@code n} vectors, of its weights
     * times their numbers.
     *
     * @param detectors each {@code n x size} weights, the oldest vector's first
     * @return {@code detectors x steps}
     */
    float[][] scores(List<float[]> detectors) {
        float[][] scores = new float[detectors.size()][steps()];
        if (detectors.isEmpty()) {
            return scores;
        }
        try (SteppingNetwork network = DetectorLayer.open(size, detectors)) {
            IntStream.range(0, (steps() + TILE - 1) / TILE)
                    .parallel()
                    .forEach(tile -> score(network, tile * TILE, scores));
        }
        return scores;
    }

    private void score(SteppingNetwork network, int from, float[][] scores) {
        int length = Math.min(TILE, steps() - from);
        int past = network.stateLength() / size;
        float[] outputs = new float[length * scores.length];
        network.run(numbers(from, length), new SteppingNetwork.Extent(1, length), numbers(from - past, past), outputs);
        for (int t = 0; t < length; t++) {
            for (int d = 0; d < scores.length; d++) {
                scores[d][from + t] = outputs[t * scores.length + d];
            }
        }
    }

    /** Vectors from a step on, {@code length x size}; before the first step they are 0. */
    private float[] numbers(int from, int length) {
        float[] numbers = new float[length * size];
        for (int i = Math.max(0, -from * size); i < numbers.length; i++) {
            numbers[i] = codes[from * size + i] / STEPS_A_DEVIATION;
        }
        return numbers;
    }

    void write(DataOutput out) throws IOException {
        byte[] differences = codes.clone();
        for (int i = codes.length - 1; i >= size; i--) {
            differences[i] -= codes[i - size];
        }
        byte[] packed = deflate(differences);
        out.writeInt(size);
        out.writeInt(codes.length);
        out.writeInt(packed.length);
        out.write(packed);
    }

    static EmbeddingTrack read(DataInput in) throws IOException {
        int size = in.readInt();
        byte[] codes = new byte[in.readInt()];
        byte[] packed = new byte[in.readInt()];
        in.readFully(packed);
        inflate(packed, codes);
        for (int i = size; i < codes.length; i++) {
            codes[i] += codes[i - size];
        }
        return new EmbeddingTrack(size, codes);
    }

    private static byte[] deflate(byte[] content) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setStrategy(Deflater.HUFFMAN_ONLY);
        deflater.setInput(content);
        deflater.finish();
        var packed = new ByteArrayOutputStream();
        byte[] part = new byte[1 << 16];
        while (!deflater.finished()) {
            packed.write(part, 0, deflater.deflate(part));
        }
        deflater.end();
        return packed.toByteArray();
    }

    private static void inflate(byte[] packed, byte[] content) throws IOException {
        var inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            int length = 0;
            while (length < content.length && !inflater.needsInput()) {
                length += inflater.inflate(content, length, content.length - length);
            }
            if (length < content.length) {
                throw new IOException("expected " + content.length + " bytes of embeddings but got " + length);
            }
        } catch (DataFormatException e) {
            throw new IOException("expected compressed embeddings: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
