package io.github.kws4j;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.memory.Allocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KeywordStreamTest {
    private static List<Detection> inChunks(KeywordStream stream, float[] sound, int... sizes) {
        var found = new ArrayList<Detection>();
        int at = 0;
        for (int i = 0; at < sound.length; i++) {
            int length = Math.min(sizes[i % sizes.length], sound.length - at);
            found.addAll(stream.accept(sound, at, length));
            at += length;
        }
        return found;
    }

    @Test
    void eachWordIsReportedOnceWithItsLabel() {
        for (var model : List.of(ToneModel.ofSpectrogram(), ToneModel.ofWaveform())) {
            assertThat(inChunks(model.stream().open(), ToneModel.threeWords(), 1000))
                    .extracting(Detection::label)
                    .containsExactly("low", "high", "low");
        }
    }

    @Test
    void detectionTellsWhereTheWordLay() {
        Detection found = ToneModel.ofSpectrogram().stream()
                .open()
                .accept(ToneModel.threeWords())
                .get(1);

        assertThat(found.began().toMillis()).isCloseTo(4037, within(40L));
        assertThat(found.ended().toMillis()).isCloseTo(4337, within(40L));
        assertThat(found.at()).isBetween(found.ended(), found.ended().plusMillis(500));
        assertThat(found.score()).isBetween(0.98, 1.0);
    }

    @Test
    void scoreIsThePeakAndNotTheFirstValueOverTheThreshold() {
        var found = ToneModel.ofSpectrogram().stream().threshold(0.3).open().accept(ToneModel.threeWords());

        assertThat(found).hasSize(3).allSatisfy(d -> assertThat(d.score()).isGreaterThan(0.9));
    }

    @Test
    void wordAtTheVeryStartIsFound() {
        float[] sound = ToneModel.say(ToneModel.silence(2), "high", 0);

        assertThat(ToneModel.ofSpectrogram().stream().open().accept(sound)).hasSize(1);
    }

    @Property(tries = 40)
    void rowsAndDetectionsDoNotDependOnChunks(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 5000) Integer> sizes) {
        float[] sound = Arrays.copyOf(ToneModel.threeWords(), 40_000);
        var model = ToneModel.ofSpectrogram();
        model.recording = true;
        var chunks = sizes.stream().mapToInt(Integer::intValue).toArray();
        var found = inChunks(model.stream().open(), sound, chunks);

        assertThat(found).isEqualTo(ToneModel.ofSpectrogram().stream().open().accept(sound));
        assertThat(model.rows).hasSize(sound.length / 1600);
        var offline = new ToneModel.Tones(400, 160);
        int span = 400 + 97 * 160;
        for (int hop = 0; hop < model.rows.size(); hop++) {
            float[] window = new float[span];
            int end = (hop + 1) * 1600;
            int length = Math.min(span, end);
            System.arraycopy(sound, end - length, window, span - length, length);
            float[] expected = new float[98 * 3];
            offline.compute(window, 0, span, expected, 0);
            assertThat(model.rows.get(hop)).containsExactly(expected, within(1e-6f));
        }
    }

    @Test
    void waveformRowIsTheLastWindow() {
        var model = ToneModel.ofWaveform();
        model.recording = true;
        float[] sound = ToneModel.threeWords();
        inChunks(model.stream().hop(ofMillis(250)).open(), sound, 777);

        assertThat(model.rows.get(5)).isEqualTo(Arrays.copyOfRange(sound, 8_000, 24_000));
        assertThat(model.rows.get(0)).startsWith(new float[12_000]).endsWith(Arrays.copyOf(sound, 4_000));
    }

    @Test
    void hopIsRoundedToWholeFrames() {
        var stream = ToneModel.ofSpectrogram().stream().hop(ofMillis(96)).open();

        assertThat(stream.hop()).isEqualTo(ofMillis(100));
    }

    @Test
    void wordWaitsForItsMinimumCount() {
        var once = ToneModel.ofSpectrogram().stream()
                .smoothing(ofMillis(100))
                .open()
                .accept(ToneModel.threeWords());
        var fourTimes = ToneModel.ofSpectrogram().stream()
                .smoothing(ofMillis(100))
                .minimumCount(4)
                .open()
                .accept(ToneModel.threeWords());

        assertThat(fourTimes).hasSize(3);
        assertThat(fourTimes.get(0).at()).isEqualTo(once.get(0).at().plusMillis(300));
        assertThat(ToneModel.ofSpectrogram().stream().minimumCount(11).open().accept(ToneModel.threeWords()))
                .isEmpty();
    }

    @Test
    void refractoryTimeSilencesTheNextWord() {
        float[] sound = ToneModel.silence(5);
        ToneModel.say(sound, "low", 1);
        ToneModel.say(sound, "high", 2);
        var short1 =
                ToneModel.ofSpectrogram().stream().refractory(Duration.ZERO).open();
        var long1 =
                ToneModel.ofSpectrogram().stream().refractory(ofMillis(2500)).open();

        assertThat(short1.accept(sound)).hasSize(2);
        assertThat(long1.accept(sound)).hasSize(1);
    }

    @Test
    void toneThatNeverEndsIsOneWord() {
        float[] sound = ToneModel.silence(10);
        for (double at = 1; at < 9; at += 0.3) {
            ToneModel.say(sound, "low", at);
        }

        assertThat(ToneModel.ofSpectrogram().stream().open().accept(sound)).hasSize(1);
    }

    @Test
    void labelInUnderscoresIsReportedOnlyWhenAskedFor() {
        float[] sound = ToneModel.say(ToneModel.silence(3), "_unknown_", 1);

        assertThat(ToneModel.ofSpectrogram().stream().open().accept(sound)).isEmpty();
        assertThat(ToneModel.ofSpectrogram().stream()
                        .threshold("_unknown_", 0.9)
                        .open()
                        .accept(sound))
                .extracting(Detection::label)
                .containsExactly("_unknown_");
    }

    @Test
    void thresholdOfAWordWinsOverTheCommonOne() {
        var stream = ToneModel.ofSpectrogram().stream()
                .threshold(0.9)
                .threshold("high", 1)
                .open();

        assertThat(stream.thresholds())
                .containsEntry("low", 0.9)
                .containsEntry("high", 1.0)
                .hasSize(2);
        assertThat(stream.accept(ToneModel.threeWords()))
                .extracting(Detection::label)
                .containsExactly("low", "low");
    }

    @Test
    void gateSkipsTheNetworkWhereItIsQuietAndMissesNoLoudWord() {
        var model = ToneModel.ofSpectrogram();
        model.recording = true;
        float[] sound = ToneModel.say(ToneModel.silence(60), "high", 30);

        assertThat(model.stream().gate(10).open().accept(sound)).hasSize(1);
        assertThat(model.rows).hasSizeBetween(20, 26); // first window, then the word's 1.3 s
    }

    @Test
    void closedStreamIsRefused() {
        var stream = ToneModel.ofWaveform().stream().open();
        stream.close();
        stream.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> stream.accept(new float[1]))
                .withMessage("expected an open stream but this one was closed");
    }

    @Test
    void resetForgetsTheSound() {
        var stream = ToneModel.ofSpectrogram().stream().open();
        stream.accept(Arrays.copyOf(ToneModel.threeWords(), 25_000));
        stream.reset();

        assertThat(stream.position()).isZero();
        assertThat(stream.accept(ToneModel.threeWords()))
                .isEqualTo(ToneModel.ofSpectrogram().stream().open().accept(ToneModel.threeWords()));
    }

    @Test
    void callbackThatThrowsIsToldAndTheStreamGoesOn() {
        var seen = new ArrayList<String>();
        var stream = ToneModel.ofSpectrogram().stream()
                .onDetection(d -> {
                    throw new IllegalStateException("first of " + d.label());
                })
                .onDetection(d -> seen.add(d.label()))
                .open();
        float[] sound = ToneModel.threeWords();

        assertThatThrownBy(() -> stream.accept(sound, 0, 6 * 16_000))
                .hasMessage("first of low")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(stream.position()).isEqualTo(Duration.ofSeconds(6));
        assertThat(stream.accept(new float[0])).extracting(Detection::label).containsExactly("low", "high");
        assertThat(seen).containsExactly("low", "high");
    }

    @Test
    void scoresAreWhatDetectionsAreDecidedBy() {
        var scores = new ArrayList<StreamScores>();
        var stream = ToneModel.ofSpectrogram().stream().onScores(scores::add).open();

        var detections = stream.accept(ToneModel.threeWords());

        assertThat(scores)
                .hasSize((int) (stream.position().toNanos() / stream.hop().toNanos()));
        assertThat(detections).isNotEmpty().allSatisfy(detection -> {
            int label = stream.thresholds().keySet().stream().toList().indexOf(detection.label());
            assertThat(label).isNotNegative();
            assertThat(scores)
                    .anySatisfy(look -> assertThat(look.probabilities().stream()
                                    .mapToDouble(p -> p)
                                    .max())
                            .hasValue(detection.score()));
        });
        assertThat(scores).isSortedAccordingTo(Comparator.comparing(StreamScores::at));
    }

    @Test
    void callbackMustNotFeedItsStream() {
        var self = new AtomicReference<KeywordStream>();
        var stream = ToneModel.ofSpectrogram().stream()
                .onDetection(d -> self.get().accept(new float[1]))
                .open();
        self.set(stream);

        assertThatIllegalStateException()
                .isThrownBy(() -> stream.accept(ToneModel.threeWords()))
                .withMessage("expected a callback not to use its stream but it re-entered its stream");
    }

    @Test
    void twoThreadsAtOnceAreRefused() throws InterruptedException {
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var stream = ToneModel.ofSpectrogram().stream()
                .onDetection(d -> {
                    inside.countDown();
                    awaitQuietly(leave);
                })
                .open();
        var other = new Thread(() -> stream.accept(Arrays.copyOf(ToneModel.threeWords(), 3 * 16_000)), "other");
        other.start();
        inside.await();

        assertThatIllegalStateException()
                .isThrownBy(() -> stream.accept(new float[1]))
                .withMessageStartingWith("expected one thread at a time in a stream but '")
                .withMessageEndingWith("came while 'other' was in it");
        leave.countDown();
        other.join();
        assertThat(stream.accept(new float[1])).hasSize(0);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingIsAllocatedWhileNothingIsDetected() throws Throwable {
        float[] chunk = Arrays.copyOf(ToneModel.silence(1), 333);
        byte[] bytes = new byte[700];
        var stream = ToneModel.ofSpectrogram().stream().gate(30).open();
        assertThat(Allocation.least(() -> {
                    for (int i = 0; i < 500; i++) {
                        stream.accept(chunk);
                        stream.accept(bytes, ToneModel.PCM16);
                    }
                }))
                .isZero();
    }

    @Test
    void streamCostsAtMost100Kilobytes() throws Throwable {
        var builder = ToneModel.ofWaveform().stream();
        builder.open();

        assertThat(Allocation.of(builder::open)).isLessThan(100_000);
    }

    @Test
    void wordAtTheEndOfARecordingIsFoundByFinish() {
        float[] sound = ToneModel.say(ToneModel.silence(2), "high", 1.7);
        var stream = ToneModel.ofSpectrogram().stream().open();

        assertThat(stream.accept(sound)).isEmpty();
        var found = stream.finish();

        assertThat(found).extracting(Detection::label).containsExactly("high");
        assertThat(found.get(0).began()).isBetween(ofMillis(1660), ofMillis(1740));
        assertThat(stream.position()).isEqualTo(Duration.ofSeconds(2));
        assertThat(stream.finish()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> stream.accept(sound))
                .withMessage("expected a stream that takes more sound but this one was finished; reset() starts again");
        stream.reset();
        assertThat(stream.accept(ToneModel.threeWords())).hasSize(3);
    }

    @Test
    void finishFindsWhatAnEndlessStreamFinds() {
        for (double at = 1; at <= 1.7; at += 0.05) {
            float[] sound = ToneModel.say(ToneModel.silence(2), "low", at);
            var endless = ToneModel.ofSpectrogram().stream().open();
            var expected = endless.accept(Arrays.copyOf(sound, 6 * 16_000));
            var stream = ToneModel.ofSpectrogram().stream().open();
            var found = new ArrayList<>(stream.accept(sound));
            found.addAll(stream.finish());

            assertThat(found).isEqualTo(expected).hasSize(1);
        }
    }

    @Test
    void groupFindsAWordAtTheEnd() {
        try (var group = ToneModel.ofSpectrogram().stream().openGroup(8)) {
            var stream = group.open();
            stream.accept(ToneModel.say(ToneModel.silence(2), "low", 1.7));
            var found = new ArrayList<>(stream.finish());
            group.run();
            found.addAll(stream.finish());

            assertThat(found).extracting(Detection::label).containsExactly("low");
        }
    }

    @Test
    void streamGoesOnRightlyAfterAFailedInference() {
        float[] sound = ToneModel.threeWords();
        for (int failing = 0; failing < 20; failing++) {
            var model = ToneModel.ofSpectrogram();
            var stream = model.stream().open();
            int failed = failing;
            float[] first = Arrays.copyOf(sound, 1600 * failing + 700);
            stream.accept(first);
            model.failing = true;
            assertThatThrownBy(() -> stream.accept(Arrays.copyOfRange(sound, first.length, first.length + 1600)))
                    .as("failure in hop %d", failed)
                    .isInstanceOf(ModelException.class)
                    .hasMessage("out of memory");
            model.failing = false;
            assertThat(stream.position())
                    .isEqualTo(ofMillis((first.length + 1600) / 16).plusNanos((first.length % 16) * 62_500));
            model.recording = true;
            stream.accept(Arrays.copyOfRange(sound, first.length + 1600, sound.length));
            var undisturbed = ToneModel.ofSpectrogram();
            undisturbed.recording = true;
            undisturbed.stream().open().accept(sound);
            int windows = model.rows.size();

            assertThat(model.rows.get(0)).isEqualTo(undisturbed.rows.get(undisturbed.rows.size() - windows));
            assertThat(model.rows.get(windows - 1)).isEqualTo(undisturbed.rows.get(undisturbed.rows.size() - 1));
        }
    }

    @Test
    void failedInferenceOfAGroupIsToldToRunAndTheStreamsGoOn() {
        var model = ToneModel.ofSpectrogram();
        try (var group = model.stream().openGroup(4)) {
            var stream = group.open();
            float[] sound = ToneModel.threeWords();
            stream.accept(Arrays.copyOf(sound, 1600));
            model.failing = true;
            assertThatThrownBy(group::run).isInstanceOf(ModelException.class).hasMessage("out of memory");
            model.failing = false;
            var found = new ArrayList<>(stream.accept(Arrays.copyOfRange(sound, 1600, sound.length)));
            group.run();
            found.addAll(stream.accept(new float[0]));

            assertThat(found)
                    .isEqualTo(ToneModel.ofSpectrogram().stream().open().accept(sound));
        }
    }
}
