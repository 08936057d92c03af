package io.github.kws4j.memory;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.function.Executable;

/** Bytes that this thread allocates. */
public final class Allocation {
    private static final int MOST_ROUNDS = 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** While it does this once. */
    public static long of(Executable work) throws Throwable {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.execute();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /**
     * While it does this again and again: the least of some rounds, as the JVM allocates on a thread, too, when it
     * links or deoptimises what that runs. What {@code work} itself allocates is in each round.
     */
    public static long least(Executable work) throws Throwable {
        long least = of(work);
        for (int round = 1; round < MOST_ROUNDS && least > 0; round++) {
            least = Math.min(least, of(work));
        }
        return least;
    }
}
