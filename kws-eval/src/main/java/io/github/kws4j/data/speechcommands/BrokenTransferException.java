package io.github.kws4j.data.speechcommands;

import java.io.IOException;
import java.time.Duration;

/** A transfer failed in a way that another attempt can mend. */
final class BrokenTransferException extends IOException {
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    BrokenTransferException(String message) {
        this(message, Duration.ZERO);
    }

    BrokenTransferException(String message, Throwable cause) {
        super(message, cause);
        this.retryAfter = Duration.ZERO;
    }

    BrokenTransferException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** The time that the server asks to be left alone; zero where it doesn't say. */
    Duration retryAfter() {
        return retryAfter;
    }
}
