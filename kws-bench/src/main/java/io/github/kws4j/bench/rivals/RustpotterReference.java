package io.github.kws4j.bench.rivals;

import io.github.kws4j.audio.Audio;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of Rustpotter 3 with the recordings of a word: CBOR (RFC 8949) that holds the cepstra of each, every 10 ms,
 * and their mean. Its Java binding reads such files and makes none. It has as many cepstra as
 * Rustpotter's program makes by default.
 */
final class RustpotterReference {
    private static final int COEFFICIENTS = 16;
    private static final RustpotterCepstra CEPSTRA = new RustpotterCepstra(COEFFICIENTS);
    private static final int UNSIGNED = 0;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int NULL = 0xf6;
    private static final int FLOAT = 0xfa;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private RustpotterReference() {}

    /** The content of a file for a word, whose recordings at 16 kHz hold it alone. */
    static byte[] of(String name, List<Audio> recordings) throws IOException {
        var cepstra = new ArrayList<float[][]>();
        recordings.forEach(recording -> cepstra.add(CEPSTRA.of(recording.samples())));
        cepstra.sort((a, b) -> Integer.compare(b.length, a.length));
        var reference = new RustpotterReference();
        reference.write(name, cepstra);
        return reference.bytes.toByteArray();
    }

    private void write(String name, List<float[][]> recordings) throws IOException {
        head(MAP, 7);
        text("name");
        text(name);
        text("avg_features");
        matrix(CEPSTRA.mean(recordings));
        text("samples_features");
        head(MAP, recordings.size());
        for (int i = 0; i < recordings.size(); i++) {
            text(i + ".wav");
            matrix(recordings.get(i));
        }
        text("threshold");
        out.writeByte(NULL);
        text("avg_threshold");
        out.writeByte(NULL);
        text("rms_level");
        number(0.1f);
        text("mfcc_size");
        head(UNSIGNED, COEFFICIENTS);
    }

    private void matrix(float[][] rows) throws IOException {
        head(ARRAY, rows.length);
        for (float[] row : rows) {
            head(ARRAY, row.length);
            for (float value : row) {
                number(value);
            }
        }
    }

    private void number(float value) throws IOException {
        out.writeByte(FLOAT);
        out.writeFloat(value);
    }

    private void text(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        head(TEXT, utf8.length);
        out.write(utf8);
    }

    /** A type and a length of up to 65535. */
    private void head(int type, int length) throws IOException {
        if (length < 24) {
            out.writeByte(type << 5 | length);
        } else {
            out.writeByte(type << 5 | 25);
            out.writeShort(length);
        }
    }
}
