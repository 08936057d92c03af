package io.github.kws4j.models.embedding;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The embedding's vectors around the ends of words, as 16-bit floats (IEEE 754 binary16): {@value #VECTORS} vectors of
 * {@value #VALUES} numbers, of which the last of the first {@value #LENGTH} is the first that has all of the word.
 */
final class WordWindows {
    static final int VALUES = Teacher.VALUES;
    /** Vectors that the word embedding looks at. */
    static final int LENGTH = 16;
    /** Places at which a window of {@value #LENGTH} may lie, 80 ms apart. */
    static final int PLACES = 6;

    static final int VECTORS = LENGTH + PLACES - 1;
    /** What the names of words that a synthesiser spoke begin with. */
    static final String SYNTHETIC = "synthetic ";
    /** What the names of segments of running speech begin with. */
    static final String SEGMENT = "segment ";

    private WordWindows() {}

    /** One word, once. */
    record Window(String word, String speaker, short[] vectors) {}

    /**
     * The window of a word in the vectors of its recording.
     *
     * @param vectors of the whole recording
     * @param end the sample after the word's last
     * @return no numbers where the recording is too short
     */
    static short[] cut(float[][] vectors, int end) {
        int first = (end + Segments.DELAY + Teacher.STEP - 1) / Teacher.STEP - 1;
        if (first < LENGTH - 1 || first + PLACES > vectors.length) {
            return new short[0];
        }
        return halves(vectors, first - LENGTH + 1, VECTORS);
    }

    static short[] halves(float[][] vectors, int from, int count) {
        var halves = new short[count * VALUES];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = half(vectors[from + i / VALUES][i % VALUES]);
        }
        return halves;
    }

    /** The nearest binary16 of a number below 65504. */
    static short half(float value) {
        int bits = Float.floatToRawIntBits(value * 0x1p-112f);
        return (short) ((bits >>> 16 & 0x8000) | (((bits & 0x7FFF_FFFF) + 0x1000) >>> 13));
    }

    /** What a binary16 stands for. */
    static float value(short half) {
        return Float.intBitsToFloat((half & 0x8000) << 16 | (half & 0x7FFF) << 13) * 0x1p112f;
    }

    static void write(DataOutputStream out, Window window) throws IOException {
        out.writeUTF(window.word());
        out.writeUTF(window.speaker());
        write(out, window.vectors());
    }

    static void write(DataOutputStream out, short[] halves) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(halves.length * Short.BYTES);
        bytes.asShortBuffer().put(halves);
        out.write(bytes.array());
    }

    /** All windows in some files. */
    static List<Window> read(List<Path> files) throws IOException {
        var windows = new ArrayList<Window>();
        for (Path file : files) {
            try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
                while (in.available() > 0) {
                    String word = in.readUTF();
                    String speaker = in.readUTF();
                    windows.add(
                            new Window(word.intern(), speaker.intern(), shorts(in.readNBytes(VECTORS * VALUES * 2))));
                }
            }
        }
        return windows;
    }

    /** All vectors in some files, one after another. */
    static short[] readVectors(List<Path> files) throws IOException {
        var parts = new ArrayList<short[]>();
        int size = 0;
        for (Path file : files) {
            parts.add(shorts(Files.readAllBytes(file)));
            size += parts.get(parts.size() - 1).length;
        }
        var all = new short[size];
        int at = 0;
        for (short[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static short[] shorts(byte[] bytes) {
        var shorts = new short[bytes.length / Short.BYTES];
        ByteBuffer.wrap(bytes).asShortBuffer().get(shorts);
        return shorts;
    }
}
