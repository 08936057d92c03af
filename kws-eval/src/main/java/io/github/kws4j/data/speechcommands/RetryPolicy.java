package io.github.kws4j.data.speechcommands;

import java.time.Duration;

/**
 * When a download gives up.
 *
 * @param attempts failed attempts in a row, each without a MiB gained
 * @param firstPause time before the second attempt; doubled before each further one
 * @param longestPause the most that a pause grows to, or that a server may ask for
 * @param stall time without an answer, or without a byte, after which an attempt has failed
 */
record RetryPolicy(int attempts, Duration firstPause, Duration longestPause, Duration stall) {
    static final RetryPolicy STANDARD =
            new RetryPolicy(6, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(30));

    private static final int MOST_DOUBLINGS = 20;

    /** The pause after {@code failed} attempts, at least 1, of which the last says {@code retryAfter}. */
    Duration pause(int failed, Duration retryAfter) {
        Duration grown = firstPause.multipliedBy(1L << Math.min(failed - 1, MOST_DOUBLINGS));
        Duration wanted = grown.compareTo(retryAfter) > 0 ? grown : retryAfter;
        return wanted.compareTo(longestPause) < 0 ? wanted : longestPause;
    }
}
