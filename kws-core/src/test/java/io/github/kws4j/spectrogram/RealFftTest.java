package io.github.kws4j.spectrogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
                .mapToObj(n -> new Case(new AnyLengthFft(n), n));
        Stream<Case> powers =
                IntStream.rangeClosed(0, 11).map(p -> 1 << p).mapToObj(n -> new Case(new PowerOfTwoFft(n), n));
        return Stream.concat(any, powers).toList();
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
        of.fft().power(rows, frames.length);
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
