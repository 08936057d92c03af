package io.github.kws4j.bench.rivals;

import io.github.givimad.rustpotter_java.Rustpotter;
import io.github.givimad.rustpotter_java.RustpotterConfig;
import io.github.givimad.rustpotter_java.SampleFormat;
import io.github.kws4j.Detection;
import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Rustpotter 3 with a reference a word. Sound is handed on in frames of its size; what is left over waits for the next.
 * It reports a word once nothing better has come for half the longest recording it learnt from: a detection's time here
 * is the report's less that.
 */
final class RustpotterStream implements WordStream {
    /** What Rustpotter is configured with at first. */
    static final float DEFAULT_THRESHOLD = 0.5f;

    private static final double QUIET_DB = 25;

    private final Rustpotter rustpotter;
    private final long wait;
    private final float[] frame;
    private int filled;
    private long position;

    private RustpotterStream(Rustpotter rustpotter, long wait) {
        this.rustpotter = rustpotter;
        this.wait = wait;
        frame = new float[(int) rustpotter.getSamplesPerFrame()];
    }

    /** Learns words from recordings at 16 kHz, of which what is quiet at both ends is left out. */
    static RustpotterStream open(Map<String, List<Audio>> words, float threshold) throws IOException {
        Rustpotter.loadLibrary();
        var config = new RustpotterConfig();
        config.setSampleRate(RATE);
        config.setChannels(1);
        config.setSampleFormat(SampleFormat.F32);
        config.setThreshold(threshold);
        int longest = 0;
        try {
            var rustpotter = new Rustpotter(config);
            for (var word : words.entrySet()) {
                var trimmed =
                        word.getValue().stream().map(RustpotterStream::trimmed).toList();
                rustpotter.addWakewordBytes(word.getKey(), RustpotterReference.of(word.getKey(), trimmed));
                for (Audio recording : trimmed) {
                    longest = Math.max(longest, recording.length());
                }
            }
            return new RustpotterStream(rustpotter, longest / 2);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) { // what its constructor declares
            throw new IOException("Rustpotter takes no such reference: " + e.getMessage(), e);
        }
    }

    /** From the first to the last 10 ms that are within 25 dB of the loudest. */
    private static Audio trimmed(Audio recording) {
        int block = RATE / 100;
        float[] samples = recording.samples();
        double[] power = new double[samples.length / block];
        for (int i = 0; i < power.length * block; i++) {
            power[i / block] += samples[i] * samples[i];
        }
        double least = Arrays.stream(power).max().orElse(0) * Math.pow(10, -QUIET_DB / 10);
        int from = 0;
        while (power[from] < least) {
            from++;
        }
        int to = power.length;
        while (power[to - 1] < least) {
            to--;
        }
        return Audio.of(Arrays.copyOfRange(samples, from * block, to * block), RATE);
    }

    @Override
    public List<Detection> accept(float[] samples) {
        var detections = new ArrayList<Detection>();
        for (float sample : samples) {
            frame[filled++] = sample;
            position++;
            if (filled == frame.length) {
                filled = 0;
                rustpotter.processFloat(Arrays.copyOf(frame, frame.length)).ifPresent(found -> {
                    Duration at = Duration.ofNanos(Math.max(0, position - wait) * 1_000_000_000L / RATE);
                    detections.add(new Detection(found.getName(), found.getScore(), at, at, at));
                });
            }
        }
        return detections;
    }

    /** Machine code is as fast at first. */
    @Override
    public void warmUp(Path sound) {}

    @Override
    public void reset() {
        rustpotter.reset();
        filled = 0;
        position = 0;
    }

    @Override
    public void close() {
        rustpotter.delete();
    }
}
