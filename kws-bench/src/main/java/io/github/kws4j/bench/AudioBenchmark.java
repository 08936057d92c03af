package io.github.kws4j.bench;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does sound cost on its way to the spectrogram, beside the JDK's own means? A second of 16-bit WAV in memory to
 * floats, and a minute from 44.1 to 16 kHz.
 *
 * <pre>java -jar kws-bench/target/benchmarks.jar AudioBenchmark -prof gc</pre>
 *
 * <p>The JDK converts rates by interpolation alone: what lies above the new Nyquist frequency is folded into the
 * result, where {@code Audio.resample} keeps it 90 dB down; and its clock, a float, is 5 to 10 samples off after the
 * minute.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AudioBenchmark {
    /** Who reads the WAV. */
    public enum Decoder {
        /** This library. */
        KWS4J {
            @Override
            float[] decode(byte[] wav) throws IOException {
                return AudioDecoder.standard().decode(wav).samples();
            }
        },
        /** The JDK, with its bytes turned into floats by hand. */
        JAVAX {
            @Override
            float[] decode(byte[] wav) throws IOException {
                try (AudioInputStream stream = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav))) {
                    ByteBuffer bytes = ByteBuffer.wrap(stream.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
                    float[] samples = new float[bytes.capacity() / 2];
                    for (int i = 0; i < samples.length; i++) {
                        samples[i] = bytes.getShort(2 * i) * 0x1p-15f;
                    }
                    return samples;
                } catch (UnsupportedAudioFileException e) {
                    throw new IOException(e);
                }
            }
        };

        abstract float[] decode(byte[] wav) throws IOException;
    }

    /** Who converts the rate. */
    public enum Converter {
        /** This library. */
        KWS4J,
        /** The JDK, linear interpolation. */
        LINEAR,
        /** The JDK, its longest interpolation. */
        SINC;

        float[] convert(Minute minute) throws IOException {
            return this == KWS4J ? minute.audio.resample(TO).samples() : interpolate(minute.bytes);
        }

        private float[] interpolate(byte[] bytes) throws IOException {
            AudioFormat from = format(FROM, Map.of());
            AudioFormat to = format(TO, Map.of("interpolation", name().toLowerCase(Locale.ROOT)));
            var stream = new AudioInputStream(new ByteArrayInputStream(bytes), from, bytes.length / Float.BYTES);
            try (AudioInputStream converted = AudioSystem.getAudioInputStream(to, stream)) {
                ByteBuffer result = ByteBuffer.wrap(converted.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
                float[] samples = new float[result.capacity() / Float.BYTES];
                result.asFloatBuffer().get(samples);
                return samples;
            }
        }

        private static AudioFormat format(int rate, Map<String, Object> properties) {
            return new AudioFormat(
                    AudioFormat.Encoding.PCM_FLOAT, rate, Float.SIZE, 1, Float.BYTES, rate, false, properties);
        }
    }

    static final int FROM = 44_100;
    static final int TO = 16_000;

    /** A second of a WAV of 16 bits. */
    @State(Scope.Benchmark)
    public static class Second {
        /** Who reads it. */
        @Param
        public Decoder decoder = Decoder.KWS4J;

        byte[] wav = {};

        /** Makes the WAV. */
        @Setup
        public void make() throws IOException {
            Path file = Files.createTempFile("second", ".wav");
            try {
                chirp(TO, TO).write(file);
                wav = Files.readAllBytes(file);
            } finally {
                Files.delete(file);
            }
        }
    }

    /** A minute of sound, as floats and as their bytes. */
    @State(Scope.Benchmark)
    public static class Minute {
        /** Who converts it. */
        @Param
        public Converter converter = Converter.KWS4J;

        Audio audio = Audio.of(new float[0], FROM);
        byte[] bytes = {};

        /** Makes the sound. */
        @Setup
        public void make() {
            audio = chirp(60 * FROM, FROM);
            ByteBuffer buffer =
                    ByteBuffer.allocate(audio.length() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            buffer.asFloatBuffer().put(audio.samples());
            bytes = buffer.array();
        }
    }

    /** Decodes a second. */
    @Benchmark
    public float[] decodeSecond(Second second) throws IOException {
        return second.decoder.decode(second.wav);
    }

    /** Converts a minute. */
    @Benchmark
    public float[] resampleMinute(Minute minute) throws IOException {
        return minute.converter.convert(minute);
    }

    /** A tone that rises from 0 to 4 kHz and stays below the Nyquist frequency of either rate. */
    static Audio chirp(int length, int rate) {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (float) (0.5 * Math.sin(Math.PI * 4_000 * i / rate * i / length));
        }
        return Audio.of(samples, rate);
    }
}
