package io.github.kws4j.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads little-endian float32 arrays in NumPy's {@code .npy} form, version 1, flat. */
final class Npy {
    private Npy() {}

    static float[] read(Path file) throws IOException {
        var buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = Short.toUnsignedInt(buffer.getShort(8));
        buffer.position(10 + header);
        var values = new float[buffer.remaining() / Float.BYTES];
        buffer.asFloatBuffer().get(values);
        return values;
    }
}
