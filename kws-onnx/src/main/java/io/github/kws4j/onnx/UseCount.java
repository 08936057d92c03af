package io.github.kws4j.onnx;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the inferences that run in a network, so that what they use is freed when it is closed and the last has ended;
 * without a lock.
 */
final class UseCount {
    /** Set in {@link #use} once closed; the lower bits count the inferences that run. */
    private static final int CLOSED = Integer.MIN_VALUE;

    private final String name;
    private final Runnable free;
    private final AtomicInteger use = new AtomicInteger();

    /** {@code free} is run once. */
    UseCount(String name, Runnable free) {
        this.name = name;
        this.free = free;
    }

    /**
     * Counts this thread in, so that all stays open until it {@link #leave}s.
     *
     * @throws IllegalStateException where it is closed
     */
    void enter() {
        if (use.getAndIncrement() < 0) {
            leave();
            throw new IllegalStateException(name + " is closed");
        }
    }

    /** The last to leave what is closed frees it. */
    void leave() {
        if (use.decrementAndGet() == CLOSED) {
            free();
        }
    }

    void close() {
        int before = use.getAndUpdate(count -> count | CLOSED);
        if (before == 0) {
            free();
        }
    }

    /**
     * Reached once: {@link #use} turns to {@link #CLOSED} alone, and from then on no caller gets past {@link #enter}.
     */
    private void free() {
        if (use.compareAndSet(CLOSED, CLOSED + 1)) {
            free.run();
        }
    }
}
