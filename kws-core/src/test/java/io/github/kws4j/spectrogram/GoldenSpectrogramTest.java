package io.github.kws4j.spectrogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Holds every kind of spectrogram against TensorFlow's and librosa's, on a rising tone in noise; {@code golden.py}
 * wrote the arrays.
 */
class GoldenSpectrogramTest {
    private static final float[] SIGNAL = Npy.resource("signal.npy").values();

    @Test
    void stftIsTensorFlows() {
        assertWithin(5e-7, Spectrogram.stft().frameLength(400).frameStep(160).build(), "tf_stft.npy");
    }

    @Test
    void stftOfAnyLengthWithAnotherWindowIsTensorFlows() {
        var stft = Spectrogram.stft()
                .frameLength(399)
                .frameStep(200)
                .fftLength(400)
                .window(Window.HAMMING);
        assertWithin(5e-7, stft.build(), "tf_stft_400.npy");
    }

    @Test
    void powerIsTheMagnitudesSquare() {
        var stft = Spectrogram.stft().frameLength(400).frameStep(160);
        float[] magnitude = flat(stft.build().compute(SIGNAL));
        float[] power = flat(stft.power(2).build().compute(SIGNAL));
        for (int i = 0; i < power.length; i++) {
            magnitude[i] *= magnitude[i];
        }
        assertThat(Differences.relative(magnitude, power)).isLessThan(2e-7);
    }

    @Test
    void centredStftIsLibrosas() {
        assertWithin(5e-7, librosaStft(160, Margin.REFLECTED), "librosa_stft.npy");
        assertWithin(5e-7, librosaStft(160, Margin.ZEROS), "librosa_zeros_stft.npy");
    }

    @Test
    void soundShorterThanItsMarginIsReflectedAgainAndAgain() {
        float[] actual = flat(librosaStft(40, Margin.REFLECTED).compute(Arrays.copyOfRange(SIGNAL, 1000, 1100)));
        assertThat(Differences.relative(
                        actual, Npy.resource("librosa_short.npy").values()))
                .isLessThan(5e-7);
    }

    @Test
    void soundShorterThanItsMarginLiesAmongZeros() {
        float[] actual = flat(librosaStft(40, Margin.ZEROS).compute(Arrays.copyOfRange(SIGNAL, 1000, 1100)));
        assertThat(Differences.relative(
                        actual, Npy.resource("librosa_zeros_short.npy").values()))
                .isLessThan(5e-7);
    }

    private static Spectrogram librosaStft(int step, Margin margin) {
        return Spectrogram.stft()
                .frameLength(400)
                .frameStep(step)
                .fftLength(512)
                .centred(margin)
                .build();
    }

    private static LogMelBuilder melBands(int count, double lowerHz, double upperHz, MelScale scale) {
        return Spectrogram.logMel()
                .frameLength(256)
                .bands(count)
                .range(lowerHz, upperHz)
                .scale(scale);
    }

    @Test
    void melWeightsAreTensorFlows() {
        var weights = melBands(20, 80, 7600, MelScale.TENSORFLOW).frontEnd().weights();
        assertThat(Differences.largest(
                        flat(weights), Npy.resource("tf_mel_matrix.npy").values()))
                .isLessThan(5e-6);
    }

    @Test
    void melWeightsAreLibrosasOnBothScales() {
        var slaney = melBands(24, 0, 8000, MelScale.SLANEY)
                .areaNormalised(true)
                .frontEnd()
                .weights();
        assertThat(Differences.relative(
                        flat(slaney), Npy.resource("librosa_slaney_matrix.npy").values()))
                .isLessThan(1e-7);
        var htk = melBands(24, 20, 7000, MelScale.HTK).frontEnd().weights();
        assertThat(Differences.relative(
                        flat(htk), Npy.resource("librosa_htk_matrix.npy").values()))
                .isLessThan(1e-7);
    }

    @Test
    void logMelIsTensorFlows() {
        var logMel = Spectrogram.logMel().frameLength(400).frameStep(160);
        assertThat(Differences.largest(
                        flat(logMel.build().compute(SIGNAL)),
                        Npy.resource("tf_log_mel.npy").values()))
                .isLessThan(1e-5);
    }

    @Test
    void mfccIsTensorFlows() {
        var mfcc = Spectrogram.mfcc().frameLength(400).frameStep(160);
        assertWithin(1e-6, mfcc.build(), "tf_mfcc.npy");
    }

    @Test
    void logMelIsLibrosasToATenThousandthOfADecibel() {
        float[][] actual = librosa(Spectrogram.logMel()).build().compute(SIGNAL);
        assertThat(Differences.largest(
                        flat(actual), Npy.resource("librosa_log_mel.npy").values()))
                .isLessThan(1e-4);
    }

    @Test
    void mfccIsLibrosas() {
        var mfcc = librosa(Spectrogram.mfcc()).coefficients(20).orthonormal(true);
        assertWithin(5e-7, mfcc.build(), "librosa_mfcc.npy");
    }

    /** With silence at the end, which librosa raises by 35 dB. */
    @Test
    void logMelAndMfccAreLibrosasByDefault() {
        float[] longer = Arrays.copyOf(SIGNAL, 6000);
        var logMel = librosa(Spectrogram.logMel()).centred(Margin.ZEROS).decibels(1e-10, 80);
        assertThat(Differences.largest(
                        flat(logMel.build().compute(longer)),
                        Npy.resource("librosa_default_log_mel.npy").values()))
                .isLessThan(1e-4);
        var mfcc = librosa(Spectrogram.mfcc()).centred(Margin.ZEROS).decibels(1e-10, 80);
        assertThat(Differences.relative(
                        flat(mfcc.coefficients(20).orthonormal(true).build().compute(longer)),
                        Npy.resource("librosa_default_mfcc.npy").values()))
                .isLessThan(1e-6);
    }

    /** Frames in several tiles: the loudest of all counts. */
    @Test
    void valuesAreRaisedToARangeUnderTheLoudestOfTheWholeSound() {
        float[] sound = Arrays.copyOf(SIGNAL, 40_000);
        float[][] whole = librosa(Spectrogram.logMel()).build().compute(sound);
        float loudest = Float.NEGATIVE_INFINITY;
        for (float value : flat(whole)) {
            loudest = Math.max(loudest, value);
        }
        float[] expected = flat(whole);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Math.max(expected[i], loudest - 30);
        }
        float[][] actual =
                librosa(Spectrogram.logMel()).decibels(1e-10, 30).build().compute(sound);
        assertThat(flat(actual)).isEqualTo(expected);
    }

    private static <B extends MelBuilder<B>> B librosa(B builder) {
        return builder.frameLength(512)
                .centred(Margin.REFLECTED)
                .power(2)
                .bands(64)
                .range(0, 8000)
                .scale(MelScale.SLANEY)
                .areaNormalised(true)
                .decibels(1e-10);
    }

    /** Asserts a largest difference below {@code tolerance} of the expected array's largest magnitude. */
    private static void assertWithin(double tolerance, Spectrogram spectrogram, String expected) {
        float[][] actual = spectrogram.compute(SIGNAL);
        Npy array = Npy.resource(expected);
        assertThat(array.shape()).containsExactly(actual.length, spectrogram.bins());
        assertThat(Differences.relative(flat(actual), array.values())).isLessThan(tolerance);
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return flat;
    }

    private static float[] flat(double[][] rows) {
        float[][] floats = new float[rows.length][rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < rows[row].length; i++) {
                floats[row][i] = (float) rows[row][i];
            }
        }
        return flat(floats);
    }
}
