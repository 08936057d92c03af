package io.github.kws4j.spectrogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kws4j.memory.Allocation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SpectrogramTest {
    private static final Spectrogram STFT = Spectrogram.stft().build();

    static List<Spectrogram> kinds() {
        return List.of(
                STFT,
                Spectrogram.stft().centred(Margin.REFLECTED).build(),
                Spectrogram.logMel().build(),
                Spectrogram.mfcc().build());
    }

    @Test
    void stftIsTheTutorialsUnlessSetOtherwise() {
        assertThat(STFT.frameLength()).isEqualTo(255);
        assertThat(STFT.frameStep()).isEqualTo(128);
        assertThat(STFT.bins()).isEqualTo(129);
        assertThat(STFT.frames(16_000)).isEqualTo(124);
    }

    @Test
    void binsAreBandsOrCoefficients() {
        assertThat(Spectrogram.logMel().bands(23).build().bins()).isEqualTo(23);
        assertThat(Spectrogram.mfcc().coefficients(11).build().bins()).isEqualTo(11);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "254, 0", "255, 1", "382, 1", "383, 2", "2147483647, 16777215"})
    void samplesAfterTheLastWholeFrameGiveNone(int samples, int frames) {
        assertThat(STFT.frames(samples)).isEqualTo(frames);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "127, 1", "128, 2", "16000, 126"})
    void centredFramesLieAtEveryStepWithinTheSound(int samples, int frames) {
        assertThat(Spectrogram.stft().centred(Margin.REFLECTED).build().frames(samples))
                .isEqualTo(frames);
    }

    @Test
    void tooLittleSoundGivesNoFrames() {
        assertThat(STFT.compute(new float[254])).isEmpty();
        STFT.compute(new float[254], 0, 254, new float[0], 0);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void onlyItsPartOfTheBufferIsWritten(Spectrogram spectrogram) {
        float[] sound = noise(1, 5000);
        float[] expected = new float[spectrogram.frames(4000) * spectrogram.bins()];
        spectrogram.compute(Arrays.copyOfRange(sound, 700, 4700), 0, 4000, expected, 0);
        float[] buffer = new float[expected.length + 20];
        Arrays.fill(buffer, 7);
        spectrogram.compute(sound, 700, 4000, buffer, 10);
        assertThat(Arrays.copyOfRange(buffer, 10, buffer.length - 10)).isEqualTo(expected);
        assertThat(Arrays.copyOf(buffer, 10)).containsOnly(7);
        assertThat(Arrays.copyOfRange(buffer, buffer.length - 10, buffer.length))
                .containsOnly(7);
    }

    @Test
    void notANumberStaysWithinTheFramesThatHoldIt() {
        float[] sound = noise(2, 16_000);
        float[][] clean = STFT.compute(sound);
        sound[128 * 50 + 60] = Float.NaN; // within frames 49 and 50 alone
        float[][] tainted = STFT.compute(sound);
        assertThat(tainted[49]).containsOnly(Float.NaN);
        assertThat(tainted[50]).containsOnly(Float.NaN);
        tainted[49] = clean[49];
        tainted[50] = clean[50];
        assertThat(tainted).isDeepEqualTo(clean);
    }

    @Test
    void silenceIsTheLogarithmsFloor() {
        assertThat(Spectrogram.logMel().build().compute(new float[480])[0]).containsOnly((float) Math.log(1e-6));
        assertThat(Spectrogram.logMel().decibels(1e-10).build().compute(new float[480])[0])
                .containsOnly(-100);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void computingIntoABufferAllocatesNothing(Spectrogram spectrogram) throws Throwable {
        float[] sound = noise(3, 16_000);
        float[] out = new float[spectrogram.frames(sound.length) * spectrogram.bins()];
        assertThat(Allocation.least(() -> {
                    for (int i = 0; i < 200; i++) {
                        spectrogram.compute(sound, 0, sound.length, out, 0);
                    }
                }))
                .isZero();
    }

    @Test
    void threadsThatShareASpectrogramDontDisturbEachOther() throws Exception {
        for (Spectrogram shared : List.of(
                STFT,
                Spectrogram.stft().fftLength(300).build(),
                Spectrogram.mfcc().build())) {
            List<float[]> sounds =
                    IntStream.range(0, 8).mapToObj(seed -> noise(seed, 8000)).toList();
            List<float[][]> expected = sounds.stream().map(shared::compute).toList();
            var pool = Executors.newFixedThreadPool(8);
            try {
                var computed = pool.invokeAll(sounds.stream()
                        .<Callable<Boolean>>map(sound -> () -> {
                            float[][] mine = expected.get(sounds.indexOf(sound));
                            return IntStream.range(0, 50).allMatch(i -> Arrays.deepEquals(shared.compute(sound), mine));
                        })
                        .toList());
                for (var result : computed) {
                    assertThat(result.get(1, TimeUnit.MINUTES)).isTrue();
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }

    @Test
    void differentSettingsMakeDifferentSpectrograms() {
        assertThat(Spectrogram.stft().build())
                .isEqualTo(STFT)
                .isNotEqualTo(Spectrogram.stft().frameStep(64).build());
    }

    static Stream<Arguments> refusedSettings() {
        return Stream.of(
                refused(() -> Spectrogram.stft().frameLength(0), "expected frame length >= 1 but got 0"),
                refused(() -> Spectrogram.stft().frameStep(-3), "expected frame step >= 1 but got -3"),
                refused(() -> Spectrogram.stft().fftLength(0), "expected FFT length >= 1 but got 0"),
                refused(
                        () -> Spectrogram.stft().fftLength(254).build(),
                        "expected FFT length >= frame length 255 but got 254"),
                refused(
                        () -> Spectrogram.stft().frameLength(Integer.MAX_VALUE).build(),
                        "expected FFT length <= 1048576 but got 2147483648"),
                refused(
                        () -> Spectrogram.logMel().fftLength(1 << 20).build(),
                        "expected FFT length <= 16384 for frames of 480 samples but got 1048576"),
                refused(
                        () -> Spectrogram.mfcc().bands(1_000_000_000).build(),
                        "expected bands <= 514, twice the FFT bins, but got 1000000000"),
                refused(() -> Spectrogram.stft().power(3), "expected power 1 or 2 but got 3"),
                refused(() -> Spectrogram.logMel().sampleRate(0), "expected sample rate >= 1 but got 0"),
                refused(() -> Spectrogram.logMel().bands(0), "expected bands >= 1 but got 0"),
                refused(() -> Spectrogram.logMel().range(-1, 100), "expected lower edge >= 0 Hz but got -1.0"),
                refused(() -> Spectrogram.logMel().range(Double.NaN, 100), "expected lower edge >= 0 Hz but got NaN"),
                refused(
                        () -> Spectrogram.logMel().range(300, 300),
                        "expected upper edge > lower edge 300.0 Hz but got 300.0"),
                refused(
                        () -> Spectrogram.logMel().range(20, 8000.5).build(),
                        "expected upper edge <= 8000.0 Hz, half the sample rate, but got 8000.5"),
                refused(
                        () -> Spectrogram.logMel().logOffset(0),
                        "expected finite floor of the logarithm > 0 but got 0.0"),
                refused(
                        () -> Spectrogram.logMel().decibels(-1),
                        "expected finite floor of the logarithm > 0 but got -1.0"),
                refused(
                        () -> Spectrogram.logMel().bands(200).build(),
                        "expected FFT bins in every band but got none in band 2 of 200; use fewer bands or a"
                                + " longer FFT"),
                refused(() -> Spectrogram.mfcc().coefficients(0), "expected coefficients >= 1 but got 0"),
                refused(
                        () -> Spectrogram.mfcc().coefficients(41).build(),
                        "expected coefficients <= bands 40 but got 41"));
    }

    private static Arguments refused(ThrowingCallable call, String message) {
        return Arguments.of(call, message);
    }

    @ParameterizedTest
    @MethodSource("refusedSettings")
    void settingOutOfRangeIsRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 300, 0, samples, 400, 300 from -1",
        "0, -1, 0, samples, 400, -1 from 0",
        "101, 300, 0, samples, 400, 300 from 101",
        "2147483647, 300, 0, samples, 400, 300 from 2147483647",
        "0, 300, -1, out, 130, 129 from -1",
        "0, 300, 2, out, 130, 129 from 2",
        "0, 400, 0, out, 130, 258 from 0"
    })
    void rangeOutsideAnArrayIsRefused(int offset, int length, int outOffset, String array, int size, String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STFT.compute(new float[400], offset, length, new float[130], outOffset))
                .withMessage("expected a range within the %d values of %s but got %s", size, array, range);
    }

    @Test
    void negativeNumberOfSamplesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STFT.frames(-1))
                .withMessage("expected samples >= 0 but got -1");
    }

    private static float[] noise(long seed, int length) {
        var random = new Random(seed);
        float[] noise = new float[length];
        for (int i = 0; i < length; i++) {
            noise[i] = random.nextFloat() * 2 - 1;
        }
        return noise;
    }
}
