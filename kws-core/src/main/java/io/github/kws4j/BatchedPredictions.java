package io.github.kws4j;

import io.github.kws4j.audio.Audio;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;

/**
 * Predictions for clips of any number, in order. Chunks of clips are spread over the common pool and the reading
 * thread, each of which prepares a chunk's rows and runs the network on them: no core waits for another. The chunks in
 * flight are all that is held.
 */
final class BatchedPredictions implements Iterator<Prediction> {
    private static final int CLIPS_ON_CPU = 16;
    /** Of few clips chunks are smaller, so that each core has some; below this they cost more a clip. */
    private static final int FEWEST_ON_CPU = 4;
    /** A GPU wants more at once; several chunks are on their way to it while one is computed. */
    private static final int CLIPS_ON_CUDA = 128;

    private static final int FEWEST_ON_CUDA = 32;
    private static final int CHUNKS_ON_CUDA = 16;
    private static final int MOST_VALUES = 1 << 22;

    private final NetworkClassifier classifier;
    private final Iterator<Audio> clips;
    private final ArrayDeque<FutureTask<List<Prediction>>> chunks = new ArrayDeque<>();
    private final int size;
    private final int inFlight;
    private Iterator<Prediction> ready = List.<Prediction>of().iterator();
    private int read;

    /** Of {@code count} clips, or of any number where that is unknown and {@link Integer#MAX_VALUE} stands for it. */
    BatchedPredictions(NetworkClassifier classifier, Iterator<Audio> clips, int count) {
        this.classifier = classifier;
        this.clips = clips;
        boolean cuda = classifier.device().kind() == Device.Kind.CUDA;
        int most = cuda ? CLIPS_ON_CUDA : CLIPS_ON_CPU;
        inFlight = cuda ? CHUNKS_ON_CUDA : 2 * ForkJoinPool.getCommonPoolParallelism() + 2;
        int share = Math.max(cuda ? FEWEST_ON_CUDA : FEWEST_ON_CPU, count / inFlight);
        size = Math.max(1, Math.min(Math.min(most, share), MOST_VALUES / classifier.rowLength()));
    }

    @Override
    public boolean hasNext() {
        while (!ready.hasNext()) {
            takeChunks();
            if (chunks.isEmpty()) {
                return false;
            }
            helpWithFirst();
            ready = await(chunks.remove()).iterator();
        }
        return true;
    }

    private void takeChunks() {
        while (chunks.size() < inFlight && clips.hasNext()) {
            int first = read;
            var chunk = new ArrayList<Audio>(size);
            while (chunk.size() < size && clips.hasNext()) {
                chunk.add(clips.next());
            }
            read += chunk.size();
            var task = new FutureTask<>(() -> predictions(chunk, first));
            chunks.add(task);
            ForkJoinPool.commonPool().execute(task);
        }
    }

    /** Runs chunks that no other thread has begun until the first is done or all have begun. */
    private void helpWithFirst() {
        FutureTask<List<Prediction>> first = chunks.element();
        for (var chunk : chunks) {
            if (first.isDone()) {
                return;
            }
            chunk.run();
        }
    }

    private List<Prediction> predictions(List<Audio> chunk, int first) {
        int rowLength = classifier.rowLength();
        float[] rows = classifier.rows(size);
        for (int i = 0; i < chunk.size(); i++) {
            try {
                classifier.prepare(chunk.get(i), rows, i * rowLength);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("clip " + (first + i) + ": " + e.getMessage(), e);
            }
        }
        List<Prediction> predictions = classifier.run(rows, chunk.size());
        classifier.giveBack(rows);
        return predictions;
    }

    private List<Prediction> await(FutureTask<List<Prediction>> chunk) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return chunk.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            chunks.forEach(later -> later.cancel(false));
            throw unchecked(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A chunk throws nothing that is checked. */
    private static RuntimeException unchecked(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }

    @Override
    public Prediction next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all clips are ready");
        }
        return ready.next();
    }
}
