package io.github.kws4j.train;

import io.github.kws4j.train.network.Batch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Batches that are made anew for each step, the next ones on other threads while the network learns from the last. What
 * {@link #make} gives depends on the seed, the epoch and the clips' numbers alone, so a training gives the same on any
 * number of threads and after a stop. For one thread.
 *
 * @param <B> what is made
 */
abstract class DrawnBatches<B extends Batch> implements Batches {
    private static final int LEAST_AHEAD = 6;

    private final int processors = Runtime.getRuntime().availableProcessors();
    private final int ahead = Math.max(LEAST_AHEAD, processors + 2);
    private final Deque<Coming<B>> coming = new ArrayDeque<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(processors, task -> {
        var thread = new Thread(task, "kws4j draws");
        thread.setDaemon(true);
        return thread;
    });

    /** A batch that is being made. */
    private record Coming<B>(int epoch, int from, int to, CompletableFuture<B> batch) {}

    /** What the generator of one draw starts from: near numbers give unlike seeds (Steele et al. 2014). */
    static long seed(long seed, int epoch, int draw) {
        long mixed = seed * 0x9E3779B97F4A7C15L + ((long) epoch << 32) + draw;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** Clips {@code from} to before {@code to} of an epoch; called on several threads. */
    abstract B make(int epoch, int from, int to);

    @Override
    public B batch(int epoch, int from, int to) {
        Coming<B> next = coming.poll();
        if (next == null || next.epoch() != epoch || next.from() != from || next.to() != to) {
            forget();
            next = begin(epoch, from, to);
        }
        Coming<B> last = coming.isEmpty() ? next : coming.getLast();
        while (coming.size() < ahead) {
            last = following(last, to - from);
            coming.add(last);
        }
        try {
            return next.batch().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private Coming<B> begin(int epoch, int from, int to) {
        return new Coming<>(epoch, from, to, CompletableFuture.supplyAsync(() -> make(epoch, from, to), threads));
    }

    private Coming<B> following(Coming<B> last, int size) {
        boolean over = last.to() == clips();
        int from = over ? 0 : last.to();
        return begin(over ? last.epoch() + 1 : last.epoch(), from, Math.min(clips(), from + size));
    }

    @Override
    public void close() {
        forget();
        threads.shutdownNow();
    }

    private void forget() {
        coming.forEach(batch -> batch.batch().cancel(false));
        coming.clear();
    }
}
