package io.github.kws4j.train.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.train.augment.ClipSource.Share;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClipSourceTest {
    private static final int LENGTH = 1600;

    private static float[] tone() {
        var samples = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            samples[i] = (float) (0.25 * Math.sin(2 * Math.PI * 40 * i / LENGTH));
        }
        return samples;
    }

    private static ClipSource constant(float... values) {
        return random -> values.clone();
    }

    private static List<float[]> draws(ClipSource source, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> source.draw(new SplittableRandom(i)))
                .toList();
    }

    @Test
    void windowsBeginAnywhereAndLieWholeInOneRecording() {
        var first = new float[] {1, 2, 3, 4, 5, 6};
        var second = new float[] {11, 12, 13};
        var tooShort = new float[] {21, 22};
        ClipSource source = ClipSource.windows(
                List.of(Audio.of(scaled(first), 10), Audio.of(scaled(second), 10), Audio.of(scaled(tooShort), 10)), 3);

        var starts = new int[30];
        for (float[] window : draws(source, 5000)) {
            int start = Math.round(window[0] * 100);
            assertThat(window).containsExactly(start / 100f, (start + 1) / 100f, (start + 2) / 100f);
            starts[start]++;
        }
        assertThat(IntStream.range(0, 30).filter(i -> starts[i] > 0)).containsExactly(1, 2, 3, 4, 11);
        for (int start : new int[] {1, 2, 3, 4, 11}) {
            assertThat(starts[start]).isCloseTo(1000, within(150)); // five standard deviations
        }
    }

    private static float[] scaled(float[] values) {
        var scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = values[i] / 100;
        }
        return scaled;
    }

    @Test
    void recordingsShorterThanAWindowAreRefused() {
        assertThatThrownBy(() -> ClipSource.windows(List.of(Audio.of(new float[5], 10)), 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a recording of at least 6 samples but got 1 shorter ones");
    }

    @Test
    void sourcesAreMixedByTheirWeights() {
        ClipSource mixed = ClipSource.mixed(
                List.of(new Share(1, constant(1)), new Share(3, constant(2)), new Share(4, constant(3))));

        var counts = new int[4];
        draws(mixed, 8000).forEach(clip -> counts[(int) clip[0]]++);

        assertThat(counts[1]).isCloseTo(1000, within(150));
        assertThat(counts[2]).isCloseTo(3000, within(220));
        assertThat(counts[3]).isCloseTo(4000, within(230));
    }

    @Test
    void aWeightOfZeroIsRefused() {
        assertThatThrownBy(() -> new Share(0, constant(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a weight above 0 but got 0.0");
    }

    @Test
    void aSpeedThatCouldStandStillIsRefused() {
        assertThatThrownBy(() -> constant(tone()).warped(1, 0.5, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a change of speed of at least 0 and below 1 but got 1.0");
    }

    @Test
    void warpingWithoutSpeedAndShiftChangesNothing() {
        assertThat(constant(tone()).warped(0.1, 0, 0).draw(new SplittableRandom(1)))
                .containsExactly(tone());
    }

    @Test
    void aShiftMovesTheSoundByWholeSamplesAndFillsWithSilence() {
        var impulse = new float[101];
        impulse[50] = 1;
        var seen = new int[7];
        for (float[] clip : draws(constant(impulse).warped(0, 0, 3), 700)) {
            int at = IntStream.range(0, clip.length)
                    .filter(i -> clip[i] != 0)
                    .boxed()
                    .reduce((a, b) -> {
                        throw new AssertionError("more than one sample at " + a + " and " + b);
                    })
                    .orElseThrow();
            assertThat(clip[at]).isEqualTo(1);
            seen[at - 47]++;
        }
        assertThat(seen).doesNotContain(0);
    }

    @Test
    void speedRaisesTheFrequencyByItsFactor() {
        int zeros = crossings(tone());
        var ratios = draws(constant(tone()).warped(0.2, 1, 0), 200).stream()
                .mapToDouble(clip -> (double) crossings(clip) / zeros)
                .summaryStatistics();

        assertThat(ratios.getMax()).isBetween(1.15, 1.22);
        assertThat(ratios.getMin()).isBetween(0.78, 0.85);
    }

    /** Sign changes in the middle half, where no silence has come in. */
    private static int crossings(float[] clip) {
        return (int) IntStream.range(LENGTH / 4, 3 * LENGTH / 4)
                .filter(i -> clip[i - 1] < 0 != clip[i] < 0)
                .count();
    }

    @Test
    void aClipIsPlacedAnywhereInItsWindowAndSilenceIsAroundIt() {
        var clip = new float[100];
        Arrays.fill(clip, 1);
        ClipSource placed = ((ClipSource) random -> clip.clone()).placed(300, 40, 0);
        var starts = new HashSet<Integer>();
        for (int seed = 0; seed < 5000; seed++) {
            float[] window = placed.draw(new SplittableRandom(seed));
            int first = 0;
            while (window[first] == 0) {
                first++;
            }
            int last = 299;
            while (window[last] == 0) {
                last--;
            }
            starts.add(first > 0 ? first : last - 99);
            for (int i = first; i <= last; i++) {
                assertThat(window[i]).isEqualTo(1);
            }
        }

        assertThat(starts).hasSize(281).contains(-40, 0, 200, 240);
    }

    @Test
    void aClipThatIsLongerThanItsWindowIsCutAnywhere() {
        ClipSource counting = random -> new float[] {1, 2, 3, 4, 5, 6};
        var starts = new HashSet<Integer>();
        for (int seed = 0; seed < 200; seed++) {
            float[] window = counting.placed(4, 0, 0).draw(new SplittableRandom(seed));
            starts.add((int) window[0]);
            assertThat(window).containsExactly(window[0], window[0] + 1, window[0] + 2, window[0] + 3);
        }

        assertThat(starts).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void aWindowWithoutSamplesIsRefused() {
        assertThatThrownBy(() -> constant(1).placed(0, 2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected windows of at least 1 sample and no less than 0 samples outside but got 0 and 2");
    }

    @Test
    void whatIsAroundAPlacedClipSoundsLikeItsOwnBackground() {
        ClipSource word = random -> {
            var clip = new float[16_000];
            for (int i = 0; i < clip.length; i++) {
                clip[i] = (float) (0.01 * random.nextGaussian())
                        + (i >= 4000 && i < 12_000 ? (float) Math.sin(0.3 * i) : 0);
            }
            return clip;
        };
        double levels = 0;
        for (int seed = 0; seed < 50; seed++) {
            float[] window = word.placed(40_000, 0, 1).draw(new SplittableRandom(seed));
            int first = 0;
            while (Math.abs(window[first]) < 0.5) {
                first++;
            }
            float[] before = Arrays.copyOfRange(window, 0, Math.max(0, first - 4100));
            float[] after = Arrays.copyOfRange(window, Math.min(40_000, first + 12_100), 40_000);
            levels += Noise.level(before.length > after.length ? before : after) / 50;
        }

        assertThat(levels).isCloseTo(0.01, withinPercentage(5));
    }

    @Test
    void noiseIsAddedAtTheRatioAskedFor() {
        ClipSource noise = ClipSource.windows(List.of(Noise.coloured(0, 1 << 14, 16_000, 3)), LENGTH);
        for (float[] clip : draws(constant(tone()).noisy(noise, 12, 12), 20)) {
            float[] tone = tone();
            for (int i = 0; i < LENGTH; i++) {
                clip[i] -= tone[i];
            }
            assertThat(20 * Math.log10(Noise.level(tone) / Noise.level(clip))).isCloseTo(12, within(1e-3));
        }
    }

    /** What a room with a reverberation time of 4000 samples makes of an impulse at 100. */
    private static List<float[]> rooms(double ratio) {
        var impulse = new float[8000];
        impulse[100] = 1;
        return draws(constant(impulse).reverberant(4000, 4000, ratio, ratio), 50);
    }

    private static double decibels(float[] clip, int from, int to) {
        return 20 * Math.log10(Noise.level(Arrays.copyOfRange(clip, from, to)) * Math.sqrt(to - from));
    }

    @Test
    void aRoomKeepsTheDirectSoundAndReflectsAtTheRatioAskedFor() {
        for (float[] clip : rooms(6)) {
            assertThat(Arrays.copyOf(clip, 100)).containsExactly(new float[100], within(1e-6f));
            assertThat(clip[100]).isEqualTo(1, within(1e-6f));
            assertThat(decibels(clip, 101, 8000)).isCloseTo(-6, within(1e-3));
        }
    }

    @Test
    void reflectionsDieAwayBy60DecibelsInTheReverberationTime() {
        var drops = rooms(0).stream()
                .mapToDouble(clip -> decibels(clip, 101, 501) - decibels(clip, 2101, 2501))
                .average();

        assertThat(drops).hasValueCloseTo(30.0, within(0.3)); // half the time; the mean's standard deviation is 0.06
    }

    @Test
    void aRoomIsLinear() {
        var two = new float[1000];
        two[0] = 0.5f;
        two[300] = -0.25f;
        var one = new float[1000];
        one[0] = 1;
        float[] response = constant(one).reverberant(500, 500, 0, 0).draw(new SplittableRandom(7));
        var sum = new float[1000];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = 0.5f * response[i] - (i < 300 ? 0 : 0.25f * response[i - 300]);
        }

        assertThat(constant(two).reverberant(500, 500, 0, 0).draw(new SplittableRandom(7)))
                .containsExactly(sum, within(1e-6f));
    }

    @Test
    void roomsAreDrawnBetweenTheirBounds() {
        var impulse = new float[4000];
        impulse[0] = 1;
        List<float[]> rooms = draws(constant(impulse).reverberant(100, 2000, -6, 6), 200);
        var levels = rooms.stream().mapToDouble(clip -> decibels(clip, 1, 4000)).summaryStatistics();
        var times = rooms.stream()
                .mapToInt(clip -> IntStream.range(0, clip.length)
                        .filter(i -> Math.abs(clip[i]) > 1e-9)
                        .max()
                        .orElseThrow())
                .summaryStatistics();

        assertThat(levels.getMin()).isBetween(-6.001, -5.0);
        assertThat(levels.getMax()).isBetween(5.0, 6.001);
        assertThat(times.getMin()).isBetween(100, 200);
        assertThat(times.getMax()).isBetween(1900, 2000);
    }

    @Test
    void aReverberationTimeOfNothingIsRefused() {
        assertThatThrownBy(() -> constant(1).reverberant(0, 10, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected reverberation times of at least 1 sample, the least first, but got 0 and 10");
        assertThatThrownBy(() -> constant(1).reverberant(20, 10, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("but got 20 and 10");
    }

    @Test
    void gainIsClippedAtFullScale() {
        assertThat(constant(0.1f, -0.6f, 0.6f).amplified(6.0206, 6.0206).draw(new SplittableRandom(1)))
                .containsExactly(new float[] {0.2f, -1, 1}, within(1e-5f));
    }

    @Test
    void roundingLeavesMultiplesOfTheLeastBit() {
        assertThat(constant(1.4e-5f, 1.6e-5f, -4e-5f).rounded().draw(new SplittableRandom(1)))
                .containsExactly(0, 0x1p-15f, -0x1p-15f);
    }

    @Test
    void aDrawDependsOnItsGeneratorAlone() {
        ClipSource noise = ClipSource.windows(List.of(Noise.coloured(0.5, 1 << 14, 16_000, 3)), LENGTH);
        ClipSource source =
                constant(tone()).warped(0.1, 0.5, 100).noisy(noise, 0, 35).amplified(-18, 8);

        var apart = IntStream.range(0, 50)
                .parallel()
                .mapToObj(i -> source.draw(new SplittableRandom(i)))
                .toList();

        assertThat(apart).usingRecursiveComparison().isEqualTo(draws(source, 50));
    }
}
