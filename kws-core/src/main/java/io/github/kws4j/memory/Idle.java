package io.github.kws4j.memory;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Working memory that waits for its next use, by whichever thread: about as many as were in use at once. Without a
 * lock, and without garbage for as many callers at once as it has places.
 *
 * @param <T> what is used again
 */
public final class Idle<T> {
    private static final int PLACES = 16;

    private final AtomicReferenceArray<@Nullable T> places = new AtomicReferenceArray<>(PLACES);
    private final ConcurrentLinkedQueue<T> others = new ConcurrentLinkedQueue<>();

    /** One that nobody else holds; null where none waits. */
    public @Nullable T poll() {
        for (int i = 0; i < PLACES; i++) {
            T taken = places.get(i) == null ? null : places.getAndSet(i, null);
            if (taken != null) {
                return taken;
            }
        }
        return others.poll();
    }

    /**
     * Lets it wait; the caller no longer uses it.
     *
     * @param done the last caller's
     */
    public void offer(T done) {
        for (int i = 0; i < PLACES; i++) {
            if (places.get(i) == null && places.compareAndSet(i, null, done)) {
                return;
            }
        }
        others.offer(done);
    }
}
