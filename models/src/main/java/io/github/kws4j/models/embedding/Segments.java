package io.github.kws4j.models.embedding;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Segments of running speech with the teacher's vectors, in files on disk that are mapped into memory. A segment is
 * what the speech of several recordings gives one after another, cut anywhere; vector {@code n} of a segment is the
 * teacher's whose span ends {@value #DELAY} samples before the end of spectrogram frame {@code 8 n + 7}, as if silence
 * had gone before. Immutable and safe to share between threads.
 */
final class Segments {
    static final int RATE = 16_000;
    static final int FRAMES = 600;
    static final int VECTORS = FRAMES / 8;
    /** Of a spectrogram's frames of 480 samples, 160 apart. */
    static final int SAMPLES = (FRAMES - 1) * 160 + 480;
    /** How long after the end of a vector's sound the vector is known. */
    static final int DELAY = 2000;

    private static final int FIRST_END = 7 * 160 + 480;
    private static final int SILENCE_BEFORE = Teacher.SPAN + DELAY - FIRST_END;
    private static final int BYTES = SAMPLES * Short.BYTES + VECTORS * Teacher.VALUES * Float.BYTES;
    private static final String SUFFIX = ".segments";

    private final List<ByteBuffer> shards;

    private Segments(List<ByteBuffer> shards) {
        this.shards = List.copyOf(shards);
    }

    /**
     * Writes the segments of some recordings into a file, unless it is there.
     *
     * @param recordings speech of any rate; {@code words} among them are laid into faint noise, as they are cut close
     */
    static void write(Path file, List<Path> recordings, Set<Path> words, Teacher teacher, SplittableRandom random)
            throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (var out = new BufferedOutputStream(Files.newOutputStream(beside), 1 << 16)) {
            var segment = new float[SAMPLES];
            int filled = 0;
            for (Path recording : recordings) {
                float[] sound = sound(recording, words.contains(recording), random);
                for (int at = 0; at < sound.length; ) {
                    int part = Math.min(sound.length - at, SAMPLES - filled);
                    System.arraycopy(sound, at, segment, filled, part);
                    at += part;
                    filled += part;
                    if (filled == SAMPLES) {
                        write(out, segment, teacher, random);
                        filled = 0;
                    }
                }
            }
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A recording at the rate, a third of them faster or slower. */
    private static float[] sound(Path recording, boolean word, SplittableRandom random) throws IOException {
        Audio audio = AudioDecoder.standard().decode(recording).resample(RATE);
        if (random.nextInt(3) == 0) {
            double speed = random.nextDouble(0.87, 1.15);
            audio = Audio.of(audio.samples(), (int) Math.round(speed * RATE)).resample(RATE);
        }
        if (!word) {
            return audio.samples();
        }
        int before = random.nextInt(1000, 9000);
        float[] samples = audio.samples();
        var laid = faintNoise(before + samples.length + random.nextInt(1000, 6000), random);
        System.arraycopy(samples, 0, laid, before, samples.length);
        return laid;
    }

    private static float[] faintNoise(int samples, SplittableRandom random) {
        var noise = new float[samples];
        for (int i = 0; i < samples; i++) {
            noise[i] = Math.round(4 * random.nextGaussian()) * 0x1p-15f;
        }
        return noise;
    }

    private static void write(OutputStream out, float[] segment, Teacher teacher, SplittableRandom random)
            throws IOException {
        float[] vectors = vectors(segment, teacher, random);
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : segment) {
            bytes.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample * 0x1p15f))));
        }
        bytes.asFloatBuffer().put(vectors);
        out.write(bytes.array());
    }

    /** The teacher's vectors of a segment's samples, as if silence had gone before, {@code vectors x values}. */
    static float[] vectors(float[] segment, Teacher teacher, SplittableRandom random) {
        float[] quietFirst = faintNoise(SILENCE_BEFORE + SAMPLES, random);
        System.arraycopy(segment, 0, quietFirst, SILENCE_BEFORE, SAMPLES);
        return Arrays.copyOf(teacher.vectors(quietFirst), VECTORS * Teacher.VALUES);
    }

    /** Maps all files that {@link #write} left in a folder, in the order of their names. */
    static Segments open(List<Path> files) throws IOException {
        var shards = new ArrayList<ByteBuffer>();
        for (Path file : files) {
            try (var channel = FileChannel.open(file)) {
                ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
                for (int at = 0; at + BYTES <= bytes.limit(); at += BYTES) {
                    shards.add(bytes.slice(at, BYTES).order(ByteOrder.LITTLE_ENDIAN));
                }
            }
        }
        return new Segments(shards);
    }

    /** The files in a folder, in the order of their names. */
    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return shards.size();
    }

    /** A segment's samples, -1 to 1; the caller's to change. */
    float[] samples(int segment) {
        var samples = new float[SAMPLES];
        var shorts = shards.get(segment).asShortBuffer();
        for (int i = 0; i < SAMPLES; i++) {
            samples[i] = shorts.get(i) * 0x1p-15f;
        }
        return samples;
    }

    /** Writes a segment's vectors, {@code vectors x values} as the teacher gave them, to {@code out}. */
    void vectors(int segment, float[] out, int at) {
        shards.get(segment)
                .slice(SAMPLES * Short.BYTES, VECTORS * Teacher.VALUES * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(out, at, VECTORS * Teacher.VALUES);
    }
}
