package io.github.kws4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResamplerTest {
    private static final int[] RATES = {8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000};

    static Stream<Arguments> ratePairs() {
        List<Arguments> pairs = new ArrayList<>();
        for (int from : RATES) {
            for (int to : RATES) {
                if (from != to) {
                    pairs.add(Arguments.of(from, to));
                }
            }
        }
        pairs.addAll(List.of(
                Arguments.of(44_101, 16_001),
                Arguments.of(15_991, 47_993),
                Arguments.of(16_000, 15_999),
                Arguments.of(96_001, 7_993),
                Arguments.of(192_000, 11_025)));
        return pairs.stream();
    }

    /**
     * Sines over the pass band, band edge included, keep their amplitude to 0.1 dB, and everything else stays 80 dB
     * below.
     */
    @ParameterizedTest(name = "{0} -> {1} Hz")
    @MethodSource("ratePairs")
    void passBandIsLevelAndNothingElseIsAdded(int from, int to) {
        double nyquist = Math.min(from, to) / 2.0;
        for (double part : new double[] {0.01, 0.3, 0.5, 0.77, 0.9}) {
            Fit fit = Fit.of(sine(part * nyquist, from).resample(to), part * nyquist);
            assertThat(20 * Math.log10(fit.amplitude()))
                    .as("gain in dB at %s of Nyquist", part)
                    .isCloseTo(0, within(0.1));
            assertThat(fit.residualDb()).as("images at %s of Nyquist", part).isLessThan(-80);
            assertThat(fit.phase()).as("phase at %s of Nyquist", part).isCloseTo(0, within(1e-4));
        }
    }

    /** A sine above the lower Nyquist frequency would fold back; 80 dB down it is gone. */
    @ParameterizedTest(name = "{0} -> {1} Hz")
    @MethodSource("ratePairs")
    void whatTheLowerRateCannotHoldIsGone(int from, int to) {
        if (from < to) {
            return;
        }
        for (double part : new double[] {1.0001, 1.02, 1.3, 1.9}) {
            double frequency = part * to / 2;
            if (frequency < from / 2.0) {
                float[] middle = middle(sine(frequency, from).resample(to));
                assertThat(20 * Math.log10(rms(middle) * Math.sqrt(2)))
                        .as("alias from %s of Nyquist", part)
                        .isLessThan(-80);
            }
        }
    }

    @ParameterizedTest(name = "{0} -> {1} Hz")
    @MethodSource("ratePairs")
    void constantStaysConstant(int from, int to) {
        float[] ones = new float[from / 4];
        Arrays.fill(ones, 0.5f);
        for (float sample : middle(Audio.of(ones, from).resample(to))) {
            assertThat(sample).isCloseTo(0.5f, within(2e-7f));
        }
    }

    @ParameterizedTest(name = "{0} -> {1} Hz")
    @MethodSource("ratePairs")
    void clickStaysInPlaceToASample(int from, int to) {
        float[] samples = new float[from / 2];
        int click = from / 5;
        samples[click] = 1;
        float[] resampled = Audio.of(samples, from).resample(to).samples();
        int peak = 0;
        for (int i = 0; i < resampled.length; i++) {
            peak = resampled[i] > resampled[peak] ? i : peak;
        }
        assertThat(peak).isCloseTo((int) Math.round((double) click * to / from), within(1));
    }

    @ParameterizedTest
    @CsvSource({
        "16000, 44100, 16000, 44100",
        "44100, 16000, 44100, 16000",
        "44100, 16000, 44101, 16001",
        "16000, 8000, 0, 0",
        "48000, 16000, 1, 1",
        "48000, 16000, 4, 2"
    })
    void lengthIsRoundedUp(int from, int to, int length, int expected) {
        assertThat(Audio.of(new float[length], from).resample(to).length()).isEqualTo(expected);
    }

    @Test
    void sameRateChangesNothing() {
        Audio audio = sine(440, 16_000);
        assertThat(audio.resample(16_000)).isSameAs(audio);
        Resampler resampler = Resampler.of(16_000, 16_000);
        assertThat(concat(List.of(resampler.accept(audio.samples()), resampler.finish())))
                .isEqualTo(audio.samples());
    }

    @Property(tries = 60)
    void chunksGiveWhatTheWholeGives(
            @ForAll @IntRange(min = 0, max = 20_000) int length,
            @ForAll @IntRange(min = 1, max = 9_000) int largestChunk,
            @ForAll @IntRange(min = 1, max = 200_000) int from,
            @ForAll @IntRange(min = 1, max = 200_000) int to,
            @ForAll long seed) {
        int near = (int) Math.max(Math.min(to, from * 20L), from / 20 + 1);
        var random = new Random(seed);
        Audio audio = noise(length, from, random);
        Resampler resampler = Resampler.of(from, near);
        List<float[]> pieces = new ArrayList<>();
        float[] samples = audio.samples();
        for (int at = 0; at < length; ) {
            int end = Math.min(length, at + random.nextInt(largestChunk + 1));
            pieces.add(resampler.accept(Arrays.copyOfRange(samples, at, end)));
            at = end;
        }
        pieces.add(resampler.finish());
        assertThat(concat(pieces)).isEqualTo(audio.resample(near).samples());
    }

    @Test
    void finishedResamplerIsAsNew() {
        Audio audio = noise(5_000, 44_100, new Random(1));
        Resampler resampler = Resampler.of(44_100, 16_000);
        resampler.accept(new float[] {1, 1, 1});
        resampler.finish();
        assertThat(concat(List.of(resampler.accept(audio.samples()), resampler.finish())))
                .isEqualTo(audio.resample(16_000).samples());
        resampler.accept(new float[] {1, 1, 1});
        resampler.reset();
        assertThat(concat(List.of(resampler.accept(audio.samples()), resampler.finish())))
                .isEqualTo(audio.resample(16_000).samples());
    }

    @Property(tries = 200)
    void filterOfAnyPairIsBounded(
            @ForAll @IntRange(min = 1, max = 400_000) int from, @ForAll @IntRange(min = 1, max = 400_000) int to) {
        int near = (int) Math.max(Math.min(to, from * 1000L), from / 1000 + 1);
        assertThat(PolyphaseFilter.between(from, near).coefficients()).isLessThan(1 << 19);
    }

    @Test
    void rateOutsideReachIsRefused() {
        Audio audio = Audio.of(new float[4], 16_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> audio.resample(0))
                .withMessage("expected rates of 1 Hz or more but got 16000 and 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> audio.resample(15))
                .withMessage("expected rates at most 1000 times one another but got 16000 and 15 Hz");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Audio.of(new float[10_000_000], 1_000).resample(1_000_000))
                .withMessage("expected a rate that gives at most 2147483639 samples but 1000000 Hz gives 10000000000");
    }

    @ParameterizedTest
    @CsvSource({"16000, 44100", "44100, 16000", "8000, 16000", "48000, 16000", "16, 16000", "16000, 16", "11025, 16000"
    })
    void beginningAtAnotherRateIsThatOfTheWhole(int from, int to) {
        float[] noise = new float[30_000];
        var random = new java.util.Random(3);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextFloat() - 0.5f;
        }
        Audio sound = Audio.of(Arrays.copyOf(noise, from < 100 ? 300 : noise.length), from);
        Audio whole = sound.resample(to);
        assertThat(sound.lengthAt(to)).isEqualTo(whole.length());
        for (int length :
                new int[] {0, 1, 7, whole.length() / 2, whole.length() - 1, whole.length(), whole.length() + 9}) {
            assertThat(sound.resample(to, length).samples())
                    .isEqualTo(whole.fitTo(length).samples());
            assertThat(sound.resample(to, length).sampleRate()).isEqualTo(to);
        }
    }

    private static Audio sine(double frequency, int rate) {
        float[] samples = new float[Math.max(rate / 4, 4000)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) Math.sin(2 * Math.PI * frequency * i / rate);
        }
        return Audio.of(samples, rate);
    }

    private static Audio noise(int length, int rate, Random random) {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = random.nextFloat() * 2 - 1;
        }
        return Audio.of(samples, rate);
    }

    /** The middle half, where the sound's edges are out of the filter's reach. */
    private static float[] middle(Audio audio) {
        return Arrays.copyOfRange(audio.samples(), audio.length() / 4, audio.length() * 3 / 4);
    }

    private static double rms(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / samples.length);
    }

    private static float[] concat(List<float[]> pieces) {
        float[] whole =
                new float[pieces.stream().mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (float[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }

    /** Least squares of {@code a sin + b cos} at a known frequency, and what it leaves over. */
    private record Fit(double amplitude, double phase, double residualDb) {
        static Fit of(Audio audio, double frequency) {
            float[] x = audio.samples();
            int from = x.length / 4;
            int to = x.length * 3 / 4;
            double ss = 0;
            double sc = 0;
            double cc = 0;
            double xs = 0;
            double xc = 0;
            for (int i = from; i < to; i++) {
                double s = Math.sin(2 * Math.PI * frequency * i / audio.sampleRate());
                double c = Math.cos(2 * Math.PI * frequency * i / audio.sampleRate());
                ss += s * s;
                sc += s * c;
                cc += c * c;
                xs += x[i] * s;
                xc += x[i] * c;
            }
            double determinant = ss * cc - sc * sc;
            double a = (xs * cc - xc * sc) / determinant;
            double b = (xc * ss - xs * sc) / determinant;
            double left = 0;
            for (int i = from; i < to; i++) {
                double angle = 2 * Math.PI * frequency * i / audio.sampleRate();
                double rest = x[i] - a * Math.sin(angle) - b * Math.cos(angle);
                left += rest * rest;
            }
            double residual = Math.sqrt(left / (to - from)) * Math.sqrt(2);
            return new Fit(Math.hypot(a, b), Math.atan2(b, a), 20 * Math.log10(residual + 1e-30));
        }
    }
}
