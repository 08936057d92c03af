package io.github.kws4j;

/** Runs each window of one stream as it comes, on the thread that feeds the stream. */
final class ImmediateRunner implements WindowRunner {
    private final KeywordNetwork network;
    private final float[] logits;

    ImmediateRunner(KeywordNetwork network) {
        this.network = network;
        logits = new float[network.classes()];
    }

    @Override
    public void run(float[] row, WordDetector detector, long position, long began, long ended) {
        network.run(row, 1, logits);
        detector.accept(logits, 0, position, began, ended);
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
