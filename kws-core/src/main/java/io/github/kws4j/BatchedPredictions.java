package io.github.kws4j;

import io.github.kws4j.audio.Audio;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Predictions for clips of any number, in order: while the network runs one batch on the reading thread, the next one's
 * rows are prepared on the common pool; the first one's by both. Two batches of rows are all that is held.
 */
final class BatchedPredictions implements Iterator<Prediction> {
    private static final int MOST_CLIPS = 64;
    private static final int MOST_VALUES = 1 << 24;

    private final NetworkClassifier classifier;
    private final Iterator<Audio> clips;
    private final List<Prediction> ready = new ArrayList<>();
    private final int size;
    private float[] rows = {};
    private float[] spare = {};
    private @Nullable CompletableFuture<Integer> prepared;
    private int read;
    private int next;

    BatchedPredictions(NetworkClassifier classifier, Iterator<Audio> clips) {
        this.classifier = classifier;
        size = Math.max(1, Math.min(MOST_CLIPS, MOST_VALUES / classifier.rowLength()));
        this.clips = clips;
    }

    /**
     * Takes the next clips; what is returned makes their rows on the calling thread and the common pool, and yields
     * their number.
     */
    private Supplier<Integer> take() {
        int first = read;
        var batch = new ArrayList<Audio>(size);
        while (batch.size() < size && clips.hasNext()) {
            batch.add(clips.next());
        }
        read += batch.size();
        if (batch.isEmpty()) {
            return () -> 0;
        }
        int values = batch.size() * classifier.rowLength();
        if (spare.length < values) {
            spare = new float[values];
        }
        float[] target = spare;
        return () -> {
            var refused = new ConcurrentSkipListMap<Integer, IllegalArgumentException>();
            IntStream.range(0, batch.size()).parallel().forEach(i -> {
                try {
                    classifier.prepare(batch.get(i), target, i * classifier.rowLength());
                } catch (IllegalArgumentException e) {
                    refused.put(first + i, e);
                }
            });
            refused.forEach((index, reason) -> {
                throw new IllegalArgumentException("clip " + index + ": " + reason.getMessage(), reason);
            });
            return batch.size();
        };
    }

    @Override
    public boolean hasNext() {
        if (next == ready.size()) {
            ready.clear();
            next = 0;
            int count = prepared == null ? take().get() : await(prepared);
            if (count > 0) {
                float[] full = spare;
                spare = rows;
                rows = full;
                prepared = CompletableFuture.supplyAsync(take());
                ready.addAll(classifier.run(full, count));
            }
        }
        return next < ready.size();
    }

    private static int await(CompletableFuture<Integer> prepared) {
        try {
            return prepared.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public Prediction next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all clips are ready");
        }
        return ready.get(next++);
    }
}
