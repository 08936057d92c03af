package io.github.kws4j.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.kws4j.KeywordStream;
import io.github.kws4j.KeywordStreams;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Do hundreds of streams run in real time? Feeds them 100 ms chunks as a telephone server would, a fifth of them every
 * 20 ms, runs the group after each fifth, and prints the processor time used and how late chunks were done.
 *
 * <pre>{@code java -cp kws-bench/target/benchmarks.jar io.github.kws4j.bench.StreamLoad 500 60}</pre>
 */
public final class StreamLoad {
    private static final int TURNS = 5;
    private static final long TICK = 20_000_000;

    private StreamLoad() {}

    /** Takes the number of streams (500) and of seconds (60). */
    public static void main(String[] args) {
        int streams = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
        try (var classifier = BenchmarkedModel.open();
                var group = classifier.stream().openGroup(Math.max(1, streams / TURNS))) {
            float[] sound = sound(classifier.sampleRate());
            run(group, open(group, streams), sound, 5); // compiles
            System.out.println(run(group, open(group, streams), sound, seconds));
        }
    }

    private static List<KeywordStream> open(KeywordStreams group, int streams) {
        var opened = new ArrayList<KeywordStream>();
        for (int i = 0; i < streams; i++) {
            opened.add(group.open());
        }
        return opened;
    }

    /** Ten seconds of noise in bursts. */
    private static float[] sound(int rate) {
        var random = new Random(1);
        float[] sound = new float[10 * rate];
        for (int i = 0; i < sound.length; i++) {
            double burst = Math.max(0.01, Math.sin(2 * Math.PI * 4 * i / rate));
            sound[i] = (float) (random.nextGaussian() * 0.1 * burst);
        }
        return sound;
    }

    static String run(KeywordStreams group, List<KeywordStream> streams, float[] sound, int seconds) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long[] late = new long[seconds * 10 * TURNS];
        long windows = 0;
        long processor = system.getProcessCpuTime();
        long start = System.nanoTime();
        for (int tick = 0; tick < late.length; tick++) {
            sleepUntil(start + tick * TICK);
            feed(streams, sound, tick);
            windows += group.run();
            late[tick] = System.nanoTime() - start - tick * TICK;
        }
        double wall = System.nanoTime() - start;
        double used = system.getProcessCpuTime() - processor;
        Arrays.sort(late);
        return String.format(
                "%d streams, %d s, %d processors: %d windows, %.2f cores (%.3f %% of one for each stream);"
                        + " a chunk was done after %.1f ms in the median, %.1f ms at the 99th percentile, %.1f "
                        + "ms at most",
                streams.size(),
                seconds,
                Runtime.getRuntime().availableProcessors(),
                windows,
                used / wall,
                100 * used / wall / streams.size(),
                late[late.length / 2] * 1e-6,
                late[late.length * 99 / 100] * 1e-6,
                late[late.length - 1] * 1e-6);
    }

    private static void feed(List<KeywordStream> streams, float[] sound, int tick) {
        int chunk = sound.length / 100;
        for (int i = tick % TURNS; i < streams.size(); i += TURNS) {
            int at = (tick / TURNS + i) % 100 * chunk;
            streams.get(i).accept(sound, at, chunk);
        }
    }

    private static void sleepUntil(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
