package io.github.kws4j;

/** Runs each window of one stream as it comes, on the thread that feeds the stream. */
final class ImmediateRunner implements WindowRunner {
    private final WindowScorer scorer;
    private final int hop;
    private final float[] probabilities;

    ImmediateRunner(WindowScorer scorer, int hop, int labels) {
        this.scorer = scorer;
        this.hop = hop;
        probabilities = new float[labels];
    }

    @Override
    public void run(float[] row, WordDetector detector, long position, long began, long ended) {
        try {
            scorer.score(row, 1, hop, detector.state(), probabilities);
        } catch (RuntimeException | Error e) {
            detector.fail(e);
            detector.acceptSilence(position);
            return;
        }
        detector.accept(probabilities, 0, position, began, ended);
    }

    @Override
    public void skip(WordDetector detector, long position) {
        detector.acceptSilence(position);
    }

    @Override
    public void rethrow(WordDetector detector) {
        WordDetector.rethrow(detector.takeFailure());
    }
}
