package io.github.kws4j.spectrogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One contract for both transforms, held against the sum that defines the DFT, in double. The tolerance is a share of
 * the root-mean-square magnitude.
 */
class RealFftTest {
    private static final int LANES = 9;

    private static final double TOLERANCE = 5e-7;

    record Case(RealFft fft, int length) {
        @Override
        public String toString() {
            return fft.getClass().getSimpleName() + " of " + length;
        }
    }

    static List<Case> cases() {
        Stream<Case> any = IntStream.of(1, 2, 3, 4, 5, 7, 8, 16, 31, 60, 100, 255, 256, 400, 1022)
                .mapToObj(n -> new Case(new AnyLengthFft(ones(n), false), n));
        Stream<Case> powers = IntStream.rangeClosed(3, 11)
                .map(p -> 1 << p)
                .mapToObj(n -> new Case(new PowerOfTwoFft(ones(n), false), n));
        return Stream.concat(any, powers).toList();
    }

    private static float[] ones(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void powerIsThatOfTheDefiningSum(Case of) {
        float[][] frames = noise(LANES, of.length(), 1);
        float[][] power = power(of, frames);
        double rootMeanSquare = Math.sqrt(of.length());
        for (int lane = 0; lane < LANES; lane++) {
            for (int bin = 0; bin <= of.length() / 2; bin++) {
                assertThat(Math.sqrt(power[lane][bin]))
                        .as("bin %d", bin)
                        .isEqualTo(Math.sqrt(definingSum(frames[lane], bin)), within(TOLERANCE * rootMeanSquare));
            }
        }
    }

    @Property(tries = 100)
    void powersSumToTheSamplesEnergy(@ForAll("cases") Case of, @ForAll long seed) {
        float[][] frames = noise(LANES, of.length(), seed);
        float[][] power = power(of, frames);
        for (int lane = 0; lane < LANES; lane++) {
            double energy = 0;
            for (float sample : frames[lane]) {
                energy += (double) sample * sample;
            }
            double sum = 0;
            for (int bin = 0; bin <= of.length() / 2; bin++) {
                sum += (bin == 0 || 2 * bin == of.length() ? 1 : 2) * (double) power[lane][bin];
            }
            assertThat(sum / of.length()).isEqualTo(energy, within(TOLERANCE * energy));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 256, 512, 2048})
    void powersOfTwoAreJTransforms(int length) {
        float[][] frames = noise(LANES, length, 1);
        float[][] ours = power(new Case(new PowerOfTwoFft(ones(length), true), length), frames);
        float[][] theirs = power(new Case(new AnyLengthFft(ones(length), true), length), frames);
        for (int lane = 0; lane < LANES; lane++) {
            assertThat(ours[lane]).containsExactly(theirs[lane], within((float) (TOLERANCE * Math.sqrt(length))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 8, 256})
    void samplesAreMultipliedWithTheirWeights(int length) {
        float[][] frames = noise(LANES, length, 2);
        float[] weights = noise(1, length, 3)[0];
        float[][] weighted = power(new Case(RealFft.of(weights, false), length), frames);
        for (float[] frame : frames) {
            for (int n = 0; n < length; n++) {
                frame[n] *= weights[n];
            }
        }
        assertThat(weighted).isDeepEqualTo(power(new Case(RealFft.of(ones(length), false), length), frames));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 8, 256})
    void magnitudeIsTheRootOfPower(int length) {
        float[][] frames = noise(LANES, length, 3);
        float[][] power = power(new Case(RealFft.of(ones(length), false), length), frames);
        float[][] magnitude = power(new Case(RealFft.of(ones(length), true), length), frames);
        for (int lane = 0; lane < LANES; lane++) {
            for (int bin = 0; bin <= length / 2; bin++) {
                assertThat(magnitude[lane][bin]).isEqualTo((float) Math.sqrt(power[lane][bin]));
            }
        }
    }

    @Test
    void lengthsThatAreNoPowerOfTwoAreJTransforms() {
        assertThat(RealFft.of(new float[256], true)).isInstanceOf(PowerOfTwoFft.class);
        assertThat(RealFft.of(new float[255], true)).isInstanceOf(AnyLengthFft.class);
        assertThat(RealFft.of(new float[4], true)).isInstanceOf(AnyLengthFft.class);
    }

    @Provide("cases")
    static Arbitrary<Case> arbitraryCase() {
        return Arbitraries.of(cases());
    }

    private static float[][] noise(int frames, int length, long seed) {
        var random = new Random(seed);
        float[][] noise = new float[frames][length];
        for (float[] frame : noise) {
            for (int n = 0; n < length; n++) {
                frame[n] = (float) random.nextGaussian();
            }
        }
        return noise;
    }

    private static float[][] power(Case of, float[][] frames) {
        float[][] rows = new float[of.length()][frames.length];
        float[][] power = new float[frames.length][of.length() / 2 + 1];
        for (int lane = 0; lane < frames.length; lane++) {
            for (int n = 0; n < of.length(); n++) {
                rows[of.fft().row(n)][lane] = frames[lane][n];
            }
        }
        of.fft().transform(rows, frames.length);
        for (int lane = 0; lane < frames.length; lane++) {
            for (int bin = 0; bin <= of.length() / 2; bin++) {
                power[lane][bin] = rows[bin][lane];
            }
        }
        return power;
    }

    private static double definingSum(float[] frame, int bin) {
        double re = 0;
        double im = 0;
        for (int n = 0; n < frame.length; n++) {
            double angle = -2 * Math.PI * ((long) bin * n % frame.length) / frame.length;
            re += frame[n] * Math.cos(angle);
            im += frame[n] * Math.sin(angle);
        }
        return re * re + im * im;
    }
}
