package io.github.kws4j.spectrogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

class SpectrogramPropertiesTest {
    @Property(tries = 200)
    void laterByOneStepIsLaterByOneFrame(
            @ForAll("uncentred") Spectrogram spectrogram, @ForAll("sounds") float[] sound) {
        int step = Math.min(spectrogram.frameStep(), sound.length);
        float[][] whole = spectrogram.compute(sound);
        float[][] shifted = spectrogram.compute(Arrays.copyOfRange(sound, step, sound.length));
        assertThat(shifted).isDeepEqualTo(whole.length == 0 ? whole : Arrays.copyOfRange(whole, 1, whole.length));
    }

    @Property(tries = 200)
    void framesComputedInSlicesAreThoseOfTheWhole(
            @ForAll("uncentred") Spectrogram spectrogram,
            @ForAll("sounds") float[] sound,
            @ForAll @IntRange(min = 1, max = 90) int slice) {
        int frames = spectrogram.frames(sound.length);
        int step = spectrogram.frameStep();
        float[] sliced = new float[frames * spectrogram.bins()];
        for (int first = 0; first < frames; first += slice) {
            int samples = (Math.min(slice, frames - first) - 1) * step + spectrogram.frameLength();
            spectrogram.compute(sound, first * step, samples, sliced, first * spectrogram.bins());
        }
        float[] whole = new float[sliced.length];
        spectrogram.compute(sound, 0, sound.length, whole, 0);
        assertThat(Arrays.mismatch(sliced, whole))
                .as("first value that differs")
                .isEqualTo(-1);
    }

    /** Frames share the samples in which they overlap; here each is cut by itself, where none does. */
    @Property(tries = 200)
    void overlappingFramesAreThoseCutOneByOne(
            @ForAll("stfts") StftBuilder builder, @ForAll("steps") int step, @ForAll("sounds") float[] sound) {
        Spectrogram stft = builder.frameStep(step).build();
        int length = stft.frameLength();
        Spectrogram apart = builder.frameStep(length).build();
        float[][] frames = stft.compute(sound);
        for (int t = 0; t < frames.length; t++) {
            assertThat(frames[t])
                    .as("frame %d", t)
                    .isEqualTo(apart.compute(Arrays.copyOfRange(sound, t * step, t * step + length))[0]);
        }
    }

    @Property(tries = 100)
    void twiceAsLoudIsTwiceTheMagnitude(@ForAll("stfts") StftBuilder builder, @ForAll("sounds") float[] sound) {
        Spectrogram stft = builder.power(1).build();
        float[][] doubled = stft.compute(sound);
        for (float[] frame : doubled) {
            for (int bin = 0; bin < frame.length; bin++) {
                frame[bin] *= 2;
            }
        }
        assertThat(stft.compute(mix(sound, 2, sound, 0))).isDeepEqualTo(doubled);
    }

    @Property(tries = 100)
    void mixtureIsNoLouderThanItsPartsTogether(
            @ForAll("stfts") StftBuilder builder,
            @ForAll long seed,
            @ForAll @FloatRange(min = -2, max = 2) float a,
            @ForAll @FloatRange(min = -2, max = 2) float b) {
        Spectrogram stft = builder.power(1).build();
        float[] x = noise(seed, 1000);
        float[] y = noise(seed + 1, 1000);
        float[][] ofX = stft.compute(x);
        float[][] ofY = stft.compute(y);
        float[][] ofMixture = stft.compute(mix(x, a, y, b));
        for (int frame = 0; frame < ofX.length; frame++) {
            for (int bin = 0; bin < stft.bins(); bin++) {
                double most = Math.abs(a) * ofX[frame][bin] + Math.abs(b) * ofY[frame][bin];
                assertThat((double) ofMixture[frame][bin]).isLessThanOrEqualTo(most + 1e-4);
            }
        }
    }

    @Property(tries = 300)
    void settingsRebuildTheSpectrogram(@ForAll("all") Spectrogram spectrogram, @ForAll("sounds") float[] sound) {
        Spectrogram rebuilt = Spectrogram.of(spectrogram.frontEnd());
        assertThat(rebuilt).isEqualTo(spectrogram).hasSameHashCodeAs(spectrogram);
        assertThat(rebuilt.frontEnd()).isEqualTo(spectrogram.frontEnd());
        assertThat(rebuilt.compute(sound)).isDeepEqualTo(spectrogram.compute(sound));
    }

    @Provide
    Arbitrary<float[]> sounds() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(0, 9000))
                .as(SpectrogramPropertiesTest::noise);
    }

    @Provide
    Arbitrary<StftBuilder> stfts() {
        var windows = Arbitraries.of(Window.values());
        var powers = Arbitraries.of(1, 2);
        return Combinators.combine(frameLengths(), steps(), padding(), windows, powers)
                .as((length, step, padded, window, power) -> padded(Spectrogram.stft(), length, padded)
                        .frameStep(step)
                        .window(window)
                        .power(power));
    }

    private Arbitrary<Integer> frameLengths() {
        return Arbitraries.integers().between(1, 700);
    }

    @Provide
    Arbitrary<Integer> steps() {
        return Arbitraries.integers().between(1, 500);
    }

    private Arbitrary<Integer> padding() {
        return Arbitraries.of(-1, 0, 1, 5);
    }

    private static StftBuilder padded(StftBuilder builder, int frameLength, int padding) {
        builder.frameLength(frameLength);
        return padding < 0 ? builder : builder.fftLength(frameLength + padding);
    }

    @Provide
    Arbitrary<Spectrogram> uncentred() {
        return Arbitraries.oneOf(
                stfts().map(SpectrogramBuilder::build), mels().map(b -> b.build()), mfccs().map(b -> b.build()));
    }

    @Provide
    Arbitrary<Spectrogram> all() {
        return Arbitraries.oneOf(
                uncentred(),
                stfts().map(b -> b.centred(Margin.REFLECTED).build()),
                mels().map(b -> b.centred(Margin.ZEROS).build()),
                mfccs().map(b -> b.centred(Margin.REFLECTED).build()));
    }

    private Arbitrary<LogMelBuilder> mels() {
        return Combinators.combine(
                        steps(),
                        scales(),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(1, 20))
                .as((step, scale, normalised, bands) -> Spectrogram.logMel()
                        .frameStep(step)
                        .scale(scale)
                        .areaNormalised(normalised)
                        .bands(bands)
                        .logOffset(1e-3));
    }

    private Arbitrary<MfccBuilder> mfccs() {
        return Combinators.combine(
                        steps(),
                        scales(),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(1, 13))
                .as((step, scale, orthonormal, coefficients) -> Spectrogram.mfcc()
                        .frameStep(step)
                        .scale(scale)
                        .orthonormal(orthonormal)
                        .sampleRate(22_050)
                        .range(50.5, 9000)
                        .bands(13)
                        .coefficients(coefficients)
                        .decibels(1e-9));
    }

    private Arbitrary<MelScale> scales() {
        return Arbitraries.of(MelScale.values());
    }

    private static float[] noise(long seed, int length) {
        var random = new Random(seed);
        float[] noise = new float[length];
        for (int i = 0; i < length; i++) {
            noise[i] = random.nextFloat() * 2 - 1;
        }
        return noise;
    }

    private static float[] mix(float[] x, float a, float[] y, float b) {
        float[] mixture = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            mixture[i] = a * x[i] + b * y[i];
        }
        return mixture;
    }
}
