package io.github.kws4j;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A group of streams of one classifier whose windows the network sees in batches: for a server with hundreds of
 * callers. Opened by {@link KeywordStreamBuilder#openGroup(int)}.
 *
 * <pre>{@code
 * try (var classifier = KeywordClassifier.pretrained();
 *         KeywordStreams calls = classifier.stream().threshold(0.9).openGroup(64)) {
 *     KeywordStream first = calls.open(detection -> System.out.println("call 1: " + detection.label()));
 *     KeywordStream second = calls.open(detection -> System.out.println("call 2: " + detection.label()));
 *     first.accept(new float[320]); // each 20 ms of a call, on the thread of the call
 *     second.accept(new float[320]);
 *     calls.run(); // every 20 ms, on the thread of a timer
 * }
 * }</pre>
 *
 * <p>{@code accept} on a stream of the group computes its spectrogram frames on the calling thread and leaves its due
 * windows in the group. {@link #run()} takes all that are due through the network in one batch and decides on
 * detections: the streams' callbacks are called on the thread of {@code run}, and the next {@code accept} returns the
 * detections. A window waits no longer than until the next {@code run}, or until {@code batch} of them are due: then
 * the {@code accept} that finds the batch full runs it itself, so that a chunk of an hour needs no more memory than a
 * short one and a slow network slows the callers.
 *
 * <p>Safe to share between threads; each stream of it belongs to one thread. Callbacks must not feed streams of the
 * group. The group starts no thread. Two batches of windows are its memory: {@code 2 * batch * } the size of the
 * network's input.
 */
public final class KeywordStreams implements AutoCloseable {
    private final DetectionRule rule;
    private final WindowScorer scorer;
    private final int labels;
    private final ReentrantLock filling = new ReentrantLock();
    private final ReentrantLock running = new ReentrantLock();
    private Batch due;
    private Batch spare;
    private final float[] probabilities;
    private @Nullable Throwable failure;
    private volatile boolean closed;

    KeywordStreams(DetectionRule rule, WindowScorer scorer, int batch) {
        this.rule = rule;
        this.scorer = scorer;
        labels = rule.thresholds().size();
        due = new Batch(batch, scorer.rowLength(rule.hop()));
        spare = new Batch(batch, scorer.rowLength(rule.hop()));
        probabilities = new float[batch * labels];
    }

    /**
     * A new stream in this group.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public KeywordStream open() {
        return open(rule.callbacks());
    }

    /**
     * A new stream in this group whose detections go to {@code onDetection} alone, so that it can distinguish one
     * caller from another.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public KeywordStream open(Consumer<Detection> onDetection) {
        return open(List.of(onDetection));
    }

    private KeywordStream open(List<Consumer<Detection>> callbacks) {
        requireOpen();
        return new KeywordStream(rule, scorer, new Batched(), callbacks);
    }

    /**
     * Runs all windows that are due and calls back with what is found.
     *
     * @return the number of windows the network saw
     * @throws IllegalStateException after {@link #close()}, or when called from a callback
     * @throws RuntimeException what a callback or the network threw since the last {@code run}, after all windows were
     *     dealt with (what else was thrown is suppressed in it); all streams go on, and windows whose inference failed
     *     count as ones without a word
     */
    public int run() {
        requireOpen();
        int windows = drain();
        WordDetector.rethrow(takeFailure());
        return windows;
    }

    private @Nullable Throwable takeFailure() {
        running.lock();
        try {
            Throwable thrown = failure;
            failure = null;
            return thrown;
        } finally {
            running.unlock();
        }
    }

    private int drain() {
        if (running.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    "expected a callback to leave its group alone but it ran or filled a batch");
        }
        running.lock();
        try {
            swap();
            return spare.run();
        } finally {
            spare.clear();
            running.unlock();
        }
    }

    private void swap() {
        filling.lock();
        try {
            var full = due;
            due = spare;
            spare = full;
        } finally {
            filling.unlock();
        }
    }

    /** Closes the group and thereby its streams; windows still due are dropped. The classifier stays open. */
    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("expected an open group of streams but this one was closed");
        }
    }

    private void add(float @Nullable [] row, WordDetector detector, long position, long began, long ended) {
        requireOpen();
        while (!offer(row, detector, position, began, ended)) {
            drain();
        }
    }

    /** Adds a window unless the batch is full. */
    private boolean offer(float @Nullable [] row, WordDetector detector, long position, long began, long ended) {
        filling.lock();
        try {
            return due.add(row, detector, position, began, ended);
        } finally {
            filling.unlock();
        }
    }

    private final class Batched implements WindowRunner {
        @Override
        public void run(float[] row, WordDetector detector, long position, long began, long ended) {
            add(row, detector, position, began, ended);
        }

        @Override
        public void skip(WordDetector detector, long position) {
            add(null, detector, position, position, position);
        }

        @Override
        public void rethrow(WordDetector detector) {
            requireOpen(); // what callbacks throw goes to the caller of run
        }
    }

    /**
     * Windows in the order they fell due; those skipped by the gate have no row, but keep their place in their stream's
     * order.
     */
    private final class Batch {
        private final float[] input;
        private final int values;
        private final @Nullable WordDetector[] detectors;
        private final boolean[] skipped;
        private final long[] positions;
        private final long[] begins;
        private final long[] ends;
        private int size;
        private int rows;

        Batch(int capacity, int values) {
            this.values = values;
            input = new float[capacity * values];
            detectors = new WordDetector[capacity];
            skipped = new boolean[capacity];
            positions = new long[capacity];
            begins = new long[capacity];
            ends = new long[capacity];
        }

        /** False, and nothing is added, where it is full. */
        boolean add(float @Nullable [] row, WordDetector detector, long position, long began, long ended) {
            if (size == positions.length) {
                return false;
            }
            if (row != null) {
                System.arraycopy(row, 0, input, rows++ * values, values);
            }
            skipped[size] = row == null;
            detectors[size] = detector;
            positions[size] = position;
            begins[size] = began;
            ends[size++] = ended;
            return true;
        }

        int run() {
            int done = 0;
            int row = 0;
            while (done < size) {
                int end = waveEnd(done);
                int count = rows(done, end);
                boolean scored = score(row, done, end, count);
                deliver(done, end, scored);
                done = end;
                row += count;
            }
            return rows;
        }

        /**
         * The first window whose stream has another from {@code from} on, which the network must see first; the end
         * where none carries a state.
         */
        private int waveEnd(int from) {
            if (scorer.stateLength() == 0) {
                return size;
            }
            var streams = Collections.newSetFromMap(new IdentityHashMap<@Nullable WordDetector, Boolean>());
            int end = from;
            while (end < size && streams.add(detectors[end])) {
                end++;
            }
            return end;
        }

        private int rows(int from, int end) {
            int count = 0;
            for (int i = from; i < end; i++) {
                count += skipped[i] ? 0 : 1;
            }
            return count;
        }

        /** False where the network failed: its windows then count as ones without a word. */
        private boolean score(int row, int from, int end, int count) {
            try {
                if (count > 0) {
                    System.arraycopy(input, row * values, input, 0, count * values);
                    float[] states = states(from, end, count);
                    scorer.score(input, count, rule.hop(), states, probabilities);
                    keepStates(from, end, states);
                }
                return true;
            } catch (RuntimeException | Error e) {
                keep(e);
                return false;
            }
        }

        private float[] states(int from, int end, int count) {
            int length = scorer.stateLength();
            float[] states = new float[count * length];
            int row = 0;
            for (int i = from; length > 0 && i < end; i++) {
                var detector = detectors[i];
                if (detector != null && !skipped[i]) {
                    System.arraycopy(detector.state(), 0, states, row++ * length, length);
                }
            }
            return states;
        }

        private void keepStates(int from, int end, float[] states) {
            int length = scorer.stateLength();
            int row = 0;
            for (int i = from; length > 0 && i < end; i++) {
                var detector = detectors[i];
                if (detector != null && !skipped[i]) {
                    System.arraycopy(states, row++ * length, detector.state(), 0, length);
                }
            }
        }

        private void deliver(int from, int end, boolean scored) {
            int row = 0;
            for (int i = from; i < end; i++) {
                var detector = detectors[i];
                if (detector == null) {
                    continue;
                }
                if (skipped[i] || !scored) {
                    detector.acceptSilence(positions[i]);
                } else {
                    detector.accept(probabilities, row++ * labels, positions[i], begins[i], ends[i]);
                }
                keep(detector.takeFailure());
            }
        }

        private void keep(@Nullable Throwable thrown) {
            var first = failure;
            if (thrown != null) {
                failure = first == null ? thrown : WordDetector.merge(first, thrown);
            }
        }

        void clear() {
            Arrays.fill(detectors, 0, size, null);
            size = 0;
            rows = 0;
        }
    }
}
