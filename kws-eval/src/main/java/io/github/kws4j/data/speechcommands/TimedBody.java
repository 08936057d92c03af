package io.github.kws4j.data.speechcommands;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an HTTP response, read by one thread that waits a bounded time for each piece. The JDK's own stream of a
 * body waits for ever on a server that falls silent.
 */
final class TimedBody implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final Duration patience;

    private sealed interface Signal {
        record Piece(List<ByteBuffer> bytes) implements Signal {}

        record Failure(Throwable cause) implements Signal {}

        record End() implements Signal {}
    }

    TimedBody(Flow.Publisher<List<ByteBuffer>> publisher, Duration patience) {
        this.patience = patience;
        publisher.subscribe(this);
    }

    /**
     * The next bytes; empty at the end.
     *
     * @throws BrokenTransferException where the connection breaks or nothing comes in time
     */
    Optional<List<ByteBuffer>> next() throws BrokenTransferException, InterruptedException {
        Signal signal = signals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (signal == null) {
            throw new BrokenTransferException(
                    "expected data but got none for " + patience.toMillis() / 1000.0 + " seconds");
        } else if (signal instanceof Signal.Failure failure) {
            throw new BrokenTransferException(
                    "the connection broke: " + failure.cause().getMessage(), failure.cause());
        } else if (signal instanceof Signal.Piece piece) {
            subscription.thenAccept(open -> open.request(1));
            return Optional.of(piece.bytes());
        }
        return Optional.empty();
    }

    @Override
    public void onSubscribe(Flow.Subscription open) {
        subscription.complete(open);
        open.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        signals.add(new Signal.Piece(bytes));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new Signal.Failure(failure));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal.End());
    }

    /** Drops what has not been read, and the connection with it. */
    @Override
    public void close() {
        subscription.thenAccept(Flow.Subscription::cancel);
    }
}
