package io.github.kws4j.evaluate;

import io.github.kws4j.Softmax;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * How well a model classifies a set of labelled clips. Immutable and safe to share between threads.
 *
 * <pre>{@code
 * AudioDataset test = AudioDataset.ofFolders(Path.of("recordings/test"));
 * try (var classifier = KeywordClassifier.load(Path.of("kws.onnx"))) {
 *     Evaluation evaluation = ClassifiedClips.of(classifier, test).evaluation();
 *     System.out.println("accuracy " + evaluation.accuracyInterval());
 * }
 * }</pre>
 *
 * <p>{@link #toString} gives the figures, a line a word, and the confusion matrix as text.
 */
public final class Evaluation {
    private static final double CONFIDENCE = 0.95;
    private static final int CALIBRATION_BINS = 15;

    private final List<String> labels;
    private final int[][] confusion;
    private final int clips;
    private final double loss;
    private final List<Confidence> confidences;

    private Evaluation(List<String> labels, int[][] confusion, int clips, double loss, List<Confidence> confidences) {
        this.labels = labels;
        this.confusion = confusion;
        this.clips = clips;
        this.loss = loss;
        this.confidences = confidences;
    }

    /**
     * The figures of a model's logits over clips whose words are known.
     *
     * @param labels the words in the model's order
     * @param logits {@code clips x labels}, before the softmax
     * @param truth each clip's word, as an index into {@code labels}
     * @return the figures
     * @throws IllegalArgumentException where there is no clip, or the sizes do not fit each other
     */
    public static Evaluation of(List<String> labels, float[][] logits, int[] truth) {
        return of(labels, logits, truth, new Softmax(1));
    }

    /**
     * As {@link #of(List, float[][], int[])}, with a temperature.
     *
     * @param softmax turns the logits into probabilities
     */
    public static Evaluation of(List<String> labels, float[][] logits, int[] truth, Softmax softmax) {
        int n = labels.size();
        if (logits.length == 0 || logits.length != truth.length) {
            throw new IllegalArgumentException("expected one or more rows of logits and as many true labels but got "
                    + logits.length + " rows and " + truth.length + " labels");
        }
        var confusion = new int[n][n];
        var binClips = new int[CALIBRATION_BINS];
        var binHits = new int[CALIBRATION_BINS];
        var binSums = new double[CALIBRATION_BINS];
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            if (logits[i].length != n) {
                throw new IllegalArgumentException(
                        "expected " + n + " logits a clip but got " + logits[i].length + " at clip " + i);
            }
            int answer = Softmax.largest(logits[i]);
            double probability = Math.exp(softmax.logProbability(logits[i], answer));
            loss -= softmax.logProbability(logits[i], truth[i]);
            confusion[truth[i]][answer]++;
            int bin = Math.min((int) (probability * CALIBRATION_BINS), CALIBRATION_BINS - 1);
            binClips[bin]++;
            binHits[bin] += answer == truth[i] ? 1 : 0;
            binSums[bin] += probability;
        }
        List<Confidence> confidences = IntStream.range(0, CALIBRATION_BINS)
                .filter(b -> binClips[b] > 0)
                .mapToObj(b -> new Confidence(binSums[b] / binClips[b], Share.of(binHits[b], binClips[b]), binClips[b]))
                .toList();
        return new Evaluation(List.copyOf(labels), confusion, logits.length, loss / logits.length, confidences);
    }

    /**
     * A share with its Wilson score interval.
     *
     * @param value the share seen, 0 to 1
     * @param low lower end of the 95 % interval
     * @param high upper end of the 95 % interval
     */
    public record Share(double value, double low, double high) {
        static Share of(int hits, int trials) {
            var interval = new WilsonScoreInterval().createInterval(trials, hits, CONFIDENCE);
            return new Share((double) hits / trials, interval.getLowerBound(), interval.getUpperBound());
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", value, low, high);
        }
    }

    /**
     * One word's figures. A figure that would divide by zero, as the recall of a word without clips, is NaN.
     *
     * @param label the word
     * @param precision share of the clips classified as the word that are it
     * @param recall share of the word's clips that are classified as it
     * @param f1 harmonic mean of both
     * @param clips the word's clips
     */
    public record Word(String label, double precision, double recall, double f1, int clips) {}

    /**
     * Clips that were classified with about one probability.
     *
     * @param probability mean probability of the answer, 0 to 1
     * @param right share of them classified right
     * @param clips how many, at least 1
     */
    public record Confidence(double probability, Share right, int clips) {}

    /**
     * Share of the clips classified right.
     *
     * @return 0 to 1
     */
    public double accuracy() {
        return (double) hits() / clips;
    }

    /**
     * {@link #accuracy()} with its Wilson 95 % interval.
     *
     * @return the share and both ends
     */
    public Share accuracyInterval() {
        return Share.of(hits(), clips);
    }

    /**
     * Mean cross-entropy of the softmax, in nats.
     *
     * @return at least 0
     */
    public double loss() {
        return loss;
    }

    /**
     * Expected calibration error (Guo et al. 2017): the mean distance between the probability given and the share that
     * is right, over 15 bins of equal width.
     *
     * @return 0 to 1
     */
    public double calibrationError() {
        return confidences.stream()
                        .mapToDouble(group -> group.clips()
                                * Math.abs(group.probability() - group.right().value()))
                        .sum()
                / clips;
    }

    /**
     * How often the model is right at each degree of certainty: the clips in 15 groups by the probability of the
     * answer, in bins of equal width.
     *
     * @return the groups that hold a clip, least sure first; unmodifiable
     */
    public List<Confidence> confidences() {
        return confidences;
    }

    /**
     * The words, in the order of {@link #confusion()}.
     *
     * @return an unmodifiable list
     */
    public List<String> labels() {
        return labels;
    }

    /**
     * Number of clips.
     *
     * @return at least 1
     */
    public int clips() {
        return clips;
    }

    /**
     * Counts of clips: a row for the word that was said, a column for the word it was classified as.
     *
     * @return a copy, {@code labels x labels}
     */
    public int[][] confusion() {
        return IntStream.range(0, confusion.length)
                .mapToObj(row -> confusion[row].clone())
                .toArray(int[][]::new);
    }

    /**
     * Precision, recall and F1 of each word.
     *
     * @return one entry a label, in order
     */
    public List<Word> words() {
        return IntStream.range(0, labels.size()).mapToObj(this::word).toList();
    }

    private Word word(int i) {
        int said = IntStream.of(confusion[i]).sum();
        int answer =
                IntStream.range(0, labels.size()).map(row -> confusion[row][i]).sum();
        // 0 / 0 is NaN: no figure
        double precision = (double) confusion[i][i] / answer;
        double recall = (double) confusion[i][i] / said;
        double f1 = 2.0 * confusion[i][i] / (said + answer);
        return new Word(labels.get(i), precision, recall, f1, said);
    }

    private static String decimal(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.4f", share);
    }

    private int hits() {
        return IntStream.range(0, labels.size()).map(i -> confusion[i][i]).sum();
    }

    @Override
    public String toString() {
        int width = Math.max(6, labels.stream().mapToInt(String::length).max().orElse(0) + 1);
        var text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "accuracy %s of %d clips, loss %.4f, calibration error %.4f%n%n",
                accuracyInterval(),
                clips,
                loss,
                calibrationError()));
        String name = "%-" + width + "s";
        text.append(String.format(Locale.ROOT, name + " precision  recall      f1   clips%n", "word"));
        for (Word word : words()) {
            text.append(String.format(
                    Locale.ROOT,
                    name + " %9s %7s %7s %7d%n",
                    word.label(),
                    decimal(word.precision()),
                    decimal(word.recall()),
                    decimal(word.f1()),
                    word.clips()));
        }
        text.append(String.format(Locale.ROOT, "%n%-" + Math.max(width, 11) + "s", "said\\answer"));
        String cell = "%" + width + "s";
        labels.forEach(label -> text.append(String.format(Locale.ROOT, cell, label)));
        for (int row = 0; row < confusion.length; row++) {
            text.append(String.format(Locale.ROOT, "%n%-" + Math.max(width, 11) + "s", labels.get(row)));
            for (int count : confusion[row]) {
                text.append(String.format(Locale.ROOT, cell, count));
            }
        }
        return text.append(System.lineSeparator()).toString();
    }
}
