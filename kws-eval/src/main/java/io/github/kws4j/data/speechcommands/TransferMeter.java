package io.github.kws4j.data.speechcommands;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Counts the bytes of one stage and reports them: at its beginning, at most five times a second, and at its end. */
final class TransferMeter {
    private static final long INTERVAL = Duration.ofMillis(200).toNanos();

    private final TransferProgress.Stage stage;
    private final String file;
    private final Consumer<TransferProgress> listener;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private OptionalLong total = OptionalLong.empty();
    private long before;
    private long bytes;
    private long reportedAt;

    TransferMeter(
            TransferProgress.Stage stage, String file, Consumer<TransferProgress> listener, LongSupplier nanoTime) {
        this.stage = stage;
        this.file = file;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
    }

    TransferMeter(TransferProgress.Stage stage, String file, Consumer<TransferProgress> listener) {
        this(stage, file, listener, System::nanoTime);
    }

    /** Begins, or begins anew, with {@code done} bytes that were there before. */
    void begin(long done, OptionalLong all) {
        before = done;
        bytes = done;
        total = all;
        report();
    }

    void add(long more) {
        bytes += more;
        if (nanoTime.getAsLong() - reportedAt >= INTERVAL) {
            report();
        }
    }

    /** All is done, whatever of it was not worth counting. */
    void end() {
        bytes = total.orElse(bytes);
        report();
    }

    private void report() {
        reportedAt = nanoTime.getAsLong();
        double seconds = (reportedAt - startedAt) / 1e9;
        double rate = seconds > 0 ? (bytes - before) / seconds : 0;
        listener.accept(new TransferProgress(stage, file, bytes, total, rate));
    }
}
