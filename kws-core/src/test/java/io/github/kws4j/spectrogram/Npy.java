package io.github.kws4j.spectrogram;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A little-endian float32 array in C order, as NumPy writes it. */
public record Npy(int[] shape, float[] values) {
    private static final Pattern HEADER =
            Pattern.compile("'descr': '<f4', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\)");

    public static Npy read(Path file) throws IOException {
        return parse(Files.readAllBytes(file));
    }

    static Npy resource(String name) {
        try (InputStream in = Npy.class.getResourceAsStream(name)) {
            return parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Npy parse(byte[] bytes) {
        ByteBuffer buffer =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(8);
        byte[] header = new byte[buffer.getShort()];
        buffer.get(header);
        Matcher matcher = HEADER.matcher(new String(header, StandardCharsets.US_ASCII));
        if (!matcher.find()) {
            throw new IllegalArgumentException("expected a float32 array in C order");
        }
        float[] values = new float[buffer.remaining() / Float.BYTES];
        buffer.asFloatBuffer().get(values);
        int[] shape = Arrays.stream(matcher.group(1).split("[, ]+"))
                .mapToInt(Integer::parseInt)
                .toArray();
        return new Npy(shape, values);
    }

    /** Row {@code index} of the first axis. */
    public float[] row(int index) {
        int length = values.length / shape[0];
        return Arrays.copyOfRange(values, index * length, (index + 1) * length);
    }
}
