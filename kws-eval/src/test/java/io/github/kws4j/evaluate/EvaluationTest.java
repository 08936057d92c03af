package io.github.kws4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final List<String> LABELS = List.of("no", "yes", "up");

    /**
     * Softmax of (log a, log b, log c) is (a, b, c) where they add up to 1, so every figure can be worked out by hand.
     */
    private static float[] logs(double... probabilities) {
        var logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(probabilities[i]);
        }
        return logits;
    }

    private static final Evaluation FOUR_CLIPS = Evaluation.of(
            LABELS,
            new float[][] {logs(.7, .2, .1), logs(.1, .8, .1), logs(.5, .3, .2), logs(.2, .2, .6)},
            new int[] {0, 1, 1, 2});

    @Test
    void accuracyIsTheShareOfLargestLogitsThatAreTheTruth() {
        assertThat(FOUR_CLIPS.accuracy()).isEqualTo(0.75);
    }

    @Test
    void lossIsTheMeanNegativeLogProbabilityOfTheTruth() {
        double expected = -(Math.log(.7) + Math.log(.8) + Math.log(.3) + Math.log(.6)) / 4;

        assertThat(FOUR_CLIPS.loss()).isEqualTo(expected, within(1e-6));
    }

    @Test
    void confusionHasTheTrueWordInRowsAndTheAnswerInColumns() {
        assertThat(FOUR_CLIPS.confusion()).isDeepEqualTo(new int[][] {{1, 0, 0}, {1, 1, 0}, {0, 0, 1}});
    }

    @Test
    void wordFiguresFollowFromTheConfusion() {
        assertThat(FOUR_CLIPS.words())
                .containsExactly(
                        new Evaluation.Word("no", 0.5, 1, 2 / 3.0, 1),
                        new Evaluation.Word("yes", 1, 0.5, 2 / 3.0, 2),
                        new Evaluation.Word("up", 1, 1, 1, 1));
    }

    @Test
    void calibrationErrorIsTheMeanDistanceOfProbabilityAndShareRightInEachBin() {
        // Bins of 1/15: .7 in the 10th, .8 in the 12th, .5 (wrong) in the 7th, .6 in the 9th (counted from 0): each
        // alone.
        assertThat(FOUR_CLIPS.calibrationError()).isEqualTo((0.3 + 0.2 + 0.5 + 0.4) / 4, within(1e-6));
    }

    @Test
    void intervalIsWilsons() {
        // The closed form, worked out in Python with scipy.stats.norm.ppf(0.975).
        var share = Evaluation.Share.of(80, 100);

        assertThat(share.low()).isEqualTo(0.7111708344, within(1e-9));
        assertThat(share.high()).isEqualTo(0.8666330667, within(1e-9));
    }

    @Test
    void wordNeverSaidNorAnsweredHasNoFigures() {
        var evaluation = Evaluation.of(LABELS, new float[][] {logs(.8, .1, .1)}, new int[] {0});

        assertThat(evaluation.words().get(2))
                .isEqualTo(new Evaluation.Word("up", Double.NaN, Double.NaN, Double.NaN, 0));
    }

    @Test
    void textHoldsEveryRowOfTheMatrix() {
        assertThat(FOUR_CLIPS.toString())
                .contains("accuracy 0.7500")
                .containsPattern("said\\\\answer +no +yes +up")
                .containsPattern("yes +1 +1 +0")
                .containsPattern("up +0 +0 +1");
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> Evaluation.of(LABELS, new float[2][3], new int[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected one or more rows of logits and as many true labels but got 2 rows and 1 labels");
        assertThatThrownBy(() -> Evaluation.of(LABELS, new float[1][2], new int[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected 3 logits a clip but got 2 at clip 0");
    }

    @Test
    void figuresOfAWordWithoutClipsAreNone() {
        var evaluation = Evaluation.of(
                List.of("no", "stop", "yes"), new float[][] {{4, 0, 0}, {0, 0, 4}, {4, 0, 0}}, new int[] {0, 2, 2});

        Evaluation.Word stop = evaluation.words().get(1);
        assertThat(List.of(stop.precision(), stop.recall(), stop.f1())).containsOnly(Double.NaN);
        assertThat(evaluation.words().get(2).precision()).isEqualTo(1);
        assertThat(evaluation.words().get(2).recall()).isEqualTo(0.5);
        assertThat(evaluation.toString()).containsPattern("stop +- +- +- +0");
    }
}
