package io.github.kws4j.bench;

import io.github.kws4j.KeywordClassifier;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Does anything leak or lock up? Four threads classify while a fifth keeps loading the model anew and closing the one
 * in use. Passes where every answer is right, every thread ends, and resident memory, once the first third has warmed
 * it up, stays within 5 %. The heap is fixed and touched beforehand, so that what grows is native.
 *
 * <pre>{@code
 * java -Xms256m -Xmx256m -XX:+AlwaysPreTouch -cp kws-bench/target/benchmarks.jar io.github.kws4j.bench.Soak 600
 * }</pre>
 *
 * <p>Takes the number of seconds. Reads resident memory from {@code /proc}, so runs on Linux alone. The exit code is 0
 * where it passes.
 */
public final class Soak {
    private static final int WORKERS = 4;
    private static final int MEASUREMENTS = 60;
    private static final double MOST_GROWTH = 0.05;

    private final byte[] model = BenchmarkedModel.bytes();
    private final float[] clip = Variant.clip();
    private final String label;
    private final long end;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong loads = new AtomicLong();
    private volatile KeywordClassifier current;

    private Soak(long seconds) {
        end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        current = load();
        label = current.classify(clip).label();
    }

    /** Runs for the number of seconds given. */
    public static void main(String[] args) throws IOException, InterruptedException {
        long seconds = Long.parseLong(args[0]);
        System.exit(new Soak(seconds).run(seconds) ? 0 : 1);
    }

    private KeywordClassifier load() {
        loads.incrementAndGet();
        return KeywordClassifier.builder().threads(1).load(model);
    }

    private boolean run(long seconds) throws IOException, InterruptedException {
        var pool = Executors.newFixedThreadPool(WORKERS + 1);
        var tasks = new ArrayList<Future<Boolean>>();
        for (int i = 0; i < WORKERS; i++) {
            tasks.add(pool.submit(work(this::classify)));
        }
        tasks.add(pool.submit(work(this::reload)));
        var resident = new ArrayList<Long>();
        for (int i = 1; i <= MEASUREMENTS; i++) {
            Thread.sleep(seconds * 1000 / MEASUREMENTS);
            resident.add(residentKilobytes());
            if (i % (MEASUREMENTS / 10) == 0) {
                System.out.printf(
                        "%3d %%: %d answers, %d loads, %d MB resident%n",
                        100 * i / MEASUREMENTS, answers.get(), loads.get(), resident.get(i - 1) / 1024);
            }
        }
        pool.shutdown();
        return allEnded(tasks) & isFlat(resident);
    }

    private Callable<Boolean> work(Runnable turn) {
        return () -> {
            while (System.nanoTime() < end) {
                turn.run();
            }
            return true;
        };
    }

    private void classify() {
        try {
            String answer = current.classify(clip).label();
            if (!answer.equals(label)) {
                throw new AssertionError("expected " + label + " but got " + answer);
            }
            answers.incrementAndGet();
        } catch (IllegalStateException closed) {
            Thread.onSpinWait(); // the next one is there already
        }
    }

    private void reload() {
        var old = current;
        current = load();
        old.close();
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean allEnded(List<Future<Boolean>> tasks) throws InterruptedException {
        for (var task : tasks) {
            try {
                task.get(30, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                long[] locked = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
                System.out.println("FAILED: a thread does not end" + (locked == null ? "" : "; there is a deadlock"));
                return false;
            } catch (ExecutionException e) {
                System.out.println("FAILED: " + e.getCause());
                return false;
            }
        }
        return true;
    }

    private static boolean isFlat(List<Long> resident) {
        var third = median(resident.subList(MEASUREMENTS / 3, MEASUREMENTS / 3 + MEASUREMENTS / 6));
        var last = median(resident.subList(MEASUREMENTS - MEASUREMENTS / 6, MEASUREMENTS));
        double growth = (double) last / third - 1;
        boolean flat = Math.abs(growth) <= MOST_GROWTH;
        System.out.printf(
                "%s: resident memory went from %d to %d MB after the first third, %+.1f %%%n",
                flat ? "passed" : "FAILED", third / 1024, last / 1024, 100 * growth);
        return flat;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }
}
