package io.github.kws4j;

import io.github.kws4j.spectrogram.Spectrogram;
import java.util.Optional;

/** What streams have their windows scored by: rows in, a probability for each label out. Safe to share between threads. */
interface WindowScorer {
    /** What turns a window of samples into a row; empty where the window is the row. */
    Optional<Spectrogram> spectrogram();

    /** Values in a row. */
    int rowLength();

    /** Scores {@code count} rows; {@code probabilities} receives {@code count x labels} values. */
    void score(float[] rows, int count, float[] probabilities);

    /** Windows of samples, classified one by one: streams over any classifier. */
    record OfClassifier(KeywordClassifier classifier) implements WindowScorer {
        @Override
        public Optional<Spectrogram> spectrogram() {
            return Optional.empty();
        }

        @Override
        public int rowLength() {
            return classifier.windowSamples();
        }

        @Override
        public void score(float[] rows, int count, float[] probabilities) {
            var window = new float[rowLength()];
            int at = 0;
            for (int i = 0; i < count; i++) {
                System.arraycopy(rows, i * window.length, window, 0, window.length);
                for (Score score : classifier.classify(window).scores()) {
                    probabilities[at++] = (float) score.probability();
                }
            }
        }
    }
}
