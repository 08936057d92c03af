package io.github.kws4j.train.network;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Named arrays of floats in a fixed order. Unmodifiable by convention: the arrays are not copied. */
public final class Weights {
    private final Map<String, float[]> arrays;

    /** These arrays, by name. */
    public Weights(Map<String, float[]> arrays) {
        this.arrays = new LinkedHashMap<>(arrays);
    }

    /**
     * The weights a network starts from: kernels Glorot-uniform (Glorot and Bengio 2010), as Keras draws them, from
     * {@code seed}.
     */
    public static Weights initial(Network network, long seed) {
        var arrays = new LinkedHashMap<String, float[]>();
        var random = new SplittableRandom(seed);
        for (Network.Parameter parameter : network.parameters()) {
            var values = new float[parameter.size()];
            switch (parameter.role()) {
                case KERNEL -> {
                    double limit = Math.sqrt(
                            6.0 / (parameter.fan().in() + parameter.fan().out()));
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
                    }
                }
                case SCALE, MOVING_VARIANCE -> Arrays.fill(values, 1);
                case SHIFT, MOVING_MEAN -> {}
            }
            arrays.put(parameter.name(), values);
        }
        return new Weights(arrays);
    }

    /**
     * One array.
     *
     * @throws IllegalArgumentException where there is none of that name
     */
    public float[] get(String name) {
        float[] values = arrays.get(name);
        if (values == null) {
            throw new IllegalArgumentException("expected one of " + arrays.keySet() + " but got " + name);
        }
        return values;
    }

    /** The names of the arrays. */
    public Set<String> names() {
        return arrays.keySet();
    }

    /**
     * The weights of these parameters alone.
     *
     * @throws IllegalArgumentException where one is missing, or has another size
     */
    public Weights only(List<Network.Parameter> parameters) {
        var kept = new LinkedHashMap<String, float[]>();
        for (Network.Parameter parameter : parameters) {
            float[] values = get(parameter.name());
            if (values.length != parameter.size()) {
                throw new IllegalArgumentException("expected " + parameter.size() + " weights of " + parameter.name()
                        + " but got " + values.length);
            }
            kept.put(parameter.name(), values);
        }
        return new Weights(kept);
    }

    /** A checksum of names and values. */
    public int sum() {
        int sum = 0;
        for (var entry : arrays.entrySet()) {
            sum = 31 * (31 * sum + entry.getKey().hashCode()) + Arrays.hashCode(entry.getValue());
        }
        return sum;
    }

    /** Writes all arrays; {@link #read} reads them back. */
    public void write(DataOutputStream out) throws IOException {
        out.writeInt(arrays.size());
        for (var entry : arrays.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue().length);
            for (float value : entry.getValue()) {
                out.writeFloat(value);
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in where it begins
     * @param bytes the most that there can be
     * @throws IOException where it is broken; nothing is allocated for more than {@code bytes}
     */
    public static Weights read(DataInputStream in, long bytes) throws IOException {
        var arrays = new LinkedHashMap<String, float[]>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            int length = in.readInt();
            if (length < 0 || (long) length * Float.BYTES > bytes) {
                throw new IOException("expected " + name + " to have at most " + bytes / Float.BYTES
                        + " weights but found " + length);
            }
            var values = new float[length];
            for (int j = 0; j < values.length; j++) {
                values[j] = in.readFloat();
            }
            arrays.put(name, values);
        }
        return new Weights(arrays);
    }
}
