package io.github.kws4j;

/**
 * Runs the windows of one stream on the thread that feeds the stream: each as it comes, or, where the network carries
 * its own past, those of one chunk of sound together, which reads its weights once for all of them.
 */
final class ImmediateRunner implements WindowRunner {
    private static final int MOST_TOGETHER = 8;

    private final WindowScorer scorer;
    private final int hop;
    private final int labels;
    private final boolean together;
    private final float[] rows;
    private final float[] probabilities;
    private final long[] places;
    private int waiting;

    ImmediateRunner(WindowScorer scorer, int hop, int labels) {
        this.scorer = scorer;
        this.hop = hop;
        this.labels = labels;
        together = scorer.stateLength() > 0;
        int most = together ? MOST_TOGETHER : 1;
        rows = new float[together ? most * scorer.rowLength(hop) : 0];
        probabilities = new float[most * labels];
        places = new long[3 * most];
    }

    @Override
    public void run(float[] row, WordDetector detector, long position, long began, long ended) {
        places[3 * waiting] = position;
        places[3 * waiting + 1] = began;
        places[3 * waiting + 2] = ended;
        if (together) {
            System.arraycopy(row, 0, rows, waiting * row.length, row.length);
        }
        waiting++;
        if (3 * waiting == places.length) {
            score(together ? rows : row, detector);
        }
    }

    @Override
    public void flush(WordDetector detector) {
        if (waiting > 0) {
            score(rows, detector);
        }
    }

    private void score(float[] scored, WordDetector detector) {
        int count = waiting;
        waiting = 0;
        try {
            scorer.scoreInARow(scored, count, hop, detector.state(), probabilities);
        } catch (RuntimeException | Error e) {
            detector.fail(e);
            for (int i = 0; i < count; i++) {
                detector.acceptSilence(places[3 * i]);
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            detector.accept(probabilities, i * labels, places[3 * i], places[3 * i + 1], places[3 * i + 2]);
        }
    }

    @Override
    public void skip(WordDetector detector, long position) {
        flush(detector);
        detector.acceptSilence(position);
    }

    @Override
    public void rethrow(WordDetector detector) {
        WordDetector.rethrow(detector.takeFailure());
    }
}
