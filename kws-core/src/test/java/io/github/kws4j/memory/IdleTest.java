package io.github.kws4j.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdleTest {
    @Test
    void eachIsTakenOnceHoweverManyWait() {
        var idle = new Idle<Integer>();
        assertThat(idle.poll()).isNull();
        var given = new HashSet<Integer>();
        for (int i = 0; i < 100; i++) {
            given.add(i);
            idle.offer(i);
        }
        var taken = new HashSet<Integer>();
        for (Integer one = idle.poll(); one != null; one = idle.poll()) {
            assertThat(taken.add(one)).as("%d", one).isTrue();
        }
        assertThat(taken).isEqualTo(given);
    }

    @Test
    void threadsNeverHoldTheSame() throws Exception {
        var idle = new Idle<AtomicBoolean>();
        var pool = Executors.newFixedThreadPool(8);
        try {
            var results = pool.invokeAll(IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(thread -> () -> takesAndGives(idle))
                    .toList());
            for (var alone : results) {
                assertThat(alone.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static boolean takesAndGives(Idle<AtomicBoolean> idle) {
        for (int i = 0; i < 20_000; i++) {
            AtomicBoolean waiting = idle.poll();
            AtomicBoolean held = waiting == null ? new AtomicBoolean() : waiting;
            if (held.getAndSet(true)) {
                return false;
            }
            held.set(false);
            idle.offer(held);
        }
        return true;
    }
}
