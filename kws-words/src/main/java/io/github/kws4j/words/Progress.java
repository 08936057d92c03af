package io.github.kws4j.words;

import java.io.InterruptedIOException;
import java.util.function.IntConsumer;

/** Counts the recordings that an enrolment is through with, for a listener, and ends it where its thread is to stop. */
final class Progress {
    private final IntConsumer listener;
    private int done;

    Progress(IntConsumer listener) {
        this.listener = listener;
    }

    /** Throws where the thread is interrupted, which it stays. */
    void add(int recordings) throws InterruptedIOException {
        done += recordings;
        listener.accept(done);
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("enrolment stopped after " + done + " recordings");
        }
    }
}
