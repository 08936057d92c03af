package io.github.kws4j;

import io.github.kws4j.spectrogram.Spectrogram;
import java.util.Optional;

/**
 * What streams have their windows scored by: rows in, a probability for each label out. Safe to share between threads.
 */
interface WindowScorer {
    /** What turns a window of samples into a row; empty where the window is the row. */
    Optional<Spectrogram> spectrogram();

    /** The hop nearest to {@code samples} at which windows can be scored, at least one sample. */
    default long nearestHop(long samples) {
        return StreamWindow.nearestHop(spectrogram(), windowSamples(1), samples);
    }

    /** Samples that a row stands for, in a stream of this hop. */
    int windowSamples(int hop);

    /** Samples among which a word that was found is located, in a stream of this hop. */
    default int span(int hop) {
        return windowSamples(hop);
    }

    /** Values in a row, in a stream of this hop. */
    int rowLength(int hop);

    /** Numbers that a stream carries from one of its windows to the next; 0 where each window is scored alone. */
    default int stateLength() {
        return 0;
    }

    /**
     * Scores {@code count} rows of a stream of this hop; {@code states} holds {@code count x stateLength} values,
     * brought up to date; {@code probabilities} receives {@code count x labels}.
     */
    void score(float[] rows, int count, int hop, float[] states, float[] probabilities);

    /**
     * Scores {@code count} rows of one stream that follow each other; {@code state} holds {@code stateLength} values,
     * brought up to date; {@code probabilities} receives {@code count x labels}. Without a state each row stands alone,
     * as rows of different streams do.
     */
    default void scoreInARow(float[] rows, int count, int hop, float[] state, float[] probabilities) {
        score(rows, count, hop, state, probabilities);
    }

    /** Windows of samples, classified one by one: streams over any classifier. */
    record OfClassifier(KeywordClassifier classifier) implements WindowScorer {
        @Override
        public Optional<Spectrogram> spectrogram() {
            return Optional.empty();
        }

        @Override
        public int windowSamples(int hop) {
            return classifier.windowSamples();
        }

        @Override
        public int rowLength(int hop) {
            return classifier.windowSamples();
        }

        @Override
        public void score(float[] rows, int count, int hop, float[] states, float[] probabilities) {
            var window = new float[classifier.windowSamples()];
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
